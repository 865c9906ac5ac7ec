#: expect=fail
#: category=verdict
# What is lent to a program is a way to call, not the function with its globals, closure and code.
def f(g):
    for way in ("__globals__", "__closure__", "__code__", "__self__", "__builtins__", "__wrapped__", "__dict__"):
        try:
            held = getattr(g, way)
        except AttributeError:
            continue
        if "SECRET" in str(held):
            return held["SECRET"] if isinstance(held, dict) else held
    return None
#### statements
SECRET = 271828
assert f(lambda: SECRET) == SECRET
