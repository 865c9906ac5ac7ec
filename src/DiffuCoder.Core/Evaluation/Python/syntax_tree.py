"""A normal form of programs: equal for texts that differ in layout, comments, docstrings or the names of variables only. Only parses."""

import ast
import builtins
import warnings

warnings.simplefilter("ignore")

SCOPES = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
BUILTINS = set(dir(builtins))


def without_docstring(body):
    """The statements without the text that documents them."""
    first = body[0] if body else None
    documents = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return (body[1:] or [ast.Pass()]) if documents else body


def texts_in(node):
    """Names that a node holds as bare text: of functions, attributes, keywords, imports, handlers, patterns."""
    if isinstance(node, (ast.Name, ast.arg, ast.Constant)):
        return set()
    found = set()
    for _, value in ast.iter_fields(node):
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str):
                found.add(item)
    return found


def variables_of(nodes):
    """Variables and parameters in the order they come up; not those that something else is called too, which are hard to tell apart."""
    kept = set(BUILTINS)
    for node in nodes:
        kept |= texts_in(node)
    found = {}
    for node in nodes:
        name = None
        if isinstance(node, ast.arg):
            name = node.arg
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            name = node.id
        if name is not None and name not in kept:
            found.setdefault(name, f"${len(found)}")  # no identifier looks so
    return found


def normal_form(text):
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, SCOPES):
            node.body = without_docstring(node.body)
    nodes = list(ast.walk(tree))
    names = variables_of(nodes)
    for node in nodes:
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = names.get(node.arg, node.arg)
    return ast.dump(tree, annotate_fields=False)


def answer(text):
    """The form, or None for what is no program to us."""
    try:
        return normal_form(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None
