using System.Text.Json;

namespace DiffuCoder.Models;

/// <summary>Reads <see cref="ModelConfig"/> from the JSON of a Hugging Face <c>config.json</c>.</summary>
internal static class ModelConfigReader
{
    public static ModelConfig Read(JsonElement root, string file)
    {
        var json = new ConfigJson(root, file);
        if (root.ValueKind != JsonValueKind.Object) throw json.Wrong("is not a JSON object", "write {\"model_type\": ...}");
        var type = json.Text("model_type");
        if (ModelFamily.All.FirstOrDefault(family => family.ModelType == type) is not { } family)
            throw json.Wrong(
                $"has model_type \"{type}\", which this kit does not know",
                $"known are {string.Join(", ", ModelFamily.All.Select(known => known.ModelType))}");
        return ((family == ModelFamily.Llada ? LladaConfig.Read(json, family) : QwenConfig.Read(json, family)) with
        {
            WeightFormat = json.Find(Int8Config.Key) is null ? WeightFormat.Float : WeightFormat.Int8,
            MaskTokenId = One("mask_token_id"),
            EndOfTextId = json.TokenIds("eos_token_id") is [var first, ..] ? first : null,
            PadTokenId = One("pad_token_id"),
            BeginOfTextId = One("bos_token_id"),
        }).Validated(file, needsMask: !family.HasMaskInTokenizer);

        int? One(string key) => json.TokenIds(key) switch
        {
            [] => null,
            [var id] => id,
            _ => throw json.WrongValue(key, "one token id is needed"),
        };
    }
}
