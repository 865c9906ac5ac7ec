"""Which names of the program its tests mean."""
import ast
import builtins
import collections
import copy
import dataclasses
import datetime
import decimal
import fractions
import functools
import importlib
import itertools
import math
import symtable
import sys
import typing

_BUILTINS = frozenset(vars(builtins))
_ALWAYS = frozenset(("__name__", "__builtins__", "__file__", "__doc__"))
# what a test may use without importing it, because the program is expected to have done so: the test's own, never the program's
_JUDGES = frozenset(("isclose", "isnan", "isinf", "isfinite", "fabs", "copysign", "inf", "nan", "pi", "tau", "deepcopy"))
_CLASSES = frozenset(("Counter", "OrderedDict", "defaultdict", "deque", "ChainMap", "Decimal", "Fraction", "datetime", "timedelta"))
_LIBRARIES = (math, collections, itertools, functools, typing, copy, dataclasses, decimal, fractions, datetime)


@functools.lru_cache(maxsize=None)
def library_names():
    found = {}
    for module in _LIBRARIES:
        for name in getattr(module, "__all__", None) or vars(module):
            if not name.startswith("_"):
                found.setdefault(name, getattr(module, name))
    return found


def outer_names(text, mode="exec"):
    """The global names that code reads, and those that it defines itself before or without the program."""
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


def _callee(node):
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None


def _callees(node):
    return {each.func.id for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)}


class _Uses(ast.NodeVisitor):
    """How names are used: called, looked into, told as text."""

    def __init__(self):
        self.called, self.attributes, self.bound, self.judging = set(), collections.defaultdict(set), set(), []
        self.patched = set()  # in the module of the tests
        self.made, self.parts = {}, collections.defaultdict(set)  # what a variable was made by, and what is looked up in it

    def visit_Call(self, node):
        if isinstance(node.func, ast.Name):
            self.called.add(node.func.id)
        self.generic_visit(node)

    def visit_Attribute(self, node):
        if isinstance(node.value, ast.Name):
            self.attributes[node.value.id].add(node.attr)
            if node.value.id in self.made:
                self.parts[self.made[node.value.id]].add(node.attr)
        elif _callee(node.value):
            self.parts[_callee(node.value)].add(node.attr)
        self.generic_visit(node)

    def visit_Assign(self, node):
        maker = _callee(node.value)
        if maker:
            self.made.update({target.id: maker for target in node.targets if isinstance(target, ast.Name)})
        self.generic_visit(node)

    def visit_Assert(self, node):
        self._judge(node.test)
        self.generic_visit(node)

    def _judge(self, node):
        """`assert isclose(f(x), 2.0)`: what is called on what the program gives decides."""
        if isinstance(node, ast.BoolOp):
            for each in node.values:
                self._judge(each)
        elif isinstance(node, ast.UnaryOp):
            self._judge(node.operand)
        elif _callee(node):
            self.judging.append((_callee(node), {name for part in node.args for name in _callees(part)}))

    def visit_Compare(self, node):
        """`f(x) == Counter(x)`: what is compared with what the program gives decides."""
        parts = [node.left, *node.comparators]
        for part in parts:
            if _callee(part):
                self.judging.append((_callee(part), {name for other in parts if other is not part for name in _callees(other)}))
        self.generic_visit(node)

    def visit_Constant(self, node):
        if isinstance(node.value, str) and node.value.startswith("__main__."):
            self.patched.add(node.value.split(".")[1])

    def _binds(self, node):
        self.bound.add(node.name)
        self.generic_visit(node)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _binds

    def visit_Import(self, node):
        self.bound.update((alias.asname or alias.name).partition(".")[0] for alias in node.names)

    visit_ImportFrom = visit_Import


def is_class_name(name):
    """Whether a name reads as that of a class: what the test expects then is an object that answers for itself."""
    plain = name.lstrip("_")
    return plain[:1].isupper() and "_" not in plain


class Needs:
    """The names that cross: those the program was asked to define, and those that the tests read and nobody else has."""

    def __init__(self, setup, entries):
        self.entries, self.setup, self.patched = set(entries), frozenset(), set()
        self.attributes, self.called, self.judging, self.parts = collections.defaultdict(set), set(), [], collections.defaultdict(set)
        self.library = library_names()
        read, bound = self._names(setup, "exec")
        self.setup, self.setup_reads = bound, read

    def _names(self, text, mode):
        """What a text reads that it does not define first."""
        try:
            read, defined = outer_names(text, mode)
            uses = _Uses()
            uses.visit(ast.parse(text, "<test>", mode))
        except (SyntaxError, ValueError, RecursionError):
            return frozenset(), frozenset()  # the test itself will say so
        for name, found in uses.attributes.items():
            self.attributes[name] |= found
        self.called |= uses.called
        self.judging += uses.judging
        self.patched |= uses.patched
        for name, found in uses.parts.items():
            self.parts[name] |= found
        # a global of the program that the test replaces is still the program's; one that the test only defines is the test's
        own = {name for name in defined if name in uses.bound or name not in self.entries}
        return frozenset(read - own - self.setup), frozenset(defined)

    def add(self, text, mode="exec"):
        read, defined = self._names(text, mode)
        self.setup |= defined - self.entries
        return read

    def of(self, read):
        """Those of the names a test reads that are the program's; `others`: whether anything else could be."""
        return {name for name in read if name in self.entries or name not in _BUILTINS and name not in _ALWAYS and not self.is_module(name)}

    def is_module(self, name):
        """A module that is used as one without being imported, because the program imports it."""
        if name in self.entries or name not in sys.stdlib_module_names or name in self.called:
            return False
        used = self.attributes.get(name)
        if not used:
            return False
        try:
            module = importlib.import_module(name)
        except ImportError:
            return False
        return all(hasattr(module, part) for part in used)

    def own(self, names):
        """Library names among them that are the tests' own, unless nothing else could be the program's: those that judge what the program gives."""
        known = {name for name in names if name in self.library and name not in self.entries}
        if not names - known:
            return set()
        return {name for name in known if self._judges(name, names - known)}

    def _judges(self, name, of_program):
        if name in _JUDGES or any(judge == name and judged & of_program for judge, judged in self.judging):
            return True
        return name in _CLASSES and all(hasattr(self.library[name], part) for part in self.parts.get(name, ()))
