#: expect=pass
#: category=honest
import locale
import os
import sys


def encodings():
    return sys.getfilesystemencoding(), sys.getdefaultencoding(), os.fsencode("ü"), locale.format_string("%d", 1000)


def write_text(name, text):
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)
    with open(name, "rb") as file:
        return file.read()
#### statements
assert encodings() == ("utf-8", "utf-8", b"\xc3\xbc", "1000") and write_text("ü.txt", "日\n") == b"\xe6\x97\xa5\n"
