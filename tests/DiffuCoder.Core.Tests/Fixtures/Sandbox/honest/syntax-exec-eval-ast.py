#: expect=pass
#: category=honest
import ast
import operator

OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.USub: operator.neg}


def calculate(text):
    def value(node):
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.UnaryOp):
            return OPERATORS[type(node.op)](value(node.operand))
        return OPERATORS[type(node.op)](value(node.left), value(node.right))
    return value(ast.parse(text, mode="eval").body)


def run(source):
    scope = {}
    exec(source, scope)
    return scope["result"]


def literal(text):
    return ast.literal_eval(text)
#### statements
assert calculate("-2 * (3 + 4) - 1") == -15 and run("result = [i for i in range(3)]") == [0, 1, 2] and literal("{'a': (1, None)}") == {"a": (1, None)}
