"""What statements and definitions bind, change and mention."""


class Reader(Calls):
    """Reads statements; see Values."""

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
