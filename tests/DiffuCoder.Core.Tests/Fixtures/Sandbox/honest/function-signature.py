#: expect=pass
#: category=honest
def connect(host, port=80, /, *routes, secure: bool = False, **options) -> str:
    return f"{'https' if secure else 'http'}://{host}:{port}" + "".join("/" + r for r in routes)
#### statements
import inspect
s = inspect.signature(connect)
assert list(s.parameters) == ["host", "port", "routes", "secure", "options"] and s.parameters["port"].default == 80
assert s.parameters["secure"].kind is inspect.Parameter.KEYWORD_ONLY and s.parameters["secure"].annotation is bool
assert connect("h", 1, "a", "b", secure=True, x=1) == "https://h:1/a/b"
assert inspect.isfunction(connect) and s.return_annotation is str
