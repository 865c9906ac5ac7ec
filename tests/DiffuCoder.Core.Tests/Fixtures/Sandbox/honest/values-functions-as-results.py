#: expect=pass
#: category=honest
import math


def pick(name):
    return {"sqrt": math.sqrt, "len": len, "int": int, "upper": str.upper, "own": own, "lambda": lambda x: -x}[name]


def own(x):
    return [x]


class Shape:
    pass


def class_of(name):
    return {"int": int, "shape": Shape, "error": ValueError}[name]
#### statements
assert pick("sqrt")(9) == 3.0 and pick("len") is len and pick("int")("7") == 7 and pick("upper")("a") == "A" and pick("own")(1) == [1]
assert pick("own") is own and pick("lambda")(4) == -4 and class_of("int") is int and class_of("shape") is Shape and class_of("error") is ValueError
assert isinstance(class_of("shape")(), Shape)
