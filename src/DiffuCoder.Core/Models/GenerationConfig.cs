using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffuCoder.Models;

/// <summary>
/// What a checkpoint says of generating with it: the tokens that end a text, and the habits of <c>generation_config.json</c>. The kit never applies
/// these by itself; they are offered by <c>SamplerOptions.OfModel</c>.
/// </summary>
public sealed class GenerationConfig
{
    private const string FileName = "generation_config.json";
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    private GenerationConfig(IReadOnlyList<int> endOfTextIds, JsonElement stated) => (EndOfTextIds, Stated) = (endOfTextIds, stated);

    /// <summary>The tokens that end a text, of <c>config.json</c> and <c>generation_config.json</c>, the configuration's own first.</summary>
    public IReadOnlyList<int> EndOfTextIds { get; }

    /// <summary>The object in <c>generation_config.json</c>; an empty one where there was no such file.</summary>
    public JsonElement Stated { get; }

    /// <summary>What follows from a configuration alone.</summary>
    /// <param name="config">The model's configuration.</param>
    public static GenerationConfig Of(ModelConfig config) => new(config.EndOfTextId is { } id ? [id] : [], Nothing);

    /// <summary>What the two files say together.</summary>
    /// <param name="config">The object in <c>config.json</c>.</param>
    /// <param name="generation">The object in <c>generation_config.json</c>; null where there is no such file.</param>
    /// <param name="directory">Where they lie, for errors.</param>
    /// <param name="vocabulary">Ids of the model's vocabulary.</param>
    /// <exception cref="ModelException">What ends a text is no token id of the model.</exception>
    internal static GenerationConfig Read(JsonElement config, JsonElement? generation, string directory, int vocabulary)
    {
        IEnumerable<int> ends = new ConfigJson(config, Path.Combine(directory, "config.json")).TokenIds("eos_token_id");
        if (generation is { } stated) ends = ends.Concat(new ConfigJson(stated, Path.Combine(directory, FileName)).TokenIds("eos_token_id"));
        return ends.FirstOrDefault(id => id >= vocabulary, -1) is var outside and >= 0
            ? throw new ModelException(
                $"{Path.Combine(directory, FileName)} or config.json ends texts by {outside}, outside the model's vocabulary of {vocabulary}; "
                + "mend eos_token_id.")
            : new([.. ends.Distinct()], generation ?? Nothing);
    }

    /// <summary>The same for another configuration of the same vocabulary, whose end comes first.</summary>
    /// <param name="config">The other configuration.</param>
    internal GenerationConfig For(ModelConfig config) => new([.. Of(config).EndOfTextIds.Concat(EndOfTextIds).Distinct()], Stated);

    /// <summary>The object to write into <c>generation_config.json</c>: what was stated, with the tokens of the model.</summary>
    /// <param name="config">The model's configuration.</param>
    internal JsonObject ToJson(ModelConfig config)
    {
        var json = JsonObject.Create(Stated)!;
        json["mask_token_id"] = config.MaskTokenId;
        json["eos_token_id"] = Ends();
        json["pad_token_id"] = config.PadTokenId;
        json["bos_token_id"] = config.BeginOfTextId;
        return json;
    }

    /// <summary>As the files write it: nothing, a number, or a list.</summary>
    internal JsonNode? Ends() => EndOfTextIds switch
    {
        [] => null,
        [var id] => JsonValue.Create(id),
        _ => new JsonArray([.. EndOfTextIds.Select(id => JsonValue.Create(id))]),
    };
}
