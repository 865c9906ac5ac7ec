"""Programs that differ from a given one in one comparison, constant, operator or returned value. The same program gives the same mutants, always."""

import ast

COMPARISONS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In}
OPERATORS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mod, ast.Mod: ast.FloorDiv, ast.Div: ast.Mult, ast.And: ast.Or, ast.Or: ast.And}


def changed_constant(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    return value + "x" if isinstance(value, str) else value


class Change(ast.NodeTransformer):
    """Changes the site of one number; without a number it only counts."""

    def __init__(self, site=None):
        self.site, self.count, self.kind = site, 0, None

    def here(self, kind):
        self.count += 1
        if self.site == self.count - 1:
            self.kind = kind
            return True
        return False

    def visit_Compare(self, node):
        self.generic_visit(node)
        if type(node.ops[0]) in COMPARISONS and self.here("comparison"):
            node.ops[0] = COMPARISONS[type(node.ops[0])]()
        return node

    def visit_BinOp(self, node):
        self.generic_visit(node)
        if type(node.op) in OPERATORS and self.here("operator"):
            node.op = OPERATORS[type(node.op)]()
        return node

    visit_BoolOp = visit_AugAssign = visit_BinOp

    def visit_Constant(self, node):
        if node.value is not None and changed_constant(node.value) != node.value and self.here("constant"):
            return ast.copy_location(ast.Constant(changed_constant(node.value)), node)
        return node

    def visit_Expr(self, node):
        return node if isinstance(node.value, ast.Constant) else self.generic_visit(node)  # a docstring changes nothing

    def visit_JoinedStr(self, node):
        return node

    def visit_Return(self, node):
        self.generic_visit(node)
        if node.value is not None and self.here("returned value"):
            node.value = ast.List([node.value], ast.Load())
        return node


def answer(request):
    """At most `most` mutants of `program`, spread over the places where one is possible."""
    counting = Change()
    counting.visit(ast.parse(request["program"]))
    sites, most = counting.count, request["most"]
    mutants = []
    for site in sorted({index * sites // most for index in range(most)} if sites > most else range(sites)):
        change = Change(site)
        tree = ast.fix_missing_locations(change.visit(ast.parse(request["program"])))
        mutants.append({"kind": change.kind, "program": ast.unparse(tree)})
    return mutants
