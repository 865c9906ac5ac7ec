using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>The rows of one micro-batch, before any noise. It does not own its tensors.</summary>
/// <param name="Tokens">Token ids, int64 [B, L].</param>
/// <param name="Targets">
/// True where a token may be masked and learned, bool [B, L]. Unconditional training: every real token. Conditional training (paper section 5,
/// stage 3): the answer and the padding learned after it.
/// </param>
public sealed record TrainingRows(Tensor Tokens, Tensor Targets)
{
    /// <summary>True where a token is real and may be attended to, bool [B, L]; null when every token is.</summary>
    public Tensor? AttentionMask { get; init; }

    /// <summary>Rotary positions, int64 [B, L]; null: as <see cref="TokenBatch.PositionIds"/>.</summary>
    public Tensor? PositionIds { get; init; }

    /// <summary>Who attends to whom, bool [L, L] or [B, L, L], for packed documents; null: the family's own pattern.</summary>
    public Tensor? Edges { get; init; }

    /// <summary>Number of rows, B.</summary>
    public long Rows => Tokens.shape[0];

    /// <summary>Tokens per row, L.</summary>
    public long Length => Tokens.shape[1];

    /// <summary>The canvas a model reads when these rows hold the given tokens.</summary>
    /// <param name="tokens">Token ids, int64 [B, L].</param>
    /// <param name="edges">Replaces <see cref="Edges"/> when given.</param>
    internal TokenBatch Canvas(Tensor tokens, Tensor? edges = null) =>
        new(tokens) { AttentionMask = AttentionMask, PositionIds = PositionIds, Edges = edges ?? Edges };

    /// <summary>Where a token stands, by row and column from 0, for messages; null: in a row of the batch.</summary>
    internal Func<int, int, string>? Place { get; init; }

    /// <summary>The rows where a model reads them. Every way from rows to a model leads through here, because libtorch has no words for an id that
    /// it cannot look up.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="TrainingException">A token id lies outside its vocabulary.</exception>
    internal TrainingRows For(MaskedLanguageModel model)
    {
        VocabularyCheck.Require(Tokens, model.Config.VocabularySize, Place ?? ((row, column) => $"Row {row + 1} of the batch, token {column + 1},"));
        return To(model.Device.Resolve());
    }

    private TrainingRows To(Device device) => Tokens.device == device ? this : new(Tokens.to(device), Targets.to(device))
    {
        AttentionMask = AttentionMask?.to(device),
        PositionIds = PositionIds?.to(device),
        Edges = Edges?.to(device),
    };

    /// <summary>The first columns only, as views.</summary>
    /// <param name="length">Columns kept.</param>
    internal TrainingRows Truncate(long length) => length >= Length ? this : new(Tokens[.., ..(int)length], Targets[.., ..(int)length])
    {
        AttentionMask = AttentionMask?[.., ..(int)length],
        PositionIds = PositionIds?[.., ..(int)length],
        Edges = Edges is { ndim: 2 } shared ? shared[..(int)length, ..(int)length] : Edges?[.., ..(int)length, ..(int)length],
    };
}
