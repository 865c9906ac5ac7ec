namespace DiffuCoder.Tokenization.Jinja;

/// <summary>A part of a template that has a value.</summary>
internal abstract record Expression
{
    public abstract object? In(Scope scope);
}

internal sealed record Literal(object? Value) : Expression
{
    public override object? In(Scope scope) => Value;
}

internal sealed record Name(string Text) : Expression
{
    public override object? In(Scope scope) => scope.Find(Text);
}

internal sealed record ListOf(IReadOnlyList<Expression> Items, ListKind Kind) : Expression
{
    public override object? In(Scope scope) => new JinjaList([.. Items.Select(item => item.In(scope))], Kind);
}

internal sealed record DictOf(IReadOnlyList<(Expression Key, Expression Value)> Items) : Expression
{
    public override object? In(Scope scope) =>
        new JinjaDict(Items.Select(item => new KeyValuePair<object?, object?>(item.Key.In(scope), item.Value.In(scope))));
}

internal sealed record Conditional(Expression Condition, Expression Then, Expression? Else) : Expression
{
    public override object? In(Scope scope) => Values.IsTrue(Condition.In(scope))
        ? Then.In(scope)
        : Else is null ? new Undefined("the conditional expression has no \"else\", and its condition is false") : Else.In(scope);
}

/// <summary>"and" and "or", which give one of their operands.</summary>
internal sealed record Either(bool IsAnd, Expression Left, Expression Right) : Expression
{
    public override object? In(Scope scope) => Left.In(scope) is var left && Values.IsTrue(left) == IsAnd ? Right.In(scope) : left;
}

internal sealed record Not(Expression Operand) : Expression
{
    public override object? In(Scope scope) => !Values.IsTrue(Operand.In(scope));
}

internal sealed record Unary(bool IsNegative, Expression Operand) : Expression
{
    public override object? In(Scope scope) => Arithmetic.Signed(Operand.In(scope), IsNegative);
}

internal sealed record Binary(string Operator, Expression Left, Expression Right) : Expression
{
    public override object? In(Scope scope) => Arithmetic.Of(Operator, Left.In(scope), Right.In(scope));
}

/// <summary>The operator "~": both sides as text.</summary>
internal sealed record Concatenation(IReadOnlyList<Expression> Parts) : Expression
{
    public override object? In(Scope scope) => MarkedText.Join([.. Parts.Select(part => Printing.ToText(part.In(scope)))]);
}

/// <summary>Comparisons in a row, such as <c>0 &lt; x &lt;= 3</c>.</summary>
internal sealed record Comparison(Expression First, IReadOnlyList<(string Operator, Expression Operand)> Rest) : Expression
{
    public override object? In(Scope scope)
    {
        var left = First.In(scope);
        foreach (var (name, operand) in Rest)
        {
            var right = operand.In(scope);
            if (!Holds(name, left, right)) return false;
            left = right;
        }
        return true;
    }

    public static bool Holds(string name, object? left, object? right) => name switch
    {
        "==" => Values.Equals(left, right),
        "!=" => !Values.Equals(left, right),
        "<" => Values.Order(left, right) < 0,
        "<=" => Values.Order(left, right) <= 0,
        ">" => Values.Order(left, right) > 0,
        ">=" => Values.Order(left, right) >= 0,
        "in" => Values.Contains(right, left),
        _ => !Values.Contains(right, left),
    };
}

internal sealed record Attribute(Expression Target, string Text) : Expression
{
    public override object? In(Scope scope) => Lookup.Attribute(Target.In(scope), Text);
}

internal sealed record Item(Expression Target, Expression Key) : Expression
{
    public override object? In(Scope scope) => Lookup.Item(Target.In(scope), Key.In(scope));
}

internal sealed record Part(Expression Target, Expression? Start, Expression? Stop, Expression? Step) : Expression
{
    public override object? In(Scope scope) => Lookup.Slice(Target.In(scope), Start?.In(scope), Stop?.In(scope), Step?.In(scope));
}

/// <summary>A call's arguments as they are written.</summary>
internal sealed record CallArguments(IReadOnlyList<Expression> Positional, IReadOnlyList<(string Name, Expression Value)> Named)
{
    public static CallArguments None { get; } = new([], []);

    public Arguments In(Scope scope, string function) =>
        new(function, [.. Positional.Select(value => value.In(scope))], Named.ToDictionary(entry => entry.Name, entry => entry.Value.In(scope)));
}

internal sealed record Call(Expression Function, string Text, CallArguments Arguments) : Expression
{
    public override object? In(Scope scope)
    {
        scope.Budget.Step();
        return Function.In(scope) switch
        {
            JinjaFunction function => function(Arguments.In(scope, Text)),
            var other => throw Values.Unusable(other) ?? new JinjaException($"{Values.TypeOf(other)} cannot be called"),
        };
    }
}

internal sealed record MethodCall(Expression Target, string Method, CallArguments Arguments) : Expression
{
    public override object? In(Scope scope)
    {
        scope.Budget.Step();
        return Methods.Call(Target.In(scope), Method, Arguments.In(scope, $"the method \"{Method}\""));
    }
}

internal sealed record Filtered(Expression Target, string Filter, CallArguments Arguments) : Expression
{
    public override object? In(Scope scope)
    {
        scope.Budget.Step();
        return Filters.Find(Filter)!(Target.In(scope), Arguments.In(scope, $"the filter \"{Filter}\""));
    }
}

internal sealed record Tested(Expression Target, string Test, CallArguments Arguments) : Expression
{
    public override object? In(Scope scope)
    {
        scope.Budget.Step();
        return Tests.Find(Test)!(Target.In(scope), Arguments.In(scope, $"the test \"{Test}\""));
    }
}
