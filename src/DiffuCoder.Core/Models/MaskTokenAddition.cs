using System.Text.Json;
using System.Text.Json.Nodes;
using DiffuCoder.Checkpoints;
using DiffuCoder.Tokenization;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// Prepares a causal checkpoint for its adaptation to masked diffusion: a copy whose tokenizer has a mask token, a padding token and, if asked for, a
/// begin of text, whose <c>config.json</c> names them, and whose embeddings have a row for each. Every other weight is the same to the bit.
/// </summary>
/// <remarks>
/// Rows that the embeddings have beyond the tokenizer's vocabulary, as Qwen2.5's do, are used as they are. Where there are too few, the new ones are
/// the mean of the vocabulary's rows, so that an untrained token is about as likely as any (Hewitt, "Initializing new word embeddings", 2021).
/// </remarks>
/// <example>
/// The tokens of Dream and DiffuCoder, at the ids that they have there (151665 and 151666):
/// <code>
/// new MaskTokenAddition { BeginOfText = "&lt;|beginoftext|&gt;" }.Write("models/Qwen2.5-Coder-7B", "models/ancestor");
/// </code>
/// </example>
public sealed record MaskTokenAddition
{
    /// <summary>The mask token.</summary>
    public string MaskToken { get; init; } = "<|mask|>";

    /// <summary>The padding token; null: the one that the tokenizer has, or else its end of text.</summary>
    public string? PaddingToken { get; init; }

    /// <summary>A begin of text; null: none is added. It comes before the mask token where both are new.</summary>
    public string? BeginOfText { get; init; }

    /// <summary>Where the embeddings grow, their rows become a multiple of this, which products like; 64 in most checkpoints.</summary>
    public int RowMultiple { get; init; } = 64;

    /// <summary>Writes the prepared copy: whole, or not at all.</summary>
    /// <param name="source">A causal checkpoint with its tokenizer; it is not changed, unless it is the destination too.</param>
    /// <param name="destination">The directory to write; an older checkpoint there is replaced.</param>
    /// <returns>The configuration of the copy, which names the tokens.</returns>
    /// <exception cref="CheckpointException">The source cannot be read, or the destination not be written.</exception>
    /// <exception cref="ModelException">The source is not causal, or has another mask token.</exception>
    /// <exception cref="TokenizerException">It has no tokenizer, or there is nothing to pad with.</exception>
    public ModelConfig Write(string source, string destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RowMultiple);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var files = CheckpointDirectory.Open(source);
        var file = Path.Combine(files.Directory, CheckpointFiles.Config);
        var config = ModelConfig.FromJson(files.Config, file);
        if (config.Attention != AttentionKind.Causal)
            throw new ModelException($"{file}: a {config.ModelType} model has a mask token already; only causal models are given one.");
        files.Require(config.Weights, redundant: RedundantWeights.Names(config, files.Entries.Keys));
        var tokenizer = CodeTokenizer.Load(files.Directory);
        var added = TokenizerExtension.Of(tokenizer, Roles(tokenizer));
        if (config.MaskTokenId is { } known && known != added.Ids[Mask])
            throw new ModelException(
                $"{file}: mask_token_id is {known}, and {MaskToken} has the id {added.Ids[Mask]}. Name the token of that id, or take the key out.");
        var rows = added.VocabularySize <= config.VocabularySize
            ? config.VocabularySize
            : (added.VocabularySize + RowMultiple - 1) / RowMultiple * RowMultiple;
        var stated = WithIds(JsonObject.Create(files.Config)!, added.Ids);
        stated["vocab_size"] = rows;
        var generation = files.GenerationConfig is { } habits ? WithIds(JsonObject.Create(habits)!, added.Ids) : null;
        string[] tables = [config.Family.Names.Embedding, config.Family.Names.Output];
        var weights = files.Entries.Keys.Select(name => KeyValuePair.Create(
            name, tables.Contains(name) ? Grown(files.Read(name), rows, tokenizer.VocabularySize) : files.Read(name)));
        CheckpointDirectory.Save(destination, stated, generation, weights, extraFiles: added.Files);
        return ModelConfig.FromJson(JsonSerializer.SerializeToElement(stated), Path.Combine(destination, CheckpointFiles.Config));
    }

    private const string Mask = "mask_token", Padding = "pad_token", Begin = "bos_token";

    private IReadOnlyList<(string Role, string Content)> Roles(CodeTokenizer tokenizer)
    {
        var own = tokenizer.Config.Roles;
        var padding = PaddingToken ?? own.GetValueOrDefault(Padding) ?? own.GetValueOrDefault("eos_token") ?? throw new TokenizerException(
            $"The tokenizer names neither a padding token nor an end of text to pad with. Set {nameof(PaddingToken)}.");
        return [.. BeginOfText is null ? [] : new[] { (Begin, BeginOfText) }, (Mask, MaskToken), (Padding, padding)];
    }

    private static JsonObject WithIds(JsonObject json, IReadOnlyDictionary<string, int> ids)
    {
        foreach (var (role, id) in ids) json[$"{role}_id"] = id;
        return json;
    }

    private static Tensor Grown(Tensor table, long rows, long trained)
    {
        var missing = rows - table.shape[0];
        if (missing <= 0) return table;
        var mean = table.narrow(0, 0, Math.Min(trained, table.shape[0])).mean([0], keepdim: true, type: ScalarType.Float32);
        return cat([table, mean.to(table.dtype).expand(missing, table.shape[1])], 0);
    }
}
