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


FRESH = {"list", "dict", "set", "tuple", "frozenset", "sorted", "str", "int", "float", "bool", "bytes", "bytearray", "range", "len", "sum", "min", "max",
         "deque", "defaultdict", "Counter", "OrderedDict", "namedtuple", "array", "abs", "round", "pow", "repr", "input", "complex", "type", "object"}


def may_be_used_up(value):
    """Whether going through the value twice may give something else the second time."""
    if isinstance(value, ast.GeneratorExp):
        return True
    return isinstance(value, ast.Call) and last_name(value) not in FRESH


class Effects:
    """The statements of a program, and what follows from one for another."""

    def __init__(self, tree, entry_point):
        self.entry_point = entry_point
        self.program = Program(tree, entry_point)
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
                elif plain and isinstance(statement.value, ast.Call) and last_name(statement.value) != entry_point:
                    self.stateful.add(name)
                if plain and may_be_used_up(statement.value):
                    self.used_up.add(name)
            for name in reader.now.changes:
                self.leads_to.setdefault(name, set()).update(reader.now.mentions)
            self.note_decorators(statement)
        self.fixed = fixed - others
        self.definitions -= {name for statement, reader in zip(tree.body, self.read) if not isinstance(statement, DEFINITIONS) for name in reader.now.binds}
        self.group = self.groups(links)
        self.found = {}

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
                for name in whole:
                    group[name] = whole
        return group

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
                waiting += [(other, LOCAL) for other in self.leads_to.get(name, ()) if other in self.program.bound]
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
                    changed |= names
        return {n for name in changed for n in self.group.get(name, {name}) if n not in self.fixed} | whole.patches


class Needed:
    """The statements that are kept: grows until nothing that is kept needs more."""

    def __init__(self, effects, roots):
        self.effects = effects
        self.names = set(roots)  # needed, whether named or not
        self.named = set(roots)
        self.modules = set()
        self.kept = set()
        self.everything = False
        self.plans = [self.plan(statement, reader) for statement, reader in zip(effects.statements, effects.read)]

    def plan(self, statement, reader):
        """What a statement binds and changes, once and for all; None for what nothing can need."""
        if is_main_guard(statement) or isinstance(statement, (ast.Return, ast.Pass)):
            return None
        effects, now = self.effects, reader.now
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            return now.binds, set(), Facts(), False
        warms = self.warms(statement) and not effects.runs(now, through_entry=False).shows
        whole = effects.runs(now, through_entry=warms)
        changed = effects.changed_by(whole, weakly=not isinstance(statement, ast.Assert))
        if warms:
            changed |= effects.cached & now.results
            if effects.entry_point in now.results and effects.entry_point in effects.stateful:
                changed.add(effects.entry_point)
        return now.binds | whole.binds, changed, whole, now.asks

    def warms(self, statement):
        """Whether a statement only calls, shows nothing and asks nothing: then the one sense it can have is what the call leaves behind."""
        if isinstance(statement, ast.For):
            return not statement.orelse and all(self.warms(part) for part in statement.body)
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call) or not isinstance(statement.value.func, ast.Name):
            return False
        return self.effects.program.is_own(statement.value.func.id) and not any(
            isinstance(part, ast.Name) and self.effects.program.is_builtin(part.id) and part.id in ("print", "input", "open") for part in ast.walk(statement)
        )

    def is_needed(self, number, statement):
        plan = self.plans[number]
        if plan is None:
            return False
        binds, changed, whole, asks = plan
        if isinstance(statement, ast.Raise):
            return "SystemExit" not in whole.mentions
        if asks and "input" not in self.effects.program.bound:
            return False  # nobody answers: kept, it would only end the program
        # where any name may be needed, those of trial runs are not
        names = self.named if self.everything and self.effects.entry_point in self.effects.read[number].now.mentions - binds else self.names
        if binds & names or changed & names:
            return True
        if whole.attributes & (DYNAMIC | DYNAMIC_ATTRIBUTES) and self.is_dynamic(whole):
            return True
        return any(self.sees(path) for path in whole.library)

    def is_dynamic(self, whole):
        return any(name in whole.mentions and self.effects.program.is_builtin(name) for name in DYNAMIC) or bool(
            whole.attributes & DYNAMIC_ATTRIBUTES
        )

    def sees(self, path):
        """Whether the entry point could see what this call leaves behind in its library."""
        if path[-1] == "=":
            return path[0] not in PURE_MODULES or path[0] in ("math", "string", "json", "datetime", "time", "functools", "itertools", "collections", "re")
        if path[0] == "open" or path[0] in FILES and not changes_process(path):
            return bool(FILES & (self.modules | self.names))
        if changes_process(path):
            return True
        return path[0] not in PURE_MODULES and path[0] not in PROCESS_STATE and path[0] in self.modules

    def keep(self, number):
        effects = self.effects
        self.kept.add(number)
        reader = effects.read[number]
        facts = Facts().add(reader.now).add(reader.later)
        mentions = facts.mentions | reader.now.binds
        self.names |= mentions
        self.named |= mentions
        for name in mentions:
            for path in effects.program.imports.get(name, ()):
                self.modules.add(path[0])
        if self.is_dynamic(facts):
            self.everything = True

    def all(self):
        statements = self.effects.statements
        imports = [i for i, s in enumerate(statements) if isinstance(s, (ast.Import, ast.ImportFrom))]
        grown = True
        while grown:
            before = len(self.kept), len(self.names), self.everything
            for number in range(len(statements) - 1, -1, -1):
                if number not in self.kept and number not in imports and self.is_needed(number, statements[number]):
                    self.keep(number)
            if self.everything:
                self.names |= self.effects.program.bound
            grown = before != (len(self.kept), len(self.names), self.everything)
        dropped = set().union(
            *(self.effects.read[i].now.mentions | self.effects.read[i].later.mentions for i in range(len(statements)) if i not in self.kept), set()
        )
        for number in imports:
            binds = self.effects.read[number].now.binds
            # an import that only what is dropped uses goes with it
            if binds & self.names or not binds & dropped or "*" in binds or getattr(statements[number], "module", "") == "__future__":
                self.kept.add(number)
        return [statements[i] for i in sorted(self.without_replaced())]

    def without_replaced(self):
        """The kept statements but for definitions that a later one replaces before anything could have called them."""
        statements, kept = self.effects.statements, set(self.kept)
        last = {}
        for number in sorted(kept, reverse=True):
            statement = statements[number]
            if isinstance(statement, FUNCTIONS) and not statement.decorator_list and statement.name in last:
                between = [i for i in kept if number < i <= last[statement.name]]
                if all(self.only_defines(i, statement.name) for i in between):
                    kept.discard(number)
                    continue
            if isinstance(statement, DEFINITIONS):
                last[statement.name] = number
            elif not self.only_defines(number, None):
                last = {}
        return kept

    def only_defines(self, number, name):
        statement, now = self.effects.statements[number], self.effects.read[number].now
        if isinstance(statement, FUNCTIONS):
            return not statement.decorator_list and (name not in now.mentions or name == statement.name and not self.mentions_before(statement, name))
        return isinstance(statement, (ast.Import, ast.ImportFrom))

    def mentions_before(self, statement, name):
        defaults = [*statement.args.defaults, *(d for d in statement.args.kw_defaults if d is not None)]
        return any(isinstance(part, ast.Name) and part.id == name for default in defaults for part in ast.walk(default))
