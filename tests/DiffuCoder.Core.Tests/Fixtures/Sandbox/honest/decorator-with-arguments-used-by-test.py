#: expect=pass
#: category=honest
def repeat(times):
    def decorate(function):
        def wrapped(*args):
            return [function(*args) for _ in range(times)]
        return wrapped
    return decorate


def trace(log):
    def decorate(function):
        def wrapped(*args):
            log.append((function.__name__, args))
            return function(*args)
        return wrapped
    return decorate
#### statements
@repeat(3)
def hello(name):
    return "hi " + name


assert hello("x") == ["hi x"] * 3
#### statements
log = []


@trace(log)
def add(a, b):
    return a + b


assert add(1, 2) == 3 and log == [("add", (1, 2))]
