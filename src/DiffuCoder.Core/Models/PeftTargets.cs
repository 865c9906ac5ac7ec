using System.Text.Json;

namespace DiffuCoder.Models;

/// <summary>Which layers an adapter of PEFT adapts (its <c>check_target_module_exists</c>).</summary>
internal static class PeftTargets
{
    private const string AllLinear = "all-linear";

    /// <summary>The layers: as they are named where they are kinds of layers in every block, else one by one.</summary>
    /// <exception cref="ModelException">None is adapted, or one that is not built.</exception>
    public static IReadOnlyList<string> Read(ConfigJson json, ModelConfig model)
    {
        var linears = Linears(model);
        var (pattern, named) = Targets(json);
        bool Adapted(string layer) =>
            !IsExcluded(json, layer) && (pattern is { } regex ? LayerPattern.Fits(regex, layer) : IsNamed(json, named, layer));
        IReadOnlyList<string> chosen = pattern == AllLinear ? [.. linears.Where(layer => !IsExcluded(json, layer))] : [.. linears.Where(Adapted)];
        if (Other(model).FirstOrDefault(Adapted) is { } other && pattern != AllLinear)
            throw json.WrongValue(
                "target_modules", $"it takes {other}, and only the linear layers of the blocks are built: {string.Join(", ", Kinds(model))}");
        if (named.FirstOrDefault(ending => !linears.Any(layer => Ends(layer, ending))) is { } unknown)
            throw json.WrongValue(
                "target_modules", $"a {model.ModelType} model has no layer {unknown}; its layers are {string.Join(", ", Kinds(model))}");
        if (chosen.Count == 0)
            throw json.WrongValue("target_modules", $"no layer of a {model.ModelType} model fits; its layers are {string.Join(", ", Kinds(model))}");
        IReadOnlyList<string> kinds = pattern == AllLinear ? Kinds(model) : named;
        return kinds.Count > 0 && linears.Where(layer => kinds.Any(kind => Ends(layer, kind))).SequenceEqual(chosen)
            ? [.. kinds.Order(StringComparer.Ordinal)]
            : chosen;
    }

    /// <summary>The layers as PEFT is to be told of them: one by one where an ending would take a layer outside the blocks too.</summary>
    public static IReadOnlyList<string> Written(LoraOptions options, ModelConfig model) =>
        Other(model).Any(options.Adapts) ? [.. Linears(model).Where(options.Adapts)] : options.TargetModules;

    /// <summary>The linear layers of the blocks.</summary>
    public static IReadOnlyList<string> Linears(ModelConfig model) =>
        [.. Enumerable.Range(0, model.Layers).SelectMany(block => model.Family.Names.Linears.Select(part => model.Family.Names.Of(block, part)))];

    /// <summary>What they are called in every block.</summary>
    public static IReadOnlyList<string> Kinds(ModelConfig model) => [.. model.Family.Names.Linears.Select(name => name.Split('.')[^1])];

    // the output layer and the embeddings, which PEFT would adapt too
    private static IEnumerable<string> Other(ModelConfig model) =>
        new[] { model.Family.Names.Output, model.Family.Names.Embedding }.Select(name => name[..^".weight".Length]);

    private static (string? Pattern, IReadOnlyList<string> Named) Targets(ConfigJson json) => json.Find("target_modules") switch
    {
        { ValueKind: JsonValueKind.String } text when text.GetString() is AllLinear or "all_linear" => (AllLinear, []),
        { ValueKind: JsonValueKind.String } text => (LayerPattern.Checked(text.GetString()!), []),
        _ => (null, Texts(json, "target_modules") is { Count: > 0 } list
            ? list
            : throw json.WrongValue("target_modules", "a list of layers, a pattern or \"all-linear\" is needed")),
    };

    private static bool IsExcluded(ConfigJson json, string layer) => json.Find("exclude_modules") switch
    {
        null => false,
        { ValueKind: JsonValueKind.String } text => LayerPattern.Fits(LayerPattern.Checked(text.GetString()!), layer),
        _ => Texts(json, "exclude_modules").Any(ending => Ends(layer, ending)),
    };

    private static bool IsNamed(ConfigJson json, IReadOnlyList<string> named, string layer) =>
        named.Contains(layer) || (named.Any(ending => Ends(layer, ending)) && IsInLayers(json, layer));

    // the number behind a pattern's word; without a pattern, behind any word
    private static bool IsInLayers(ConfigJson json, string layer)
    {
        var numbers = json.Find("layers_to_transform") switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(Number)],
            { } one => new[] { Number(one) },
        };
        if (numbers.Length == 0) return true;
        IReadOnlyList<string> patterns = json.Find("layers_pattern") is { ValueKind: JsonValueKind.String } text
            ? [text.GetString()!]
            : Texts(json, "layers_pattern");
        var words = patterns.Where(pattern => pattern.Length > 0).Select(LayerPattern.Checked).DefaultIfEmpty("[^.]*");
        var found = words.Select(word => LayerPattern.NumberBehind(word, layer)).FirstOrDefault(number => number is not null);
        return found is { } block && numbers.Contains(block);

        int Number(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0
            ? number
            : throw json.WrongValue("layers_to_transform", "the number of a block is needed, or a list of them");
    }

    private static bool Ends(string layer, string ending) => layer == ending || layer.EndsWith("." + ending, StringComparison.Ordinal);

    private static IReadOnlyList<string> Texts(ConfigJson json, string key) => json.Find(key) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. list.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw json.WrongValue(key, "a list of texts is needed"),
    };
}
