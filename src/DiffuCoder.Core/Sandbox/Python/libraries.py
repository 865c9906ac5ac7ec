"""What both sides have of their own: types and exceptions of Python's library, named instead of sent."""
import builtins
import sys

# no test runner, mock or debugger: their exceptions end a test early, and their objects equal anything
_REFUSED = ("unittest", "doctest", "bdb", "pdb", "test", "_pytest", "pytest", "ctypes", "gc", "inspect", "sys", "builtins",
            "os", "importlib", "code", "codeop")
TYPES = (
    "collections", "collections.abc", "datetime", "decimal", "fractions", "enum", "pathlib", "uuid", "types", "typing", "re", "abc", "numbers",
    "array", "io",
    "queue", "zoneinfo", "ipaddress", "functools", "itertools", "string", "random", "threading", "contextlib", "dataclasses", "asyncio",
)


# built-in functions that do nothing but compute: either side may use its own
PURE = frozenset((
    "abs", "all", "any", "ascii", "bin", "callable", "chr", "divmod", "format", "hash", "hex", "isinstance", "issubclass", "len", "max", "min",
    "oct", "ord",
    "pow", "repr", "round", "sorted", "sum",
))


def _found(module, name):
    value = sys.modules.get(module)
    for part in name.split("."):
        value = getattr(value, part, None)
    return value


def type_named(module, name):
    """A type of the library that has this name, or None."""
    if type(module) is not str or type(name) is not str:
        return None
    if module == "builtins":
        value = builtins.__dict__.get(name)
    else:
        value = _found(module, name) if module in TYPES or module.split(".")[0] in TYPES else None
    return value if isinstance(value, type) else None


def error_named(module, name):
    """An exception of the library that has this name and that a test may meet, or None."""
    if type(module) is not str or type(name) is not str:
        return None
    top = module.split(".")[0]
    if top in _REFUSED or top not in sys.stdlib_module_names and top != "_io":
        return None
    value = _found(module, name)
    return value if isinstance(value, type) and issubclass(value, Exception) else None


def name_of(kind):
    """The name by which the other side finds a type, or None."""
    module, name = kind.__module__, kind.__qualname__
    if type(module) is not str or type(name) is not str:
        return None
    return [module, name] if type_named(module, name) is kind else None
