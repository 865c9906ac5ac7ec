"""From a test's text to code: the names it needs of the candidate, and assertions that say which two values differ."""
import ast
import builtins
import math
import reprlib
import symtable
import sys

_BUILTINS = frozenset(vars(builtins))
_SHOWN = reprlib.Repr()
_SHOWN.maxstring = _SHOWN.maxother = 200
_SHOWN.maxlist = _SHOWN.maxtuple = _SHOWN.maxset = _SHOWN.maxfrozenset = _SHOWN.maxdict = 20


def shown(value):
    try:
        return _SHOWN.repr(value)
    except Exception as error:
        return f"<{type(value).__name__}: {type(error).__name__}>"


def outer_names(text, mode="exec"):
    """The global names that code reads, and those that it defines itself."""
    read, defined = set(), set()

    def visit(table, top):
        for symbol in table.get_symbols():
            if symbol.is_global() or top:
                if symbol.is_referenced():
                    read.add(symbol.get_name())
                if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
                    defined.add(symbol.get_name())
        for child in table.get_children():
            visit(child, False)

    visit(symtable.symtable(text, "<test>", mode), True)
    return read, defined


def called_names(text, mode="exec"):
    return {node.func.id for node in ast.walk(ast.parse(text, "<test>", mode)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


class Needs:
    """Which names of the candidate the tests mean.

    A built-in name means the built-in, also where the candidate has one of that name: else `abs` or `all` of the candidate would judge it. Only
    when the tests name nothing else that could be the candidate's, as in MBPP's `assert sum(10, 15) == 6`, do they mean the candidate's.
    """

    def __init__(self, setup):
        self.setup = self.read = self.called = frozenset()
        self.add(setup)
        self.setup = self._defined(setup)

    @staticmethod
    def _defined(text):
        try:
            return outer_names(text)[1]
        except (SyntaxError, ValueError, RecursionError):
            return frozenset()

    def add(self, text, mode="exec"):
        try:
            read, defined = outer_names(text, mode)
            self.called |= called_names(text, mode)
        except (SyntaxError, ValueError, RecursionError):
            return  # the test itself will say so
        self.read |= read - defined - self.setup

    def names(self, wanted):
        names = self.read - _BUILTINS - self.modules()
        if not names and not wanted:
            names = self.read & self.called & _BUILTINS
        return names | wanted

    def modules(self):
        """Modules that a test uses without importing them, because the program does."""
        return (self.read & sys.stdlib_module_names) - _BUILTINS - self.called


class _Told(ast.NodeTransformer):
    """`assert a == b` becomes `assert_(a, b, ...)`, that says what a and b were."""

    OPERATIONS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is", ast.In: "in"}

    def visit_Assert(self, node):
        test = node.test
        if node.msg is not None or not isinstance(test, ast.Compare) or len(test.ops) != 1 or type(test.ops[0]) not in self.OPERATIONS:
            return node
        call = ast.Call(
            ast.Name("__told__", ast.Load()), [test.left, test.comparators[0], ast.Constant(self.OPERATIONS[type(test.ops[0])])], []
        )
        return ast.copy_location(ast.Expr(call), node)


_COMPARE = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "is": lambda a, b: a is b,
    "in": lambda a, b: a in b,
}


def told(left, right, operation):
    if not _COMPARE[operation](left, right):
        raise AssertionError(f"{shown(left)} {operation} {shown(right)} does not hold")


def statements(text):
    tree = _Told().visit(ast.parse(text, "<test>"))
    return compile(ast.fix_missing_locations(tree), "<test>", "exec", dont_inherit=True)


def expression(text):
    return compile(text.strip(), "<test>", "eval", dont_inherit=True)


def same(one, other):
    """Equal as a reader of the test would say: as Python has it, and not-a-number equals itself."""
    if type(one) is float and type(other) is float:
        return one == other or math.isnan(one) and math.isnan(other)
    if type(one) is type(other) and type(one) in (list, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if type(one) is dict and type(other) is dict:
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other
