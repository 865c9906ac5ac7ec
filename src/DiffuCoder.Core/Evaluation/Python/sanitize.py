"""Keeps the part of an answer that is a program: the longest stretch of lines that parses and, of it, what the roots need.

Parses only; nothing of the text is ever executed. What is kept is kept byte for byte.
"""

import ast
import warnings

warnings.simplefilter("ignore")

# Text parsed at most, over all attempts: an answer of many lines has very many stretches.
BUDGET = 2_000_000
LONGEST = 100_000


def parse(text):
    """The syntax tree, or None. The parser bounds its own depth; what it cannot take is no program to us."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None


def longest_program(text):
    """The stretch of lines with most code that parses, the first of equals, and its tree."""
    whole = parse(text)
    if whole is not None:
        return text, whole
    lines = text.split("\n")
    filled = [i for i, line in enumerate(lines) if line.strip()]
    budget = BUDGET
    for size in range(len(filled), 0, -1):
        for first in range(len(filled) - size + 1):
            start, end = filled[first], filled[first + size - 1] + 1
            if lines[start][0].isspace():
                continue  # no program begins indented
            part = "\n".join(lines[start:end])
            budget -= len(part)
            if budget < 0:
                return None, None
            tree = parse(part)
            if tree is not None and tree.body:
                return part, tree
    return None, None


def names_in(node):
    """Every name that a statement mentions, attributes aside."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def bound_by(statement):
    """The names that a top-level statement binds or changes."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    bound = set()
    for part in ast.walk(statement):
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(part.name)
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            bound.add(part.id)
        elif isinstance(part, (ast.Subscript, ast.Attribute)) and isinstance(part.ctx, ast.Store):
            inner = part.value
            while isinstance(inner, (ast.Subscript, ast.Attribute)):
                inner = inner.value
            if isinstance(inner, ast.Name):
                bound.add(inner.id)
        elif isinstance(part, (ast.Import, ast.ImportFrom)):
            bound.update((alias.asname or alias.name).split(".")[0] for alias in part.names)
    return bound


def is_guard(statement):
    """if __name__ == "__main__": the answer's own trial runs."""
    return isinstance(statement, ast.If) and "__name__" in names_in(statement.test)


def does_something(function):
    """Not a head with a docstring or a placeholder only."""
    return any(isinstance(part, (ast.Return, ast.Yield, ast.YieldFrom, ast.Raise)) for part in ast.walk(function))


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = FUNCTIONS + (ast.ClassDef,)
BINDERS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.If, ast.Try, ast.With, ast.For, ast.While)


def chosen_definition(statements):
    """Of several definitions of one name the first that does something, as EvalPlus has it."""
    for statement in statements:
        if isinstance(statement, ast.ClassDef) or does_something(statement):
            return statement
    return statements[0]


def needed(tree, roots):
    """The top-level statements to keep: all imports, and what the roots reach."""
    definitions, binders = {}, {}
    for statement in tree.body:
        if isinstance(statement, DEFINITIONS):
            definitions.setdefault(statement.name, []).append(statement)
        elif isinstance(statement, BINDERS) and not is_guard(statement):
            for name in bound_by(statement):
                binders.setdefault(name, []).append(statement)
    for name, same in definitions.items():
        binders.setdefault(name, []).append(chosen_definition(same))
    kept, waiting, seen = set(), list(roots), set(roots)
    while waiting:
        name = waiting.pop()
        for statement in binders.get(name, []):
            if id(statement) in kept:
                continue
            kept.add(id(statement))
            for other in names_in(statement) | bound_by(statement):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
    return [s for s in tree.body if id(s) in kept or isinstance(s, (ast.Import, ast.ImportFrom))], definitions


def source_of(statements, text):
    """The statements as they stand in the text, one below the other."""
    lines = [line.encode() for line in text.split("\n")]
    parts = []
    for statement in statements:
        first = min([statement.lineno] + [d.lineno for d in getattr(statement, "decorator_list", [])])
        start = statement.col_offset if first == statement.lineno else 0
        piece = lines[first - 1 : statement.end_lineno]
        piece[-1] = piece[-1][: statement.end_col_offset]
        piece[0] = piece[0][start:]
        parts.append(b"\n".join(piece).decode())
    return "\n".join(parts) + "\n" if parts else ""


def answer(request):
    """From {text, entry_point, roots} to {code, parses}."""
    text = request["text"].replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST:
        return {"code": request["text"], "parses": False}
    code, tree = longest_program(text)
    if tree is None:
        return {"code": request["text"], "parses": False}
    entry_point = request["entry_point"]
    statements, definitions = needed(tree, [entry_point, *request["roots"]])
    if entry_point not in definitions and not any(entry_point in bound_by(s) for s in statements):
        return {"code": code, "parses": True}
    return {"code": source_of(statements, code), "parses": True}
