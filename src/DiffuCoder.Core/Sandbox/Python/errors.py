"""Exceptions across the two processes: of the classes that a test names where both have them, of mirrored classes where only the program does."""
import builtins
import sys

import libraries
from channel import Broken

_MOST = 12  # causes of causes
_ARGS = vars(BaseException)["args"]


class CandidateError(RuntimeError):
    """An exception of the program that has no place among those of the tests."""


class CandidateStop(RuntimeError):
    """The program raised what would end a loop, a generator or a task of the test as if all were well."""


# what ends a loop, a generator, or a task, where the test would expect an error
CONTROL = (StopIteration, StopAsyncIteration, GeneratorExit)


def is_control(kind):
    return issubclass(kind, CONTROL) or kind.__name__ == "CancelledError"


def line_of(error):
    """The last line of the program that was running when an error was raised on this side."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<program>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def place_of(error):
    """As `line_of`; of a program that does not parse, where the parser stumbled."""
    line = line_of(error)
    if line is None and type(error) in (SyntaxError, IndentationError, TabError) and error.filename == "<program>":
        line = error.lineno
    return line if type(line) is int and line > 0 else None


def raised(side, error, depth=0):
    """The form of an exception of this side."""
    kind = type(error)
    if side.is_theirs(error):
        side.sending.append(error)
        return {"own": side.number_of(error)}
    form = {"t": kind.__name__, "b": next(base.__name__ for base in kind.__mro__ if base.__module__ == "builtins")}
    known = kind.__module__ == "builtins" or libraries.error_named(kind.__module__, kind.__qualname__) is kind
    try:
        args = error.__reduce__()[1] if isinstance(error, OSError) and known else error.args  # those of an OSError are not all it was made from
        form["a"] = [side.encode(part) for part in args]
    except BaseException:
        form["a"] = [str(error)]
    if kind.__module__ != "builtins":
        form["l"] = [kind.__module__, kind.__qualname__]
    if not known:
        form["h"] = side.handle_form(error)  # known here for as long as it is there; else it would keep what its frames hold
    else:
        form["d"] = [[name, side.encode(value)] for name, value in _attributes(error)]
    for name in ("__cause__", "__context__"):
        other = getattr(error, name)
        if isinstance(other, BaseException) and depth < _MOST and other is not error and not (name == "__context__" and error.__suppress_context__):
            form[name] = raised(side, other, depth + 1)
    form["s"] = bool(error.__suppress_context__)
    line = line_of(error)
    if line is not None:
        form["n"] = line
    return form


def _attributes(error):
    """What an exception of a library holds beside its arguments."""
    for name, value in vars(error).items():
        if type(name) is str and name not in ("of_candidate", "of_line") and not name.startswith("\0"):
            yield name, value
    if isinstance(error, (ImportError, NameError, AttributeError)):
        for name in ("name", "path", "obj"):
            if getattr(error, name, None) is not None:
                yield name, getattr(error, name)


_RUNNERS = ("unittest", "doctest", "pytest", "_pytest")  # whose exceptions end a test as if it had not been


def known_class(side, form, exact=False):
    """The class of an exception's form: the library's where it is one, else a mirrored one."""
    base = builtins.__dict__.get(form.get("b")) if type(form.get("b")) is str else None
    if not (isinstance(base, type) and issubclass(base, BaseException)):
        base = CandidateError
    if "l" not in form:
        return base, base.__name__ == form.get("t")
    if form["l"] == ["asyncio.exceptions", "CancelledError"] and "asyncio" in sys.modules:
        return sys.modules["asyncio"].CancelledError, True
    named = libraries.error_named(*form["l"])
    if named is not None:
        return named, True
    if "h" in form and type(form["h"]) is list and len(form["h"]) > 3 and form["h"][3] is not None:
        return side.mirrored_class(form["h"][3]), True
    return base, False


def rebuilt(side, form, allowed=()):
    """An exception of the other side as one of ours. `allowed`: what may end an iteration, where the other side was asked for the next item."""
    if type(form) is not dict:
        raise Broken("an exception that is none")
    side.reading += 1
    try:
        return _rebuilt(side, form, allowed)
    finally:
        side.done_reading()


def _rebuilt(side, form, allowed):
    if "own" in form:
        error = side.own(form["own"])
        if not isinstance(error, BaseException):
            raise Broken("an exception that is none")
        if side.guards and type(error).__module__.partition(".")[0] in _RUNNERS:
            error = CandidateError(f"{type(error).__name__} of the tests, raised by the program")
    else:
        error = _new(side, form, allowed)
    if side.guards and is_control(type(error)) and not isinstance(error, allowed):
        error = CandidateStop(f"the program raised {type(error).__name__}")
    object.__setattr__(error, "of_candidate", True)
    if type(form.get("n")) is int:
        object.__setattr__(error, "of_line", form["n"])  # a hint for people and for repairs: the program may lie about it
    return error


def _new(side, form, allowed):
    kind, exact = known_class(side, form)
    if side.guards and is_control(kind) and not issubclass(kind, allowed):
        stop = CandidateStop(f"the program raised {form.get('t')}")
        stop.kind = kind
        return stop
    args = [side.decode(part) for part in form.get("a", ())]
    handle = form.get("h")
    number = handle[0] if type(handle) is list and handle else None
    if number is not None and (known := side.known(number)) is not None:
        if isinstance(known, BaseException):
            return known
    error = _instance(kind, args)
    if not exact:
        name = form.get("t") if type(form.get("t")) is str else "?"
        _ARGS.__set__(error, (": ".join([name, *map(str, args)]),))
    for name, part in form.get("d", ()):
        if type(name) is str and not name.startswith("__") or name == "__notes__":
            try:
                object.__setattr__(error, name, side.decode(part))
            except (AttributeError, TypeError):
                pass  # as a read-only attribute of a library's exception
    if number is not None:
        side.adopt(error, number)
    for name in ("__cause__", "__context__"):
        if name in form:
            setattr_(error, name, rebuilt(side, form[name]))
    setattr_(error, "__suppress_context__", form.get("s") is True)
    return error


def setattr_(error, name, value):
    BaseException.__setattr__(error, name, value)


def _instance(kind, args):
    """Built by the built-in part of its class alone."""
    base = next(each for each in kind.__mro__ if each.__module__ == "builtins")
    try:
        error = base.__new__(kind, *args)
        base.__init__(error, *args)
    except Exception:
        error = BaseException.__new__(kind)
    if not isinstance(error, OSError):
        _ARGS.__set__(error, tuple(args))
    return error
