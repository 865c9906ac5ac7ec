#: expect=pass
#: category=honest
import calendar
import colorsys
import numbers
import secrets
import unicodedata


def days(year, month):
    return calendar.monthrange(year, month)[1]


def is_number(x):
    return isinstance(x, numbers.Number), isinstance(x, numbers.Real), isinstance(x, numbers.Integral)


def plain(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def token(n):
    return secrets.token_hex(n)
#### statements
assert days(2024, 2) == 29 and is_number(1) == (True,) * 3 and is_number(1.5) == (True, True, False) and is_number(1j) == (True, False, False)
assert plain("Crème Brûlée") == "Creme Brulee" and len(token(8)) == 16 and token(8) != token(8)
