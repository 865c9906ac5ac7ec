"""EvalPlus's rule, for scores to compare with published ones: what its sanitiser keeps, whether or not the program still means the same.

The longest stretch of lines that parses; of it the imports, then the functions with a `return`, the classes and the assignments to a plain name that
the entry point reaches through any identifier whatever. Of several definitions of one name the first counts. Decorated functions, statements
that bind nothing and imports from `__future__` are dropped.
"""


def longest_stretch(text):
    """The first of the stretches with most lines that are not blank; of two lines at least, where there are two."""
    lines = text.split("\n")
    filled = [i for i, line in enumerate(lines) if line.strip()]
    budget = 8 * BUDGET
    stretches = Stretches(lines)
    hopeless = {i for i in filled if stretches.is_hopeless(lines[i])}
    for size in range(len(filled), 0, -1):
        for first in range(len(filled) - size + 1):
            start = filled[first - 1] + 1 if first else 0
            end = filled[first + size - 1]
            if end == start:
                end += 1  # a stretch has two lines; a blank one may be the second
                if end >= len(lines) or lines[end].strip():
                    continue
            head = lines[filled[first]]
            if filled[first] in hopeless or head[0].isspace() and not head.lstrip().startswith("#"):
                continue  # only a remark may begin indented
            part = "\n".join(lines[start : end + 1])
            budget -= len(part)
            if budget < 0:
                return None, None
            tree, _ = parse(part)
            if tree is not None:
                return part, tree
    tree, _ = parse(lines[0])
    return (lines[0], tree) if tree is not None else (None, None)


def identifiers_in(node):
    """Every identifier that the source of a node holds: names, attributes, parameters, keywords, definitions."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Constant):
            continue
        for _, value in ast.iter_fields(part):
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str):
                    found.update(text.split("."))
    return found


def assigned_name(statement):
    """What the rule takes for the name of an assignment: the first plain name on either side of its first sign."""
    if isinstance(statement, ast.AnnAssign):
        sides = [statement.target, statement.value]
    elif len(statement.targets) > 1:
        sides = [statement.targets[0]]
    else:
        sides = [statement.targets[0], statement.value]
    return next((side.id for side in sides if isinstance(side, ast.Name)), None)


def evalplus_rule(text, entry_point):
    """The program that EvalPlus would keep; None where it finds none."""
    code, tree = longest_stretch(text)
    if tree is None:
        return None
    imports, definitions, names = [], [], set()
    for statement in tree.body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            if getattr(statement, "module", None) != "__future__":
                imports.append(statement)
            continue
        if isinstance(statement, ast.ClassDef) and not statement.decorator_list:
            name = statement.name
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) and not statement.decorator_list:
            if not any(isinstance(part, ast.Return) for part in ast.walk(statement)):
                continue
            name = statement.name
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            name = assigned_name(statement)
        else:
            continue
        if name is not None and name not in names:
            names.add(name)
            definitions.append((name, statement))
    needs = {name: identifiers_in(statement) for name, statement in definitions}
    reached, waiting = {entry_point}, [entry_point]
    while waiting:
        for name in needs.get(waiting.pop(), ()):
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    return source_of(imports + [statement for name, statement in definitions if name in reached], code)[:-1]
