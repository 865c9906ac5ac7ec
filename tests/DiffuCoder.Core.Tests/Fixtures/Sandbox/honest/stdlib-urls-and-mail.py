#: expect=pass
#: category=honest
from email.message import EmailMessage
from urllib.parse import parse_qs, quote, urlencode, urlparse


def split(url):
    return urlparse(url)


def query(url):
    return parse_qs(urlparse(url).query)


def build(base, **parameters):
    return f"{base}?{urlencode(sorted(parameters.items()))}"


def mail(to, subject, body):
    m = EmailMessage()
    m["To"], m["Subject"] = to, subject
    m.set_content(body)
    return m
#### statements
u = split("https://a.example:81/p/q?x=1&x=2#f")
assert (u.scheme, u.netloc, u.port, u.path, u.fragment) == ("https", "a.example:81", 81, "/p/q", "f") and query(u.geturl()) == {"x": ["1", "2"]}
assert build("b", z="ä b", a=1) == "b?a=1&z=%C3%A4+b"
m = mail("a@b.example", "Hi", "text")
assert m["Subject"] == "Hi" and m.get_content() == "text\n" and "To: a@b.example" in str(m)
