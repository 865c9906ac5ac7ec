#: expect=pass
#: category=honest
from dataclasses import dataclass


@dataclass
class Number:
    value: float


@dataclass
class Binary:
    operator: str
    left: object
    right: object


def evaluate(node):
    match node:
        case Number(value):
            return value
        case Binary("+", left, right):
            return evaluate(left) + evaluate(right)
        case Binary("*", left, right):
            return evaluate(left) * evaluate(right)
        case _:
            raise TypeError(f"unknown: {node!r}")
#### statements
assert evaluate(Binary("+", Number(1), Binary("*", Number(2), Number(3)))) == 7
#### statements
try:
    evaluate(Binary("?", Number(1), Number(2)))
    assert False
except TypeError as error:
    assert "Binary(operator='?'" in str(error)
