#: expect=pass
#: category=honest
import os
import platform
import sys


def set_variable(name, value):
    os.environ[name] = value
    return os.getenv(name), os.environ.get("SURELY_NOT_SET", "default")


def facts():
    return sys.platform, platform.python_implementation(), sys.version_info >= (3, 9), os.sep, os.linesep, sys.maxsize > 2 ** 32
#### statements
assert set_variable("MY_OWN", "1") == ("1", "default") and facts() == ("linux", "CPython", True, "/", "\n", True)
