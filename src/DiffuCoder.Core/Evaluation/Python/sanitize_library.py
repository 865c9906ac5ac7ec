"""What calls of Python's own functions and modules can change, as far as the entry point of a program could see it.

What is not listed may change whatever it is given, and whatever its module keeps.
"""

import builtins

BUILTINS = set(dir(builtins))

# They make a value or show one, and change nothing that they are given (but use up iterators).
PURE_BUILTINS = {
    "abs", "all", "any", "ascii", "bin", "bool", "bytearray", "bytes", "callable", "chr", "complex", "dict", "divmod", "enumerate", "filter",
    "float",
    "format", "frozenset", "getattr", "hasattr", "hash", "help", "hex", "id", "int", "isinstance", "issubclass", "iter", "len", "list", "map",
    "max",
    "memoryview", "min", "object", "oct", "ord", "pow", "print", "property", "range", "repr", "reversed", "round", "set", "slice", "sorted",
    "staticmethod", "classmethod", "str", "sum", "super", "tuple", "type", "zip", "exit", "quit", "input", "dir", "vars", "locals", "breakpoint",
} | {name for name in BUILTINS if name[0].isupper()}

# Their results hold nothing of what they are given.
SCALAR_BUILTINS = {
    "abs", "all", "any", "ascii", "bin", "bool", "bytes", "callable", "chr", "complex", "float", "format", "hash", "hex", "id", "int", "input",
    "isinstance",
    "issubclass", "len", "oct", "ord", "pow", "print", "range", "repr", "round", "str",
}

# Who uses these may read or bind any name.
DYNAMIC = {"eval", "exec", "globals"}
DYNAMIC_ATTRIBUTES = {"_getframe", "currentframe", "f_globals", "__globals__", "modules"}

PURE_METHODS = {
    "as_integer_ratio", "bit_length", "capitalize", "casefold", "center", "copy", "count", "decode", "difference", "encode", "endswith",
    "expandtabs",
    "find", "format", "format_map", "get", "group", "groups", "hex", "index", "intersection", "is_integer", "isalnum", "isalpha", "isascii",
    "isdecimal",
    "isdigit", "isdisjoint", "isidentifier", "islower", "isnumeric", "isspace", "issubset", "issuperset", "istitle", "isupper", "items", "join",
    "keys",
    "ljust", "lower", "lstrip", "most_common", "elements", "partition", "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rjust",
    "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "symmetric_difference", "title", "translate",
    "union",
    "upper", "values", "zfill", "total_seconds", "isoformat", "strftime", "cache_info",
}

# They change their object and hold what they are given, but do not change that.
STORING_METHODS = {
    "add", "append", "appendleft", "clear", "difference_update", "discard", "extend", "extendleft", "insert", "intersection_update", "pop",
    "popitem",
    "popleft", "put", "remove", "reverse", "rotate", "setdefault", "sort", "symmetric_difference_update", "update", "subtract", "move_to_end",
    "push",
    "write", "writelines", "send", "throw", "close", "cache_clear", "__setitem__", "__delitem__", "__setattr__", "register", "__next__",
}

# Modules whose functions keep nothing, or nothing that a program's value depends on, and change nothing that they are given.
PURE_MODULES = {
    "abc", "base64", "binascii", "cmath", "collections", "contextlib", "copy", "cProfile", "dataclasses", "datetime", "difflib", "dis",
    "doctest", "enum",
    "fractions", "functools", "getpass", "hashlib", "html", "inspect", "itertools", "json", "keyword", "math", "numbers", "pprint", "profile",
    "pstats",
    "re", "statistics", "string", "struct", "textwrap", "time", "timeit", "traceback", "types", "typing", "unicodedata", "unittest", "uuid",
    "argparse",
    "hypothesis", "IPython", "matplotlib", "nose", "plotly", "pygame", "pytest", "rich", "seaborn", "tabulate", "termcolor", "colorama",
    "tkinter",
    "tqdm", "turtle", "platform", "typing_extensions", "webbrowser",
}

# Of these the modules that show, test and measure: what is set in them shows nowhere else.
SHOWING_MODULES = {
    "argparse", "cProfile", "colorama", "dis", "doctest", "getpass", "hypothesis", "IPython", "matplotlib", "nose", "plotly", "pprint", "profile",
    "pstats", "pygame", "pytest", "rich", "seaborn", "tabulate", "termcolor", "timeit", "tkinter", "tqdm", "turtle", "unittest", "webbrowser",
}

# Whose state is the whole process's: what they set shows everywhere. None: whatever is called.
PROCESS_STATE = {
    "sys": None, "os": None, "gc": None, "builtins": None, "signal": None, "warnings": None, "resource": None, "faulthandler": None,
    "codecs": None,
    "atexit": None, "copyreg": None, "ctypes": None, "importlib": None, "site": None, "locale": None, "decimal": {"getcontext", "setcontext",
    "DefaultContext"},
    "threading": {"stack_size", "settrace", "setprofile", "excepthook", "settrace_all_threads"}, "socket": {"setdefaulttimeout"},
    "time": {"tzset"}, "asyncio": {"set_event_loop", "set_event_loop_policy"}, "multiprocessing": {"set_start_method"}, "re": {"purge"},
    "json": {"encoder", "decoder"}, "abc": {"register"}, "calendar": {"setfirstweekday"},
}
HARMLESS = {
    "sys": {"exit", "stdout", "stderr", "stdin", "argv", "version", "version_info", "maxsize", "platform", "byteorder", "intern", "executable",
    "exc_info"},
    "os": {"path", "listdir", "system", "cpu_count", "name", "sep", "linesep", "walk", "scandir", "stat", "_exit", "popen", "isatty"},
    "gc": {"collect"}, "locale": set(), "importlib": set(), "warnings": {"warn"}, "codecs": {"encode", "decode"}, "builtins": set(),
}

# Whoever reaches one of these sees what a program writes to files.
FILES = {"open", "os", "pathlib", "io", "shutil", "glob", "csv", "sqlite3", "tempfile", "subprocess", "pickle", "shelve", "fileinput",
    "linecache", "numpy", "pandas"}

STANDARD = getattr(__import__("sys"), "stdlib_module_names", None)


def changes_process(path):
    """Whether calling what an import path leads to changes something that every function sees."""
    module, rest = path[0], path[1:]
    if "mock" in path or "monkeypatch" in path:
        return True
    if module in FILES and module != "os":
        return False
    if module not in PROCESS_STATE:
        # of a library that nobody here knows anything may be expected
        return module not in PURE_MODULES and STANDARD is not None and module not in STANDARD and module not in ("numpy", "pandas", "scipy",
        "sympy", "mpmath", "gmpy2")
    setters = PROCESS_STATE[module]
    if setters is not None:
        return any(part in setters for part in rest)
    if not rest:
        return True
    return not (rest[0] in HARMLESS.get(module, ()) or rest[0].startswith(("get", "is")))
