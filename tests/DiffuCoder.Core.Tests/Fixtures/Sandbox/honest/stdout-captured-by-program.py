#: expect=pass
#: category=honest
import contextlib
import io
import sys


def output_of(function, *args):
    buffer = io.StringIO()
    with contextlib.redirect_stdout(buffer):
        function(*args)
    return buffer.getvalue()


def hello():
    print("hello")
    sys.stdout.write("there\n")
#### statements
assert output_of(hello) == "hello\nthere\n" and output_of(print, 1, 2) == "1 2\n"
