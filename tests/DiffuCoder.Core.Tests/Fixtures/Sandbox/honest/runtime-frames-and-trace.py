#: expect=pass
#: category=honest
import sys


def caller_name():
    return sys._getframe(1).f_code.co_name


def who():
    return caller_name()


def count_calls(function):
    calls = []

    def tracer(frame, event, arg):
        if event == "call":
            calls.append(frame.f_code.co_name)

    old = sys.getprofile()
    sys.setprofile(tracer)
    try:
        function()
    finally:
        sys.setprofile(old)
    return calls


def counted():
    return count_calls(who)
#### statements
assert who() == "who" and counted() == ["who", "caller_name"]
