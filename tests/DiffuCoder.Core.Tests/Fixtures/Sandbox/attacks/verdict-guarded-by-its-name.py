#: expect=fail
#: category=verdict
# The program renames itself; the tests' own guard is about the tests.
import sys

__name__ = "elsewhere"
__file__ = "elsewhere.py"
__spec__ = None
sys.argv[:] = ["--skip"]


def f(n):
    return 0
#### statements
if __name__ == "__main__":
    assert f(7) == 5040
else:
    assert f(7) == 5040
