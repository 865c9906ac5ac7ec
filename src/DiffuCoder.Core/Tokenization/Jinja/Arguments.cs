namespace DiffuCoder.Tokenization.Jinja;

/// <summary>What a function, filter, test or method is called with.</summary>
/// <param name="Function">Its name in messages, such as <c>the filter "trim"</c>.</param>
/// <param name="Positional">Values by place.</param>
/// <param name="Named">Values by name.</param>
internal sealed record Arguments(string Function, IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    /// <summary>What stands for an argument that was not given.</summary>
    static readonly object absent = new();

    public static bool IsGiven(object? value) => !ReferenceEquals(value, absent);

    /// <summary>The values in the order of the names; a name that ends with "!" has to be given.</summary>
    public object?[] Take(params ReadOnlySpan<string> names)
    {
        var values = new object?[names.Length];
        if (Positional.Count > names.Length) throw new JinjaException($"{Function} takes at most {names.Length} arguments, not {Positional.Count}");
        var used = 0;
        for (var i = 0; i < names.Length; i++)
        {
            var (name, isNeeded) = (names[i].TrimEnd('!'), names[i].EndsWith('!'));
            var isNamed = Named.TryGetValue(name, out var named);
            if (isNamed && i < Positional.Count) throw new JinjaException($"{Function} is given \"{name}\" twice");
            if (isNeeded && !isNamed && i >= Positional.Count) throw new JinjaException($"{Function} needs the argument \"{name}\"");
            values[i] = isNamed ? named : i < Positional.Count ? Positional[i] : absent;
            if (isNamed) used++;
        }
        if (used < Named.Count)
        {
            string[] known = [.. names];
            throw new JinjaException($"{Function} has no argument \"{Named.Keys.First(name => !known.Any(one => one.TrimEnd('!') == name))}\" here");
        }
        return values;
    }

    /// <summary>Text that decides what is written and keeps no mark of its author: it has to be the template's own.</summary>
    public string OwnText(object? value) => value switch
    {
        MarkedText text when Enumerable.Range(0, text.Length).All(place => text.AuthorOf(place) == Author.Template) => text.ToString(),
        MarkedText => throw new JinjaException($"{Function} takes no text of a message"),
        _ => throw Values.Unusable(value) ?? new JinjaException($"{Function} takes text, not {Values.TypeOf(value)}"),
    };

    /// <summary>The same call without the first values by place.</summary>
    public Arguments After(int count, string function) => this with { Function = function, Positional = [.. Positional.Skip(count)] };
}
