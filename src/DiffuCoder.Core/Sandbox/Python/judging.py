"""From a test's text to code that counts its assertions and says which two values differ."""
import ast
import copy
import math
import reprlib

_SHOWN = reprlib.Repr()
_SHOWN.maxstring = _SHOWN.maxother = 200
_SHOWN.maxlist = _SHOWN.maxtuple = _SHOWN.maxset = _SHOWN.maxfrozenset = _SHOWN.maxdict = 20


def shown(value):
    try:
        return _SHOWN.repr(value)
    except Exception as error:
        return f"<{type(value).__name__}: {type(error).__name__}>"


class Count:
    """How many assertions a test has run."""

    def __init__(self):
        self.assertions = 0

    def one(self):
        self.assertions += 1

    def told(self, left, right, operation):
        self.assertions += 1
        if not _COMPARE[operation](left, right):
            raise AssertionError(f"{shown(left)} {operation} {shown(right)} does not hold")


_COMPARE = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "is": lambda a, b: a is b,
    "is not": lambda a, b: a is not b,
    "in": lambda a, b: a in b,
    "not in": lambda a, b: a not in b,
}
_OPERATIONS = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is", ast.IsNot: "is not",
    ast.In: "in", ast.NotIn: "not in",
}
_STOPS = ("StopIteration", "StopAsyncIteration", "GeneratorExit")


def _names(node):
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _called_in(node):
    return {each.func.id for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)}


class _Rewritten(ast.NodeTransformer):
    """Assertions are counted, and say what they compared; `except StopIteration` also meets the program's, which may end no loop of the test."""

    def __init__(self, program):
        self.program = program

    @staticmethod
    def _helper(name, *arguments):
        return ast.Call(ast.Attribute(ast.Name("__harness__", ast.Load()), name, ast.Load()), list(arguments), [])

    def visit_Assert(self, node):
        self.generic_visit(node)
        test = node.test
        if node.msg is not None or not isinstance(test, ast.Compare) or len(test.ops) != 1:
            return [ast.copy_location(ast.Expr(self._helper("one")), node), node]
        return ast.copy_location(ast.Expr(self._helper("told", test.left, test.comparators[0], ast.Constant(_OPERATIONS[type(test.ops[0])]))), node)

    def visit_If(self, node):
        """`if f(2) != 4: raise AssertionError` is an assertion."""
        self.generic_visit(node)
        if any(isinstance(each, ast.Raise) for each in node.body):
            return [ast.copy_location(ast.Expr(self._helper("one")), node), node]
        return node

    def visit_Try(self, node):
        """So is `try: f(-1)` with a handler."""
        self.generic_visit(node)
        for handler in node.handlers:
            handler.type = self._with_stop(handler.type)
        return node

    def _with_stop(self, node):
        if isinstance(node, ast.Name) and node.id in _STOPS:
            return ast.copy_location(ast.Tuple([node, ast.Attribute(ast.Name("__harness__", ast.Load()), "stop", ast.Load())], ast.Load()), node)
        if isinstance(node, ast.Tuple):
            node.elts = [self._with_stop(each) for each in node.elts]
        return node

    def visit_Call(self, node):
        """`right(given, f(given))`: the test compares with what it gave, whatever the program did to it since. And what `assertRaises` is told."""
        self.generic_visit(node)
        node.args = [self._with_stop(each) for each in node.args]
        if isinstance(node.func, ast.Name) and node.func.id not in self.program:
            for place, argument in enumerate(node.args):
                later = [each for each in node.args[place + 1:] if isinstance(each, ast.Call) and _called_in(each) & self.program]
                if isinstance(argument, ast.Name) and any(argument.id in _names(each) for each in later):
                    node.args[place] = ast.copy_location(self._helper("kept", argument), argument)
        return node


class Harness(Count):
    """What the rewritten text of a test calls."""

    def __init__(self, stop):
        super().__init__()
        self.stop = stop

    @staticmethod
    def kept(value):
        try:
            return copy.deepcopy(value)
        except Exception:
            return value


def _compiled(tree, program, mode):
    return compile(ast.fix_missing_locations(_Rewritten(program).visit(tree)), "<test>", mode, dont_inherit=True)


def statements(text, program=frozenset()):
    return _compiled(ast.parse(text, "<test>"), program, "exec")


def expression(text, program=frozenset()):
    return _compiled(ast.parse(text.strip(), "<test>", "eval"), program, "eval")


def same(one, other):
    """Equal as a reader of the test would say: as Python has it, and not-a-number equals itself."""
    if type(one) is float and type(other) is float:
        return one == other or math.isnan(one) and math.isnan(other)
    if type(one) is type(other) and type(one) in (list, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if type(one) is dict and type(other) is dict:
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other
