"""What calls may do: to what they are given, to the object that they are called on, to what libraries keep."""


class Calls(Values):
    """Reads calls; see Values."""

    def decorate(self, node):
        for decorator in node.decorator_list:
            self.read(decorator)
            # a decorator is called with what it stands on
            call = ast.Call(func=decorator, args=[ast.Name(id=node.name, ctx=ast.Load())], keywords=[])
            self.call(call, decorating=True)

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
        for keyword in node.keywords:
            if keyword.arg not in ("globals", "globs"):  # a timer's or a checker's, which only look names up in them
                self.read(keyword.value)
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
            # a thread is joined without anything, a text never
            if function.attr not in PURE_METHODS or function.attr in self.program.methods or function.attr == "join" and not given:
                if function.attr not in self.program.methods or function.attr in STORING_METHODS:
                    self.change(roots)
                    self.change_class(function.value)
                if function.attr in self.program.methods or function.attr not in STORING_METHODS:
                    self.pass_on("." + function.attr, names)
                if roots:
                    self.take(roots, names - self.program.functions)
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
        elif name in ("vars", "locals", "dir") and not given and facts is self.now:
            facts.attributes.add("f_globals")  # the module's names, by another way
        elif name not in PURE_BUILTINS:
            self.change(names)
        for part in given:
            self.use_up(part)
            if name in ("iter", "map") and isinstance(part, ast.Name) and part.id == "input" and self.program.is_builtin("input"):
                facts.asks |= not self.guarded

    def call_library(self, paths, names):
        facts = self.facts
        for path in paths:
            facts.library.add(path)
            if path[-1] in ("register", "setitem"):
                self.change(names)
            elif path[0] not in PURE_MODULES:
                self.change(names, given=True)
