namespace DiffuCoder.Tokenization.Jinja;

/// <summary>What follows a statement within a loop.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
}

/// <summary>A part of a template that writes, sets or chooses.</summary>
/// <param name="Line">Its line, from 1.</param>
internal abstract record Statement(int Line)
{
    /// <summary>Runs statements in order, up to a "break" or "continue"; an error gets the line of the innermost statement.</summary>
    public static Flow Run(IReadOnlyList<Statement> body, Scope scope)
    {
        foreach (var statement in body)
        {
            scope.Budget.Step();
            try
            {
                if (statement.Run(scope) is var flow && flow != Flow.Next) return flow;
            }
            catch (JinjaException e) when (e.Line == 0)
            {
                throw e.At(statement.Line);
            }
        }
        return Flow.Next;
    }

    protected abstract Flow Run(Scope scope);

    protected static Flow Done(Action action)
    {
        action();
        return Flow.Next;
    }
}

internal sealed record Data(int Line, MarkedText Text) : Statement(Line)
{
    protected override Flow Run(Scope scope) => Done(() => scope.Output.Add(Text));
}

internal sealed record Output(int Line, Expression Value) : Statement(Line)
{
    protected override Flow Run(Scope scope) => Done(() => scope.Output.Add(Printing.ToText(Value.In(scope))));
}

internal sealed record If(int Line, Expression Condition, IReadOnlyList<Statement> Then, IReadOnlyList<Statement> Else) : Statement(Line)
{
    protected override Flow Run(Scope scope) => Run(Values.IsTrue(Condition.In(scope)) ? Then : Else, scope);
}

internal sealed record Jump(int Line, Flow To) : Statement(Line)
{
    protected override Flow Run(Scope scope) => To;
}

internal sealed record Set(int Line, Target Target, Expression Value) : Statement(Line)
{
    protected override Flow Run(Scope scope) => Done(() => Target.Assign(Value.In(scope), scope));
}

internal sealed record SetBlock(int Line, Target Target, IReadOnlyList<Statement> Body) : Statement(Line)
{
    protected override Flow Run(Scope scope)
    {
        var output = new List<MarkedText>();
        Run(Body, scope.Within(output));
        return Done(() => Target.Assign(MarkedText.Join(output), scope));
    }
}

internal sealed record With(int Line, IReadOnlyList<(Target Target, Expression Value)> Entries, IReadOnlyList<Statement> Body) : Statement(Line)
{
    protected override Flow Run(Scope scope)
    {
        var within = scope.Within();
        foreach (var (target, value) in Entries) target.Assign(value.In(scope), within);
        return Run(Body, within);
    }
}

internal sealed record For(
    int Line, Target Target, Expression Items, Expression? Condition, IReadOnlyList<Statement> Body, IReadOnlyList<Statement> Else)
    : Statement(Line)
{
    protected override Flow Run(Scope scope)
    {
        var items = Values.Iterate(Items.In(scope)).Where(item => Condition is null || Values.IsTrue(Condition.In(Assigned(item, scope)))).ToList();
        var loop = new LoopState(items);
        foreach (var item in items)
        {
            var within = Assigned(item, scope);
            within.Set("loop", loop);
            if (Run(Body, within) == Flow.Break) return Flow.Next;
            loop.Index++;
        }
        return items.Count == 0 ? Run(Else, scope.Within()) : Flow.Next;
    }

    Scope Assigned(object? item, Scope scope)
    {
        scope.Budget.Step();
        var within = scope.Within();
        Target.Assign(item, within);
        return within;
    }
}

internal sealed record Macro(int Line, string Name, IReadOnlyList<(string Name, Expression? Default)> Parameters, IReadOnlyList<Statement> Body)
    : Statement(Line)
{
    protected override Flow Run(Scope scope) => Done(() => scope.Set(Name, (JinjaFunction)(call => Call(call, scope))));

    MarkedText Call(Arguments call, Scope definition)
    {
        var given = call.Take([.. Parameters.Select(parameter => parameter.Name)]);
        var output = new List<MarkedText>();
        var within = definition.Within(output);
        for (var i = 0; i < given.Length; i++)
        {
            var (name, other) = Parameters[i];
            var absent = new Undefined($"the parameter \"{name}\" was not given");
            within.Set(name, Arguments.IsGiven(given[i]) ? given[i] : other is null ? absent : other.In(within));
        }
        within.Budget.Deeper(() => Run(Body, within));
        return MarkedText.Join(output);
    }
}

/// <summary>What a value is assigned to.</summary>
internal abstract record Target
{
    public abstract void Assign(object? value, Scope scope);
}

internal sealed record NameTarget(string Name) : Target
{
    public override void Assign(object? value, Scope scope) => scope.Set(Name, value);
}

internal sealed record NamespaceTarget(string Name, string Attribute) : Target
{
    public override void Assign(object? value, Scope scope)
    {
        if (scope.Find(Name) is not JinjaNamespace space)
            throw new JinjaException($"\"{Name}.{Attribute}\" cannot be set: \"{Name}\" is no namespace");
        space.Values[Attribute] = value;
    }
}

internal sealed record TupleTarget(IReadOnlyList<Target> Parts) : Target
{
    public override void Assign(object? value, Scope scope)
    {
        List<object?> values = [.. Values.Iterate(value)];
        if (values.Count != Parts.Count) throw new JinjaException($"{values.Count} values cannot be assigned to {Parts.Count} names");
        for (var i = 0; i < Parts.Count; i++) Parts[i].Assign(values[i], scope);
    }
}
