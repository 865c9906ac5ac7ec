using System.Text.Json;
using DiffuCoder.Models;

namespace DiffuCoder.Sampling;

/// <summary>The sampling habits of a <c>generation_config.json</c> as options. A habit that has no option is refused by name.</summary>
internal static class StatedSampling
{
    private static readonly string[] Read = ["do_sample", "temperature", "top_p", "top_k", "max_new_tokens", "steps", "eps", "alg", "alg_temp"];

    // special tokens, bookkeeping, what is returned beside the text, and a length of prompt and answer together, of which MaxNewTokens is a part
    private static readonly string[] Harmless =
    [
        "_from_model_config", "transformers_version", "bos_token_id", "eos_token_id", "pad_token_id", "mask_token_id", "decoder_start_token_id",
        "use_cache",
        "cache_implementation", "return_dict_in_generate", "output_scores", "output_logits", "output_attentions", "output_hidden_states",
        "output_history", "max_length",
        "max_time", "is_assistant", "disable_compile", "trust_remote_code", "num_assistant_tokens", "num_assistant_tokens_schedule",
        "assistant_confidence_threshold",
    ];

    private static readonly FixedKey[] Fixed =
    [
        FixedKey.Number("repetition_penalty", 1), FixedKey.Number("encoder_repetition_penalty", 1), FixedKey.Number("typical_p", 1),
        FixedKey.Number("min_p", 0),
        FixedKey.Number("epsilon_cutoff", 0), FixedKey.Number("eta_cutoff", 0), FixedKey.Number("num_beams", 1),
        FixedKey.Number("num_beam_groups", 1),
        FixedKey.Number("diversity_penalty", 0), FixedKey.Number("length_penalty", 1), FixedKey.Number("no_repeat_ngram_size", 0),
        FixedKey.Number("min_length", 0),
        FixedKey.Number("num_return_sequences", 1), FixedKey.Number("guidance_scale", 1), FixedKey.False("early_stopping"),
        FixedKey.False("renormalize_logits"),
        FixedKey.False("low_memory"), FixedKey.False("token_healing"), FixedKey.Number("penalty_alpha", 0), FixedKey.Number("cfg_scale", 0),
        FixedKey.False("remove_invalid_values"), FixedKey.Number("encoder_no_repeat_ngram_size", 0),
    ];

    public static SamplerOptions Of(MaskedLanguageModel model, IReadOnlyCollection<string> without)
    {
        var stated = new ConfigJson(model.Generation.Stated, "generation_config.json");
        if (without.FirstOrDefault(key => !stated.Json.TryGetProperty(key, out _)) is { } absent)
            throw new SamplerException($"generation_config.json does not state \"{absent}\", which is to be left out.");
        Check(stated, without);
        var preset = Preset(model.Config);
        return preset with
        {
            Temperature = Samples() ? Number("temperature", preset.Temperature) : 0,
            TopP = Number("top_p", preset.TopP),
            TopK = Find("top_k") is null ? preset.TopK : Number("top_k", 0) == 0 ? null : stated.Count("top_k"),
            MaxNewTokens = Find("max_new_tokens") is null ? preset.MaxNewTokens : stated.Count("max_new_tokens"),
            Steps = Find("steps") is null ? preset.Steps : stated.Count("steps"),
            Epsilon = Number("eps", preset.Epsilon),
            Remasking = Find("alg") is null ? preset.Remasking : Strategy(stated),
            RemaskingTemperature = Number("alg_temp", preset.RemaskingTemperature),
        };

        // a causal model takes the likeliest token unless the file says that it samples; the diffusion models' files do not have the key
        bool Samples() => without.Contains("do_sample") || stated.Flag("do_sample", model.Config.Attention == AttentionKind.Bidirectional);

        JsonElement? Find(string key) => without.Contains(key) ? null : stated.Find(key);

        double Number(string key, double otherwise) => Find(key) switch
        {
            null => otherwise,
            { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
            _ => throw stated.WrongValue(key, "a number is needed"),
        };
    }

    // what transformers takes for a causal model where its file is silent
    private static SamplerOptions Preset(ModelConfig config) => config.Attention == AttentionKind.Causal
        ? SamplerOptions.Paper with { Temperature = 1, TopP = 1, TopK = 50 }
        : !config.Family.ReadsLeft ? SamplerOptions.Llada : SamplerOptions.Paper;

    private static void Check(ConfigJson stated, IReadOnlyCollection<string> without)
    {
        const string remedy = "Name it among what is to be left out, and set the options yourself";
        foreach (var member in stated.Json.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null || without.Contains(member.Name) || Read.Contains(member.Name)
                || Harmless.Contains(member.Name)) continue;
            if (Fixed.FirstOrDefault(key => key.Name == member.Name)?.IsRight(member.Value) != true)
                throw stated.WrongValue(member.Name, $"the sampler has no option for that. {remedy}");
        }
    }

    private static Remasking Strategy(ConfigJson stated) => Remasking.All.FirstOrDefault(known => known.Name == stated.Text("alg"))
        ?? throw stated.WrongValue("alg", $"known are {string.Join(", ", Remasking.All.Select(known => known.Name))}");
}
