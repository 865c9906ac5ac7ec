using System.Text.Json;

namespace DiffuCoder.Models;

/// <summary>
/// What each key of a family's <c>config.json</c> is to the kit: read, known to be harmless, or fixed to what is built. A key that is none of these
/// is refused by name, for it may change what a model computes; unless it is null, which says nothing.
/// </summary>
internal sealed record ConfigKeys
{
    /// <summary>Read, and so checked, elsewhere.</summary>
    public required IReadOnlyList<string> Read { get; init; }

    /// <summary>Without effect on what is built, whatever they say.</summary>
    public required IReadOnlyList<string> Harmless { get; init; }

    /// <summary>Of one meaning only.</summary>
    public required IReadOnlyList<FixedKey> Fixed { get; init; }

    /// <summary>Classes of the family's own code that <c>architectures</c> and <c>auto_map</c> may name.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Refuses what the kit would read wrongly.</summary>
    /// <exception cref="ModelException">A key is unknown, or says what is not built.</exception>
    public void Check(ConfigJson config)
    {
        foreach (var key in Fixed) key.Check(config);
        CheckClasses(config);
        foreach (var member in config.Json.EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null && !IsKnown(member.Name))
                throw config.WrongValue(
                    member.Name,
                    $"this key is not known for model_type \"{config.Text("model_type")}\" and may change what the model computes. "
                    + "Take it out if you know that it does not");
    }

    private bool IsKnown(string key) =>
        key is "architectures" or "auto_map" || Read.Contains(key) || Harmless.Contains(key) || Common.Contains(key)
        || Fixed.Any(known => known.Name == key);

    private void CheckClasses(ConfigJson config)
    {
        foreach (var (key, name) in Named(config, "architectures").Concat(Named(config, "auto_map")))
            if (name is null || !Classes.Contains(name))
                throw config.Wrong(
                    $"names the class {name ?? "of no text"} under \"{key}\"",
                    $"of model_type \"{config.Text("model_type")}\" the kit knows {string.Join(", ", Classes)}");
    }

    private static IEnumerable<(string Key, string? Class)> Named(ConfigJson config, string key) => config.Find(key) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(item => (key, Last(item))),
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().Select(entry => ($"{key}.{entry.Name}", Last(entry.Value))),
        { } one => [(key, Last(one))],
    };

    // "repository--file.Class", or "Class"; an AutoTokenizer is a list of two, the second often null
    private static string? Last(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Split('.')[^1],
        JsonValueKind.Array => value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(Last).FirstOrDefault(),
        _ => null,
    };

    // what transformers writes of every model: bookkeeping, and habits of generation, which are the sampler's
    private static readonly HashSet<string> Common =
    [
        "model_type", "dtype", "torch_dtype", "transformers_version", "use_cache", "initializer_range", "_name_or_path", "name_or_path",
        "_commit_hash",
        "attn_implementation", "_attn_implementation", "_attn_implementation_autoset", "unsloth_version", "unsloth_fixed", "gradient_checkpointing",
        "_flash_attn_2_enabled", "use_flash_attn", "use_bfloat16", "torchscript", "tf_legacy_loss", "return_dict", "output_attentions",
        "output_hidden_states", "chunk_size_feed_forward",
        "id2label", "label2id", "num_labels", "problem_type", "finetuning_task", "task_specific_params", "tokenizer_class", "prefix",
        "bos_token_id", "eos_token_id", "pad_token_id", "mask_token_id", "sep_token_id", "unk_token_id", "decoder_start_token_id",
        "do_sample", "temperature", "top_k", "top_p", "typical_p", "max_length", "min_length", "max_new_tokens", "num_beams", "num_beam_groups",
        "early_stopping",
        "diversity_penalty", "repetition_penalty", "length_penalty", "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "bad_words_ids",
        "num_return_sequences",
        "output_scores", "return_dict_in_generate", "forced_bos_token_id", "forced_eos_token_id", "remove_invalid_values",
        "exponential_decay_length_penalty",
        "suppress_tokens", "begin_suppress_tokens", "cross_attention_hidden_size",
    ];
}
