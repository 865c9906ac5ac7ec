#: expect=pass
#: category=honest
def special(name):
    return {"nan": float("nan"), "inf": float("inf"), "minus": -float("inf"), "zero": -0.0, "tiny": 5e-324, "big": 1.7976931348623157e308}[name]


def safe_divide(a, b):
    return a / b if b else float("nan")
#### statements
import math
assert math.isnan(special("nan")) and special("nan") != special("nan") and special("inf") == math.inf and special("minus") == -math.inf
assert math.copysign(1, special("zero")) == -1 and special("zero") == 0 and str(special("zero")) == "-0.0"
assert special("tiny") == 5e-324 and special("big") * 10 == math.inf and math.isnan(safe_divide(1, 0))
#### statements
n = math.nan
assert safe_divide(n, 1) != n and math.isinf(safe_divide(math.inf, 2))
