namespace DiffuCoder.Tokenization.Jinja;

/// <summary>The names of a part of a template: what is set in a loop, a macro or a "with" is not seen behind it.</summary>
/// <param name="parent">Where names that are not here are looked for.</param>
/// <param name="output">What is written goes here.</param>
/// <param name="budget">What the rendering may still do.</param>
internal sealed class Scope(Scope? parent, List<MarkedText> output, Budget budget)
{
    /// <summary>Names that Jinja defines and that are not supported.</summary>
    static readonly HashSet<string> refused = ["self", "varargs", "kwargs", "caller", "lipsum", "cycler", "joiner"];

    readonly Dictionary<string, object?> names = [];

    public List<MarkedText> Output { get; } = output;

    public Budget Budget { get; } = budget;

    /// <summary>A scope within this one that writes to the same place, or to another.</summary>
    public Scope Within(List<MarkedText>? output = null) => new(this, output ?? Output, Budget);

    public object? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
            if (scope.names.TryGetValue(name, out var value))
                return value;
        return refused.Contains(name) ? throw new JinjaException($"\"{name}\" is not supported") : new Undefined($"\"{name}\" is undefined");
    }

    public void Set(string name, object? value) => names[name] = value;

    Scope? Parent { get; } = parent;
}

/// <summary>Bounds what a rendering does, so that no template can hang or exhaust the process.</summary>
internal sealed class Budget
{
    const int MostSteps = 5_000_000, Deepest = 64;

    int steps, depth;

    public void Step()
    {
        if (++steps > MostSteps) throw new JinjaException($"the template takes more than {MostSteps:N0} steps");
    }

    public T Deeper<T>(Func<T> call)
    {
        if (++depth > Deepest) throw new JinjaException($"macros call each other more than {Deepest} deep");
        var result = call();
        depth--;
        return result;
    }
}
