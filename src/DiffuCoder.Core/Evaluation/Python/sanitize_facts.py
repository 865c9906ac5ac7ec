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


class Reader:
    """Reads one top-level statement: `now` is what happens when it runs, `later` what happens when what it defines is called."""

    def __init__(self, program):
        self.program = program
        self.now, self.later = Facts(), Facts()
        self.method_facts = {}
        self.scopes = []  # (kind, names): "function" or "class"
        self.sources = {}  # name of a function -> what it was taken from
        self.parameters = set()
        self.guarded = 0
        self.class_name = None
        self.class_state = set()
        self.self_name = None

    @property
    def facts(self):
        return self.later if any(kind == "function" for kind, _ in self.scopes) else self.now

    def key(self, name):
        """The name's mark: a local one's own, a module's as it is."""
        for depth, (kind, names) in enumerate(reversed(self.scopes)):
            if name in names and (kind != "class" or depth == 0):
                return LOCAL + name
        return name

    # ---- what expressions stand for

    def names(self, node):
        """The names, marked, whose values an expression's value may hold or be."""
        if node is None or isinstance(node, (ast.Constant, ast.Compare, ast.JoinedStr)):
            return set()
        if isinstance(node, ast.Name):
            return {self.key(node.id)}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            arguments = set().union(*(self.names(part) for part in [*node.args, *(k.value for k in node.keywords)]), set())
            if self.program.is_builtin(name) and self.key(name) == name:
                return set() if name in SCALAR_BUILTINS else arguments
            fresh = name == self.program.entry_point or name in self.program.classes
            return arguments if fresh else arguments | {self.key(name)}
        if isinstance(node, COMPREHENSIONS):
            parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            return set().union(*(self.names(part) for part in parts + [generator.iter for generator in node.generators]))
        if isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
            return self.names(node.value)
        if isinstance(node, ast.UnaryOp):
            return set()
        if isinstance(node, ast.Lambda):
            return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} - parameters_of(node)
        return set().union(*(self.names(child) for child in ast.iter_child_nodes(node)), set())

    def path(self, node):
        """The import path and the attributes that an expression leads to, through calls and items; None where it begins at no import."""
        rest = []
        while True:
            if isinstance(node, ast.Attribute):
                rest.append(node.attr)
                node = node.value
            elif isinstance(node, ast.Call):
                node = node.func
            elif isinstance(node, ast.Subscript):
                node = node.value
            else:
                break
        if not isinstance(node, ast.Name) or self.program.is_own(node.id) or node.id not in self.program.imports:
            return []
        return [(*path, *reversed(rest)) for path in self.program.imports[node.id]]

    # ---- what code does

    def origins(self, names):
        """Names, with those that they were taken from and so on."""
        found, waiting = set(), list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.sources.get(name, ()))
        return found

    def marked(self, found):
        """Names of the module; whose argument and whose own object are among them is told by marks."""
        outer = {name for name in found if not name.startswith(LOCAL)}
        return outer | ({LOCAL} if found & self.parameters else set()) | ({"self"} if self.self_name in found else set())

    def change(self, names, patch=False, given=False):
        """The values of these may be changed; of a function's own names, those that they were taken from."""
        facts = self.facts
        for name in self.marked(self.origins(names)):
            if name == LOCAL:
                facts.changes_arguments = True
            elif name == "self":
                facts.changes_self = True
            else:
                (facts.given if given else facts.changes).add(name)
                if patch:
                    facts.patches.add(name)

    def take(self, targets, values):
        """The targets may now hold the values."""
        facts = self.facts
        outer = {name for name in targets | values if not name.startswith(LOCAL)}
        if len(outer) > 1 and facts is self.now:
            facts.links.append(frozenset(outer))
        for target in targets:
            if target.startswith(LOCAL):
                self.sources.setdefault(target, set()).update(values - {target})

    def read_all(self, nodes):
        for node in nodes:
            self.read(node)

    def read(self, node):
        if node is None:
            return
        method = getattr(self, "read_" + type(node).__name__, None)
        if method is not None:
            method(node)
        else:
            self.read_all(ast.iter_child_nodes(node))

    def store(self, target, values):
        """One target of an assignment, a loop, a `with`."""
        if isinstance(target, ast.Name):
            self.bind(target.id)
            self.take({self.key(target.id)}, values)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for part in target.elts:
                self.store(part, values)
        elif isinstance(target, ast.Starred):
            self.store(target.value, values)
        elif isinstance(target, (ast.Attribute, ast.Subscript)):
            roots = self.names(target.value)
            self.set_on(target, roots)
            self.take(roots, values)
            self.read(target.value)
            if isinstance(target, ast.Subscript):
                self.read(target.slice)

    def set_on(self, target, roots):
        self.change(roots, patch=True)
        self.change_class(target.value, target)
        for path in self.path(target):
            self.facts.library.add((*path, "="))

    def change_class(self, owner, target=None):
        """What a method changes of its class, through `cls`, or through `self` where the class holds the value."""
        if self.class_name is None:
            return
        while isinstance(owner, (ast.Attribute, ast.Subscript, ast.Call)):
            if isinstance(owner, ast.Attribute) and isinstance(owner.value, ast.Name) and owner.attr in self.class_state | {"__class__"}:
                self.facts.changes.add(self.class_name)
            owner = owner.func if isinstance(owner, ast.Call) else owner.value
        if isinstance(owner, ast.Name) and owner.id in ("cls", "type", "mcs", "mcls"):
            self.facts.changes.add(self.class_name)

    def bind(self, name):
        if self.key(name) == name:
            self.facts.binds.add(name)

    def read_Name(self, node):
        if not isinstance(node.ctx, ast.Load):
            self.bind(node.id)
        key = self.key(node.id)
        if key == node.id:
            self.facts.mentions.add(node.id)
        if isinstance(node.ctx, ast.Load) and node.id not in self.program.functions:
            # an operator, a loop, a look at an attribute: they call methods that are not named
            for method in self.program.implied:
                self.call_on(method, {key})

    def read_Assign(self, node):
        self.read(node.value)
        values = self.names(node.value)
        for target in node.targets:
            self.store(target, values)
            if isinstance(target, (ast.Tuple, ast.List)) or isinstance(target, ast.Starred):
                self.use_up(node.value)

    def read_AnnAssign(self, node):
        self.read_annotation(node.annotation)
        self.read(node.value)
        self.store(node.target, self.names(node.value))

    def read_AugAssign(self, node):
        self.read(node.value)
        values = self.names(node.value)
        if isinstance(node.target, ast.Name):
            name = node.target.id
            self.bind(name)
            if self.key(name) == name:
                self.facts.mentions.add(name)
            self.change({self.key(name)})
        self.store(node.target, values)

    def read_NamedExpr(self, node):
        self.read(node.value)
        self.store(node.target, self.names(node.value))

    def read_Delete(self, node):
        for target in node.targets:
            self.store(target, set())

    def read_For(self, node):
        self.read(node.iter)
        self.use_up(node.iter)
        self.store(node.target, self.names(node.iter))
        self.read_all(node.body + node.orelse)

    read_AsyncFor = read_For

    def read_With(self, node):
        for item in node.items:
            self.read(item.context_expr)
            self.change({name for name in self.names(item.context_expr) if not self.is_definition(name)})
            if item.optional_vars is not None:
                self.store(item.optional_vars, self.names(item.context_expr))
        self.read_all(node.body)

    read_AsyncWith = read_With

    def read_Try(self, node):
        self.guarded += 1
        self.read_all(node.body)
        self.guarded -= 1
        for handler in node.handlers:
            self.read(handler.type)
            if handler.name:
                self.bind(handler.name)
            self.read_all(handler.body)
        self.read_all(node.orelse + node.finalbody)

    read_TryStar = read_Try

    def read_Match(self, node):
        self.read(node.subject)
        subject = self.names(node.subject)
        for case in node.cases:
            for part in ast.walk(case.pattern):
                for field in ("name", "rest"):
                    name = getattr(part, field, None)
                    if isinstance(name, str):
                        self.bind(name)
                        self.take({self.key(name)}, subject)
            self.read(case.pattern)
            self.read(case.guard)
            self.read_all(case.body)

    def read_Import(self, node):
        for alias in node.names:
            self.bind((alias.asname or alias.name).split(".")[0])

    read_ImportFrom = read_Import

    def read_Global(self, node):
        self.facts.mentions.update(node.names)

    def read_Assert(self, node):
        self.facts.shows = True
        self.read(node.test)
        self.read(node.msg)

    def read_annotation(self, node):
        """Annotations may be written as text, and are read by whoever asks for them."""
        if node is None:
            return
        self.read(node)
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                self.facts.mentions.update(re.findall(r"[^\W\d]\w*", part.value))

    def read_comprehension_of(self, node):
        targets, _ = assigned_in([generator.target for generator in node.generators])
        first = node.generators[0].iter
        self.read(first)
        self.use_up(first)
        # its own names live in the code around it: they run now, where that does
        self.scopes.append(("here", targets))
        for number, generator in enumerate(node.generators):
            if number:
                self.read(generator.iter)
            self.take({LOCAL + name for name in targets}, self.names(generator.iter))
            self.read_all(generator.ifs)
        self.read_all([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
        self.scopes.pop()

    read_ListComp = read_SetComp = read_DictComp = read_GeneratorExp = read_comprehension_of

    def read_Lambda(self, node):
        self.read_all([*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)])
        parameters = parameters_of(node)
        self.parameters |= {LOCAL + name for name in parameters}
        # who gets a lambda may call it at once
        self.scopes.append(("here", parameters))
        self.read(node.body)
        self.scopes.pop()

    def read_FunctionDef(self, node):
        self.bind(node.name)
        if self.key(node.name) == node.name:
            self.facts.mentions.add(node.name)
        self.decorate(node)
        self.read_all([*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)])
        for part in ast.walk(node.args):
            if isinstance(part, ast.arg):
                self.read_annotation(part.annotation)
        self.read_annotation(node.returns)
        own, elsewhere = assigned_in(node.body)
        parameters = parameters_of(node)
        marks = {LOCAL + name for name in parameters}
        saved = self.parameters, self.self_name
        self.parameters = self.parameters | marks
        if self.scopes and self.scopes[-1][0] == "class":
            # a method's own object is no argument of it
            first = [argument.arg for argument in [*getattr(node.args, "posonlyargs", []), *node.args.args]][:1]
            self.parameters = self.parameters - {LOCAL + name for name in first}
            self.self_name = LOCAL + first[0] if first else None
        guarded, self.guarded = self.guarded, 1
        self.scopes.append(("function", (own | parameters) - elsewhere))
        before = self.later
        self.later = Facts()
        self.read_all(node.body)
        mine = self.later
        self.later = before.add(mine)
        self.scopes.pop()
        self.guarded = guarded
        self.parameters, self.self_name = saved
        if self.class_name is not None:
            self.method_facts.setdefault(node.name, Facts()).add(mine)

    read_AsyncFunctionDef = read_FunctionDef

    def read_ClassDef(self, node):
        self.bind(node.name)
        if self.key(node.name) == node.name:
            self.facts.mentions.add(node.name)
        self.decorate(node)
        for base in [*node.bases, *(keyword.value for keyword in node.keywords)]:
            self.read(base)
            # the base learns of it: by a hook, a metaclass, its list of subclasses
            self.change({name for name in self.names(base) if self.program.is_own(name)})
        own, elsewhere = assigned_in(node.body)
        saved = self.class_name, self.class_state
        if self.class_name is None:
            self.class_name = node.name
        self.class_state = self.class_state | {n for part in node.body if not isinstance(part, DEFINITIONS) for n in assigned_in([part])[0]}
        self.scopes.append(("class", own - elsewhere))
        # a class may read a name of the module that it then binds itself
        for part in node.body:
            for inner in ast.walk(part):
                if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load) and inner.id in own and not isinstance(part, DEFINITIONS):
                    self.facts.mentions.add(inner.id)
        self.read_all(node.body)
        self.scopes.pop()
        self.class_name, self.class_state = saved

    def decorate(self, node):
        for decorator in node.decorator_list:
            self.read(decorator)
            # a decorator is called with what it stands on
            call = ast.Call(func=decorator, args=[ast.Name(id=node.name, ctx=ast.Load())], keywords=[])
            self.call(call, decorating=True)

    def is_definition(self, name):
        return name.startswith(LOCAL) is False and not self.program.is_own(name)

    def use_up(self, node):
        """Going through a value uses it up where it is an iterator."""
        if isinstance(node, ast.Name):
            self.facts.results.add("iter " + self.key(node.id))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and self.program.is_builtin(node.func.id):
            for argument in node.args:
                self.use_up(argument)
        elif isinstance(node, ast.Starred):
            self.use_up(node.value)

    def read_Starred(self, node):
        self.use_up(node.value)
        self.read(node.value)

    def read_Attribute(self, node):
        self.facts.attributes.add(node.attr)
        self.facts.methods.add(node.attr)
        if node.attr in STORING_METHODS and isinstance(node.ctx, ast.Load) and not self.path(node):
            # handed on, as in map(cache.append, numbers)
            self.change(self.names(node.value))
            self.change_class(node.value)
        self.read(node.value)

    def read_Call(self, node):
        self.read(node.func)
        self.read_all(node.args)
        self.read_all(keyword.value for keyword in node.keywords)
        self.call(node)

    def call(self, node, decorating=False):
        facts, function = self.facts, node.func
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        names = set().union(*(self.names(part) for part in given), set())
        paths = self.path(function)
        if isinstance(function, ast.Name):
            name, key = function.id, self.key(function.id)
            if key == name and not self.program.is_own(name):
                if paths:
                    self.call_library(paths, names)
                elif name in BUILTINS:
                    self.call_builtin(name, node, given, names)
                else:
                    for star in self.program.stars:
                        self.call_library([(*star, name)], names)
                    if not self.program.stars:
                        self.change(names)
                return
            if key != name:
                # a function's own name: whatever it was taken from
                self.change({n for n in names if not decorating})
                for source in self.sources.get(key, ()):
                    if not source.startswith(LOCAL):
                        facts.mentions.add(source)
                return
            facts.results.add(name)
            if name != self.program.entry_point:
                self.pass_on(name, names)
            return
        if paths:
            self.call_library(paths, names)
            return
        if isinstance(function, ast.Attribute):
            roots = self.names(function.value)
            facts.methods.add(function.attr)
            if function.attr in self.program.methods:
                self.call_on(function.attr, roots)
            if function.attr not in PURE_METHODS or function.attr in self.program.methods:
                if function.attr not in self.program.methods or function.attr in STORING_METHODS:
                    self.change(roots)
                    self.change_class(function.value)
                if function.attr in self.program.methods or function.attr not in STORING_METHODS:
                    self.pass_on("." + function.attr, names)
                if roots:
                    self.take(roots, names)
            return
        # the result of a call, an item of a table, a lambda on the spot
        called = self.names(function)
        for name in called:
            self.pass_on(name, names)

    def call_on(self, method, roots):
        """A method of the program may change its object, or what that was taken from."""
        for name in self.marked(self.origins(roots)):
            self.facts.calls_on.append((method, frozenset([name])))

    def pass_on(self, callee, names):
        """A function of the program may change what it is handed."""
        names = self.marked(self.origins(names))
        if names:
            self.facts.passes.append((callee, frozenset(names)))

    def call_builtin(self, name, node, given, names):
        facts = self.facts
        if name in ("setattr", "delattr", "next") and given:
            self.change(self.names(given[0]), patch=name != "next")
            self.change_class(given[0])
            self.change_class(ast.Attribute(value=given[0], attr="", ctx=ast.Load()))
            for path in self.path(given[0]):
                facts.library.add((*path, "=" if name != "next" else ""))
            self.take(self.names(given[0]), names)
            return
        if name == "input":
            facts.shows = True
            if not self.guarded:
                facts.asks = True
        elif name == "print":
            facts.shows = True
            for keyword in node.keywords:
                if keyword.arg == "file":
                    self.change(self.names(keyword.value))
        elif name == "open":
            facts.library.add(("open",))
            return
        elif name in DYNAMIC:
            facts.attributes.add(name)
        elif name not in PURE_BUILTINS:
            self.change(names)
        for part in given:
            self.use_up(part)
            if isinstance(part, ast.Name) and part.id == "input" and self.program.is_builtin("input") and name in ("iter", "map") and not self.guarded:
                facts.asks = True

    def call_library(self, paths, names):
        facts = self.facts
        for path in paths:
            facts.library.add(path)
            if path[-1] in ("register", "setitem"):
                self.change(names)
            elif path[0] not in PURE_MODULES:
                self.change(names, given=True)
