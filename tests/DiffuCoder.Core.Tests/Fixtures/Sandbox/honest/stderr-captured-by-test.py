#: expect=pass
#: category=honest
import sys
import warnings


def complain(text):
    print("error:", text, file=sys.stderr)


def old_way():
    warnings.warn("use new_way", DeprecationWarning)
    return 1
#### statements
import contextlib
import io
err = io.StringIO()
with contextlib.redirect_stderr(err):
    complain("bad")
assert err.getvalue() == "error: bad\n"
