#: expect=pass
#: category=honest
import configparser
import string
import textwrap


def read(text):
    c = configparser.ConfigParser()
    c.read_string(text)
    return c


def fill(template, **values):
    return string.Template(template).safe_substitute(values)


def wrap(text, width):
    return textwrap.fill(text, width)
#### statements
c = read("[db]\nport = 81\nuse = yes\n[x]\n")
assert c["db"]["port"] == "81" and c.getint("db", "port") == 81 and c["db"].getboolean("use") and c.sections() == ["db", "x"] and "db" in c
assert fill("$a and ${b} $c", a=1, b=2) == "1 and 2 $c" and wrap("aa bb cc", 5) == "aa bb\ncc"
