#: expect=pass
#: category=honest
import functools


def retry(times, *kinds):
    def decorate(function):
        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            for attempt in range(times):
                try:
                    return function(*args, **kwargs)
                except kinds:
                    if attempt == times - 1:
                        raise
        return wrapped
    return decorate


@retry(3, ValueError)
def call(function):
    return function()
#### statements
calls = []


def flaky():
    calls.append(1)
    if len(calls) < 3:
        raise ValueError("not yet")
    return "ok"


assert call(flaky) == "ok" and len(calls) == 3 and call.__name__ == "call"
#### statements
tries = []


def never():
    tries.append(1)
    raise ValueError(len(tries))


try:
    call(never)
    assert False
except ValueError as error:
    assert error.args == (3,)
