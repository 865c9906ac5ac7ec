"""Breaks a solution in small ways: its answer is dropped, off by one, or taken from the other branch."""

import ast

HELPER = '''
def _off_by_one(value):
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, (int, float, complex)):
        return value + 1
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, (list, tuple)):
        return value[1:] if value else type(value)([0])
    if isinstance(value, dict):
        return {} if value else {0: 0}
    if isinstance(value, (set, frozenset)):
        return type(value)() if value else type(value)([0])
    return None
'''


class Returns(ast.NodeTransformer):
    """Changes what a function itself returns, not what functions within it do."""

    def __init__(self, change):
        self.change, self.count = change, 0

    def visit_FunctionDef(self, node):
        return node

    visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = visit_FunctionDef

    def visit_Return(self, node):
        if node.value is not None:
            self.count += 1
            node.value = self.change(node.value)
        return node


class FirstTest(ast.NodeTransformer):
    """Swaps the branches of the first condition."""

    def __init__(self):
        self.count = 0

    def visit_If(self, node):
        if self.count == 0:
            self.count = 1
            node.test = ast.UnaryOp(ast.Not(), node.test)
            return node
        return self.generic_visit(node)

    visit_IfExp = visit_If


def broken(program, entry_point, transformer):
    tree = ast.parse(program)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == entry_point]
    if not functions:
        return None
    function = functions[-1]
    function.body = [transformer.visit(statement) for statement in function.body]
    return ast.unparse(ast.fix_missing_locations(tree)) if transformer.count else None


def answer(request):
    program, entry_point = request["program"], request["entry_point"]
    wrapped = lambda value: ast.Call(ast.Name("_off_by_one", ast.Load()), [value], [])
    mutants = {
        "return None": broken(program, entry_point, Returns(lambda _: ast.Constant(None))),
        "off by one": broken(program, entry_point, Returns(wrapped)),
        "swapped branches": broken(program, entry_point, FirstTest()),
    }
    if mutants["off by one"]:
        mutants["off by one"] = HELPER + mutants["off by one"]
    return {kind: mutant for kind, mutant in mutants.items() if mutant}
