#: expect=pass
#: category=honest
import sys

if sys.version_info >= (3, 0):
    def text(x):
        return str(x)
else:
    def text(x):
        return unicode(x)

try:
    import surely_not_a_module
except ImportError:
    surely_not_a_module = None

for _name in ("one", "two"):
    globals()[_name] = (lambda n: lambda: n)(_name)


def missing():
    return surely_not_a_module is None
#### statements
assert text(5) == "5" and missing() and one() == "one" and two() == "two"
