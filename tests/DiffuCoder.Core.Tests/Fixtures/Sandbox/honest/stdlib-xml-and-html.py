#: expect=pass
#: category=honest
import html
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser


def titles(text):
    return [e.findtext("title") for e in ElementTree.fromstring(text).iter("book")]


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links = []

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.links.append(dict(attributes).get("href"))


def links(text):
    parser = Links()
    parser.feed(text)
    return parser.links


def tree(text):
    return ElementTree.fromstring(text)
#### statements
assert titles("<r><book><title>A</title></book><book/></r>") == ["A", None] and links('<p><a href="x">1</a><a>2</a>') == ["x", None]
root = tree('<r k="v"><c>1</c><c>2</c></r>')
assert root.tag == "r" and root.attrib == {"k": "v"} and [c.text for c in root] == ["1", "2"] and root.find("c").text == "1" and len(root) == 2
