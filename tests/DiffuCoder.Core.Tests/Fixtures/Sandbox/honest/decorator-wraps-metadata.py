#: expect=pass
#: category=honest
import functools


def logged(function):
    @functools.wraps(function)
    def wrapped(*args, **kwargs):
        wrapped.calls += 1
        return function(*args, **kwargs)
    wrapped.calls = 0
    return wrapped


@logged
def greet(name, greeting="Hello"):
    """Greets by name."""
    return f"{greeting}, {name}"
#### statements
assert greet("Al") == "Hello, Al" and greet("Bo", greeting="Hi") == "Hi, Bo"
assert greet.calls == 2 and greet.__name__ == "greet" and greet.__doc__ == "Greets by name."
assert greet.__wrapped__("Cy") == "Hello, Cy" and greet.calls == 2
