using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffuCoder.Models;

/// <summary>
/// PEFT's <c>adapter_config.json</c> (its <c>LoraConfig</c>): each setting is computed, known not to change the result, or refused by name. A
/// setting that is not known here may change what the matrices mean.
/// </summary>
internal static class PeftConfig
{
    private static readonly string[] Read =
    [
        "peft_type", "r", "lora_alpha", "use_rslora", "rank_pattern", "alpha_pattern", "target_modules", "exclude_modules", "layers_to_transform",
        "layers_pattern",
        "init_lora_weights",
    ];

    // bookkeeping; what acts in training only; and details of methods that a fixed key rules out
    private static readonly string[] Harmless =
    [
        "auto_mapping", "base_model_name_or_path", "revision", "task_type", "inference_mode", "peft_version", "lora_dropout", "megatron_core",
        "runtime_config",
        "qalora_group_size", "loftq_config", "eva_config", "corda_config", "lora_ga_config",
    ];

    private static readonly FixedKey[] Fixed =
    [
        FixedKey.Text("bias", "none"), FixedKey.False("use_dora"), FixedKey.False("fan_in_fan_out"), FixedKey.False("lora_bias"),
        FixedKey.False("use_qalora"),
        FixedKey.False("use_bdlora"), FixedKey.Empty("modules_to_save"), FixedKey.Empty("trainable_token_indices"),
        FixedKey.Empty("target_parameters"),
        FixedKey.Empty("alora_invocation_tokens"), FixedKey.Empty("layer_replication"), FixedKey.Null("megatron_config"),
        FixedKey.Null("arrow_config"),
        FixedKey.False("ensure_weight_tying"),
    ];

    // ways to draw the first matrices that leave the base model's weights as they are
    private static readonly string[] PlainStarts = ["gaussian", "orthogonal", "eva"];

    /// <summary>The options that an adapter was made with, its layers by name where it does not take whole kinds of them.</summary>
    /// <exception cref="ModelException">A setting is not known, or asks for what is not built.</exception>
    public static LoraOptions ToOptions(JsonElement root, string file, ModelConfig model)
    {
        var json = new ConfigJson(root, file);
        if (json.Text("peft_type") != "LORA") throw json.WrongValue("peft_type", "only \"LORA\" is built");
        foreach (var key in Fixed) key.Check(json);
        CheckStart(json);
        foreach (var member in root.EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null && !Read.Contains(member.Name) && !Harmless.Contains(member.Name)
                && Fixed.All(key => key.Name != member.Name))
                throw json.WrongValue(
                    member.Name, "this setting is not known and may change what the matrices mean. Take it out if you know that it does not");
        return new()
        {
            Rank = json.Count("r"),
            Alpha = json.Find("lora_alpha") is null
                ? throw json.WrongValue("lora_alpha", "a number above 0 is needed")
                : json.Number("lora_alpha", 8),
            RankStabilized = json.Flag("use_rslora", false),
            RankPattern = [.. Patterns(json, "rank_pattern").Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Count(entry.Key)))],
            AlphaPattern = [.. Patterns(json, "alpha_pattern").Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Number(entry.Key, 0)))],
            TargetModules = PeftTargets.Read(json, model),
        };
    }

    /// <summary>What PEFT reads.</summary>
    public static JsonObject Of(LoraOptions options, ModelConfig model, string baseModel) => new()
    {
        ["peft_type"] = "LORA",
        ["base_model_name_or_path"] = baseModel,
        ["r"] = options.Rank,
        ["lora_alpha"] = options.Alpha,
        ["lora_dropout"] = 0.0,
        ["target_modules"] = new JsonArray([.. PeftTargets.Written(options, model).Select(module => JsonValue.Create(module))]),
        ["use_rslora"] = options.RankStabilized,
        ["rank_pattern"] = Patterns(options.RankPattern),
        ["alpha_pattern"] = Patterns(options.AlphaPattern),
        ["bias"] = "none",
        ["fan_in_fan_out"] = false,
        ["inference_mode"] = true,
        ["task_type"] = null,
    };

    private static JsonObject Patterns<T>(IReadOnlyList<KeyValuePair<string, T>> patterns) =>
        new(patterns.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value))));

    private static IEnumerable<KeyValuePair<string, ConfigJson>> Patterns(ConfigJson json, string key) =>
        json.Object(key) is { } patterns ? patterns.Json.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, patterns)) : [];

    private static void CheckStart(ConfigJson json)
    {
        if (json.Find("init_lora_weights") is not { } start || start.ValueKind is JsonValueKind.True or JsonValueKind.False) return;
        if (start.ValueKind != JsonValueKind.String || !PlainStarts.Contains(start.GetString()))
            throw json.WrongValue(
                "init_lora_weights",
                "this way to begin may have changed the base model's weights, which the adapter then needs. "
                + "Convert the adapter to a plain one where it was made");
    }
}
