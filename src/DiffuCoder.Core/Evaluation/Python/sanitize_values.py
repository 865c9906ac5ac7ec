"""What expressions stand for, and which values a change of one reaches."""


class Values:
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

    def names(self, node):
        """The names, marked, whose values an expression's value may hold or be."""
        if node is None or isinstance(node, (ast.Constant, ast.Compare, ast.JoinedStr)):
            return set()
        if isinstance(node, ast.Name):
            return {self.key(node.id)}
        if isinstance(node, ast.Call):
            # functions that are handed over are called, and stay what they are
            arguments = set().union(*(self.names(part) for part in [*node.args, *(k.value for k in node.keywords)]), set()) - self.program.functions
            if not isinstance(node.func, ast.Name):
                return arguments | self.names(node.func)
            name = node.func.id
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
            return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} - parameters_of(node) - self.program.functions
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
