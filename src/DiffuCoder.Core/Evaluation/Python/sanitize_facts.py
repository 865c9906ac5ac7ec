"""What a piece of code mentions, binds and may change when it runs, read off its syntax tree.

Names of the module are written as they are; those of a function are told apart by a mark, and followed back to what they were taken from.
"""

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = FUNCTIONS + (ast.ClassDef,)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SCOPES = DEFINITIONS + (ast.Lambda,)
LOCAL = "·"

# Methods that run when a class or an object is made or called, and not when its name is mentioned.
NAMED_ONLY = {"__init__", "__new__", "__init_subclass__", "__post_init__", "__set_name__", "__call__", "__class_getitem__"}


class Program:
    """What must be known of the whole program before its parts are read."""

    def __init__(self, tree, entry_point):
        self.entry_point = entry_point
        self.imports = {}  # name -> the paths that it may stand for: ("os", "path")
        self.stars = []
        for part in ast.walk(tree):
            if isinstance(part, ast.Import):
                for alias in part.names:
                    path = tuple(alias.name.split("."))
                    self.imports.setdefault(alias.asname or path[0], []).append(path if alias.asname else path[:1])
            elif isinstance(part, ast.ImportFrom) and part.module:
                for alias in part.names:
                    if alias.name == "*":
                        self.stars.append(tuple(part.module.split(".")))
                    else:
                        self.imports.setdefault(alias.asname or alias.name, []).append((*part.module.split("."), alias.name))
        self.methods = {part.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for part in node.body if isinstance(part, FUNCTIONS)}
        classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        functions = [part for node in classes for part in node.body if isinstance(part, FUNCTIONS)]
        self.implied = {
            part.name for part in functions
            if part.decorator_list and "property" in ast.dump(part.decorator_list[0]) or part.name.startswith("__") and part.name not in NAMED_ONLY
        }
        self.functions = {node.name for node in tree.body if isinstance(node, DEFINITIONS)}
        # a class's call makes a new object, unless a class of the program sees to that itself
        plain = not any(part.name in ("__new__", "__call__") for node in classes for part in node.body if isinstance(part, FUNCTIONS))
        self.classes = {node.name for node in classes if plain and not node.keywords and not node.decorator_list}
        globals_declared = {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}
        own, _ = assigned_in(tree.body)
        self.bound = (own | globals_declared) - set(self.imports)

    def is_own(self, name):
        return name in self.bound

    def is_builtin(self, name):
        return name in BUILTINS and name not in self.bound and name not in self.imports


def assigned_in(body):
    """The names that a scope's statements bind in it, and those that they declare to be others'."""
    bound, elsewhere = set(), set()
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, DEFINITIONS):
            bound.add(node.name)
            waiting.extend(node.decorator_list)
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, COMPREHENSIONS):
            # its targets are its own; what := binds in it is not
            bound.update(part.target.id for part in ast.walk(node) if isinstance(part, ast.NamedExpr) and isinstance(part.target, ast.Name))
            continue
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                bound.add(node.id)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            bound.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            elsewhere.update(node.names)
        else:
            # except … as, captures of match
            for field in ("name", "rest"):
                name = getattr(node, field, None)
                if isinstance(name, str):
                    bound.add(name)
        waiting.extend(ast.iter_child_nodes(node))
    return bound - elsewhere, elsewhere


def parameters_of(function):
    arguments = function.args
    every = [*getattr(arguments, "posonlyargs", []), *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return {argument.arg for argument in every if argument is not None}


class Facts:
    """What code may do."""

    def __init__(self):
        self.mentions = set()  # names of the module
        self.binds = set()  # names of the module that it binds
        self.changes = set()  # names whose value it may change
        self.given = set()  # names that it hands to a library
        self.patches = set()  # names whose attributes or items it sets
        self.passes = []  # calls of the program's own functions: name, names in the arguments
        self.calls_on = []  # calls of the program's own methods: name, names of the object
        self.results = set()  # names whose call's result is thrown away or kept: what has a state of its own changes
        self.methods = set()  # methods called
        self.attributes = set()
        self.library = set()  # import paths called
        self.links = []  # names whose values may hold one another
        self.asks = False  # waits for a line of input that never comes
        self.shows = False
        self.changes_arguments = False
        self.changes_self = False

    def add(self, other):
        for field in ("mentions", "binds", "changes", "given", "patches", "results", "methods", "attributes", "library"):
            getattr(self, field).update(getattr(other, field))
        self.passes += other.passes
        self.calls_on += other.calls_on
        self.shows |= other.shows
        self.links += other.links
        self.changes_arguments |= other.changes_arguments
        self.changes_self |= other.changes_self
        return self
