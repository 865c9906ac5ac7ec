#: expect=pass
#: category=honest
def shout(words):
    for word in words:
        print(word.upper(), end="!")
    print()
#### statements
import contextlib
import io
buffer = io.StringIO()
with contextlib.redirect_stdout(buffer):
    shout(["a", "b"])
assert buffer.getvalue() == "A!B!\n"
#### statements
import sys
old, sys.stdout = sys.stdout, io.StringIO()
try:
    shout(["c"])
    text = sys.stdout.getvalue()
finally:
    sys.stdout = old
assert text == "C!\n"
