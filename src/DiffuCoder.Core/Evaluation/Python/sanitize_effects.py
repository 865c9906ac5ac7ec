"""Which top-level statements the entry point of a program can tell from their absence.

A statement is kept when it may bind a name that is needed, change a value that is needed, or change what every function sees (a limit of the
interpreter, a module); what it needs itself is then needed too. Where nothing certain can be said, it is kept.
"""

CACHING = {"cache", "lru_cache", "memoize", "memoise", "memo", "cached"}
STATELESS_DECORATORS = {
    "abstractmethod", "classmethod", "contextmanager", "dataclass", "final", "jit", "njit", "overload", "override", "property", "runtime_checkable",
    "staticmethod", "total_ordering", "unique", "wraps", "asynccontextmanager", "no_type_check", "cached_property",
}


def last_name(decorator):
    while isinstance(decorator, ast.Call):
        decorator = decorator.func
    return decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")


def is_main_guard(statement):
    """if __name__ == "__main__", which is false where answers are judged: the answer's own trial runs."""
    if not isinstance(statement, ast.If) or statement.orelse:
        return False
    tests = statement.test.values if isinstance(statement.test, ast.BoolOp) and isinstance(statement.test.op, ast.And) else [statement.test]
    for test in tests:
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
            sides = [test.left, test.comparators[0]]
            if any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides) and any(
                isinstance(side, ast.Constant) and side.value == "__main__" for side in sides
            ):
                return True
    return False


def never_changes(value):
    """Numbers, texts and what is made of them alone: nobody can change their value."""
    return not any(isinstance(part, (ast.Name, ast.List, ast.Dict, ast.Set, ast.Call, ast.Lambda, *COMPREHENSIONS)) for part in ast.walk(value))


# Whose results may be gone through again and again.
FRESH = {
    "Counter", "OrderedDict", "abs", "array", "bool", "bytearray", "bytes", "complex", "defaultdict", "deque", "dict", "float", "frozenset", "input",
    "int", "len", "list", "max", "min", "namedtuple", "object", "pow", "range", "repr", "round", "set", "sorted", "str", "sum", "tuple", "type",
}


def may_be_used_up(value):
    """Whether going through the value twice may give something else the second time."""
    if isinstance(value, ast.GeneratorExp):
        return True
    return isinstance(value, ast.Call) and last_name(value) not in FRESH


# Steps of looking from one name to the next: answers take some hundreds.
STEPS = 60_000


class TooLong(Exception):
    """The program has too many parts to be looked through."""


class Effects:
    """The statements of a program, and what follows from one for another."""

    def __init__(self, tree, entry_point):
        self.entry_point = entry_point
        self.program = Program(tree, entry_point)
        self.steps = STEPS
        self.statements = tree.body
        self.read = []
        self.defining = {}  # name -> what its definitions do when called
        self.leads_to = {}  # name -> names that its value may be or hold
        self.methods = {}
        self.stateful = set()  # names whose call changes a state of their own
        self.cached = set()
        self.used_up = set()
        self.definitions = {statement.name for statement in tree.body if isinstance(statement, DEFINITIONS)}
        fixed, others = set(), set()
        links = []
        for statement in tree.body:
            reader = Reader(self.program)
            reader.read(statement)
            self.read.append(reader)
            for name, facts in reader.method_facts.items():
                self.methods.setdefault(name, []).append(facts)
            links += reader.now.links
            plain = isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None
            (fixed if plain and never_changes(statement.value) else others).update(reader.now.binds)
            for name in reader.now.binds:
                self.leads_to.setdefault(name, set()).update(reader.now.mentions)
                self.defining.setdefault(name, []).append(reader.later)
                if plain and isinstance(statement.value, ast.Lambda):
                    self.defining[name].append(reader.now)
                elif self.may_have_state(statement, plain):
                    self.stateful.add(name)
                if plain and may_be_used_up(statement.value):
                    self.used_up.add(name)
            for name in reader.now.changes:
                self.leads_to.setdefault(name, set()).update(reader.now.mentions)
            self.note_decorators(statement)
        self.fixed = fixed - others
        for statement, reader in zip(tree.body, self.read):
            if not isinstance(statement, DEFINITIONS):
                self.definitions -= reader.now.binds
        self.group = self.groups(links)
        self.found = {}

    def may_have_state(self, statement, plain):
        """Whether what a statement binds may be a function that changes something of its own when it is called: a closure, a list's `append`."""
        if isinstance(statement, (*DEFINITIONS, ast.Import, ast.ImportFrom)):
            return False
        if plain and isinstance(statement.value, ast.Name):
            return statement.value.id in self.stateful
        return not (plain and isinstance(statement.value, ast.Call) and last_name(statement.value) == self.entry_point)

    def note_decorators(self, statement):
        for part in ast.walk(statement):
            if isinstance(part, DEFINITIONS):
                names = {last_name(decorator) for decorator in part.decorator_list}
                if names & CACHING:
                    self.cached.add(part.name)
                if names - CACHING - STATELESS_DECORATORS:
                    self.stateful.add(part.name)

    def groups(self, links):
        """Names whose values may hold one another; the same object for all of a group."""
        group = {}
        for link in links:
            members = {name for name in link if name not in self.fixed and not self.is_library(name)}
            if len(members) > 1:
                whole = set().union(*(group.get(name, {name}) for name in members))
                self.step(len(whole))
                for name in whole:
                    group[name] = whole
        return group

    def step(self, count=1):
        self.steps -= count
        if self.steps < 0:
            raise TooLong()

    def is_library(self, name):
        return name in self.program.imports and not self.program.is_own(name)

    # ---- what running a statement does, through all that it may call

    def runs(self, facts, through_entry):
        """All that may happen when this code runs: its own doing and that of what it mentions."""
        whole, seen = Facts().add(facts), set()
        waiting = [*facts.mentions, *("." + name for name in facts.methods)]
        while waiting:
            name = waiting.pop()
            if name in seen or (name == self.entry_point and not through_entry):
                continue
            seen.add(name)
            self.step()
            if name.startswith("."):
                parts = self.methods.get(name[1:], [])
            else:
                parts = self.defining.get(name, [])
                waiting.extend(self.leads_to.get(name, ()))
            for part in parts:
                whole.add(part)
                waiting.extend(part.mentions)
                waiting.extend("." + method for method in part.methods)
        return whole

    def changes(self, callee, what):
        """Whether calling this may change what it is given (`what` is LOCAL), or its object ("self")."""
        if (callee, what) not in self.found:
            self.found[callee, what] = self.leads_to_change(callee, what)
        return self.found[callee, what]

    def leads_to_change(self, callee, what):
        waiting, seen = [(callee, what)], set()
        while waiting:
            name, what = waiting.pop()
            if (name, what) in seen or name == self.entry_point:
                continue
            seen.add((name, what))
            self.step()
            parts = self.methods.get(name[1:]) if name.startswith(".") else self.defining.get(name)
            if parts is None:
                return True  # nobody knows what it does
            for part in parts:
                if part.changes_self if what == "self" else part.changes_arguments:
                    return True
                waiting += [(other, LOCAL) for other, names in part.passes if what in names]
                waiting += [("." + method, "self") for method, names in part.calls_on if what in names]
            if what == LOCAL and not name.startswith("."):
                # a table of functions calls one of them, another name for a function that one
                leads = self.leads_to.get(name, ())
                if any(path[0] not in PURE_MODULES for other in leads for path in self.program.imports.get(other, ())):
                    return True
                waiting += [(other, LOCAL) for other in leads if other in self.program.bound]
        return False

    def changed_by(self, whole, weakly):
        """The names whose values may be other ones afterwards."""
        changed = set(whole.changes)
        # a library changes the data that it is given, not the functions
        changed |= {name for name in whole.given if name not in self.definitions}
        for method, names in whole.calls_on:
            if self.changes("." + method, "self"):
                changed |= names - {LOCAL, "self"}
        for name in whole.results:
            if name.startswith("iter "):
                if name[5:] in self.used_up:
                    changed.add(name[5:])
            elif name in self.stateful and name != self.entry_point:
                changed.add(name)
        if weakly:
            for callee, names in whole.passes:
                if self.changes(callee, LOCAL):
                    # a method that is none of the program's changes data at most
                    changed |= names - self.definitions if callee.startswith(".") and callee[1:] not in self.methods else names
        return {n for name in changed for n in self.group.get(name, {name}) if n not in self.fixed} | whole.patches
