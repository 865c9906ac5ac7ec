namespace DiffuCoder.Tokenization.Jinja;

internal enum ListKind
{
    List,
    Tuple,

    /// <summary>What <c>range</c> gives.</summary>
    Range,

    /// <summary>What <c>keys()</c>, <c>values()</c> and <c>items()</c> of a mapping give: a length, and to be gone through, no more.</summary>
    View,
}

/// <summary>Values in order. Nothing changes them once they are there, as in the sandbox of <c>transformers</c>.</summary>
internal sealed record JinjaList(IReadOnlyList<object?> Items, ListKind Kind = ListKind.List);

/// <summary>What filters such as <c>map</c> give: values to go through once.</summary>
internal sealed class JinjaStream(IEnumerable<object?> values)
{
    readonly IEnumerator<object?> source = values.GetEnumerator();

    public IEnumerable<object?> Rest()
    {
        while (source.MoveNext()) yield return source.Current;
    }
}

/// <summary>Values by key, in the order they came.</summary>
internal sealed class JinjaDict
{
    readonly List<KeyValuePair<object?, object?>> items = [];

    public JinjaDict(IEnumerable<KeyValuePair<object?, object?>> entries)
    {
        foreach (var (key, value) in entries)
        {
            var index = items.FindIndex(item => Values.Equals(item.Key, Values.Hashable(key)));
            if (index < 0) items.Add(new(key, value));
            else items[index] = new(items[index].Key, value);
        }
    }

    public IReadOnlyList<KeyValuePair<object?, object?>> Items => items;

    public static JinjaDict Of(params IEnumerable<(string Key, object? Value)> entries) =>
        new(entries.Select(entry => new KeyValuePair<object?, object?>(MarkedText.Of(entry.Key), entry.Value)));

    public bool TryGet(object? key, out object? value)
    {
        var index = items.FindIndex(item => Values.Equals(item.Key, key));
        value = index < 0 ? null : items[index].Value;
        return index >= 0;
    }
}

/// <summary>A name, attribute or item that is not there: prints nothing, is false, and cannot be used for more.</summary>
/// <param name="What">The error that using it gives.</param>
internal sealed record Undefined(string What);

/// <summary>The one value that a template may change: <c>{% set ns.x = ... %}</c>.</summary>
internal sealed class JinjaNamespace(IEnumerable<KeyValuePair<string, object?>> values)
{
    public Dictionary<string, object?> Values { get; } = new(values);
}

/// <summary>A global function or a macro.</summary>
internal delegate object? JinjaFunction(Arguments arguments);
