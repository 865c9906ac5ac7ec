using System.Numerics;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>The methods of Python's text and mappings that a template may call; those that change a value are refused, as in the sandbox.</summary>
internal static class Methods
{
    static readonly Dictionary<string, Func<MarkedText, Arguments, object?>> ofText = new()
    {
        ["upper"] = (text, call) => Alone(call, Texts.Upper(text)),
        ["lower"] = (text, call) => Alone(call, Texts.Lower(text)),
        ["capitalize"] = (text, call) => Alone(call, Texts.Capitalize(text)),
        ["strip"] = (text, call) => Texts.Strip(text, Characters(call)),
        ["lstrip"] = (text, call) => Texts.Strip(text, Characters(call), right: false),
        ["rstrip"] = (text, call) => Texts.Strip(text, Characters(call), left: false),
        ["split"] = (text, call) => Split(text, call),
        ["rsplit"] = (text, call) => SplitFromRight(text, call),
        ["splitlines"] = (text, call) => call.Take("keepends") is [var keep]
            ? new JinjaList(Texts.Lines(text, Arguments.IsGiven(keep) && Values.IsTrue(keep)))
            : null,
        ["replace"] = (text, call) => call.Take("old!", "new!", "count") is [var old, var by, var count]
            ? Texts.Replace(text, Text(call, old), Text(call, by), Arguments.IsGiven(count) ? Values.Index(count, "a count") : -1)
            : null,
        ["startswith"] = (text, call) => Any(call, "prefix!", part => text.StartsAt(0, part)),
        ["endswith"] = (text, call) => Any(call, "suffix!", part => text.StartsAt(text.Length - part.Length, part)),
        ["removeprefix"] = (text, call) => One(call, "prefix!") is var part && text.StartsAt(0, part) ? text.From(part.Length) : text,
        ["removesuffix"] = (text, call) => One(call, "suffix!") is var part && text.StartsAt(text.Length - part.Length, part)
            ? text.Slice(0, text.Length - part.Length)
            : text,
        ["find"] = (text, call) => new BigInteger(Texts.IndexOf(text, One(call, "part!"), 0)),
        ["rfind"] = (text, call) => new BigInteger(Texts.LastIndexOf(text, One(call, "part!"))),
        ["count"] = (text, call) => new BigInteger(Texts.Count(text, One(call, "part!"))),
        ["join"] = (text, call) => Filters.Joined(call.Take("values!")[0], text, item => item as MarkedText ?? throw Values.Unusable(item)
            ?? new JinjaException($"{call.Function} takes text, not {Values.TypeOf(item)}")),
        ["isspace"] = (text, call) => Alone(call, text.Length > 0 && Enumerable.Range(0, text.Length).All(i => Jinja.Characters.IsSpace(text[i]))),
    };

    static readonly Dictionary<string, Func<JinjaDict, Arguments, object?>> ofMappings = new()
    {
        ["get"] = (dict, call) => call.Take("key!", "default") is [var key, var other]
            ? dict.TryGet(Values.Hashable(key), out var value) ? value : Arguments.IsGiven(other) ? other : null
            : null,
        ["keys"] = (dict, call) => Alone(call, new JinjaList([.. dict.Items.Select(item => item.Key)], ListKind.View)),
        ["values"] = (dict, call) => Alone(call, new JinjaList([.. dict.Items.Select(item => item.Value)], ListKind.View)),
        ["items"] = (dict, call) => Alone(call, new JinjaList([.. Filters.Pairs(dict)], ListKind.View)),
    };

    static readonly HashSet<string> changing =
    [
        "append", "extend", "insert", "pop", "popitem", "remove", "clear", "sort", "reverse", "update", "setdefault", "add", "discard",
    ];

    /// <summary>Refuses a name that no method here has.</summary>
    public static void Check(string name, int line)
    {
        if (changing.Contains(name)) throw new JinjaException($"the method \"{name}\" would change a value, which a template may not", line);
        if (!ofText.ContainsKey(name) && !ofMappings.ContainsKey(name) && name is not ("cycle" or "changed"))
            throw new JinjaException($"the method \"{name}\" is not known", line);
    }

    public static object? Call(object? target, string name, Arguments call) => target switch
    {
        Undefined undefined => throw new JinjaException(undefined.What),
        MarkedText text when ofText.TryGetValue(name, out var method) => method(text, call),
        JinjaDict dict when ofMappings.TryGetValue(name, out var method) => method(dict, call),
        LoopState loop => loop.Call(name, call),
        _ => throw new JinjaException($"{Values.TypeOf(target)} has no method \"{name}\" here"),
    };

    static object? Alone(Arguments call, object? value) => call.Take().Length == 0 ? value : null;

    static MarkedText Text(Arguments call, object? value) =>
        value as MarkedText ?? throw Values.Unusable(value) ?? new JinjaException($"{call.Function} takes text, not {Values.TypeOf(value)}");

    static MarkedText One(Arguments call, string name) => Text(call, call.Take(name)[0]);

    /// <summary>The one argument of what strips characters; null for white space.</summary>
    public static MarkedText? Characters(Arguments call) =>
        call.Take("chars")[0] is var given && Arguments.IsGiven(given) && given is not null ? Text(call, given) : null;

    static object Any(Arguments call, string name, Predicate<MarkedText> holds) => call.Take(name)[0] switch
    {
        JinjaList { Kind: ListKind.Tuple } several => several.Items.Any(one => holds(Text(call, one))),
        var one => holds(Text(call, one)),
    };

    static JinjaList Split(MarkedText text, Arguments call)
    {
        var (separator, most) = (call.Take("sep", "maxsplit")[0], Most(call));
        return new(Arguments.IsGiven(separator) && separator is not null ? Texts.Split(text, Text(call, separator), most) : Texts.Words(text, most));
    }

    static JinjaList SplitFromRight(MarkedText text, Arguments call)
    {
        var separator = call.Take("sep", "maxsplit")[0];
        if (!Arguments.IsGiven(separator) || separator is null) throw new JinjaException($"{call.Function} without a separator is not supported");
        return new(Texts.SplitFromRight(text, Text(call, separator), Most(call)));
    }

    static int Most(Arguments call) => call.Take("sep", "maxsplit")[1] is var most && Arguments.IsGiven(most) ? Values.Index(most, "maxsplit") : -1;
}
