"""What is kept of a program: the statements that the entry point can tell from their absence, and what those need."""


class Needed:
    """The statements that are kept: grows until nothing that is kept needs more."""

    def __init__(self, effects, roots):
        self.effects = effects
        self.names = set(roots)  # needed, whether named or not
        self.named = set(roots)
        self.modules = set()
        self.kept = set()
        self.everything = False
        # a program may see to the answers to its own questions
        set_up = {path for reader in effects.read for path in reader.now.library}
        self.answers = "input" in effects.program.bound or any(
            path[-1] == "=" and ("stdin" in path or "input" in path) or "mock" in path for path in set_up
        )
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
        program = self.effects.program
        return program.is_own(statement.value.func.id) and not any(
            isinstance(part, ast.Name) and part.id in ("print", "input", "open") and program.is_builtin(part.id) for part in ast.walk(statement)
        )

    def is_needed(self, number, statement):
        plan = self.plans[number]
        if plan is None:
            return False
        binds, changed, whole, asks = plan
        if isinstance(statement, ast.Raise):
            return "SystemExit" not in whole.mentions
        if asks and not self.answers:
            return False  # nobody answers: kept, it would only end the program
        # where any name may be needed, those of trial runs are not
        names = self.named if self.everything and self.effects.entry_point in self.effects.read[number].now.mentions - binds else self.names
        if binds & names or changed & names:
            return True
        if whole.attributes & (DYNAMIC | DYNAMIC_ATTRIBUTES) and self.is_dynamic(whole):
            return True
        if isinstance(statement, ast.Assert):
            return any(changes_process(path) for path in whole.library)
        return any(self.sees(path) for path in whole.library)

    def is_dynamic(self, whole):
        return any(name in whole.mentions and self.effects.program.is_builtin(name) for name in DYNAMIC) or bool(
            whole.attributes & DYNAMIC_ATTRIBUTES
        )

    def sees(self, path):
        """Whether the entry point could see what this call leaves behind in its library."""
        if path[-1] == "=":
            return path[0] not in SHOWING_MODULES
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
            self.effects.step(len(statements))
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
            uses = name in now.mentions and (name != statement.name or self.mentions_before(statement, name))
            return not statement.decorator_list and not uses
        return isinstance(statement, (ast.Import, ast.ImportFrom))

    def mentions_before(self, statement, name):
        defaults = [*statement.args.defaults, *(d for d in statement.args.kw_defaults if d is not None)]
        return any(isinstance(part, ast.Name) and part.id == name for default in defaults for part in ast.walk(default))
