using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>A rectangle of token ids and what a model needs to read it. The batch does not own its tensors.</summary>
/// <param name="Tokens">Token ids, int64 [B, L].</param>
public sealed record TokenBatch(Tensor Tokens)
{
    /// <summary>True where a token is real and may be attended to, bool [B, L]; null when every token is.</summary>
    public Tensor? AttentionMask { get; init; }

    /// <summary>
    /// Rotary positions, int64 [B, L]. Null: 0..L-1 without an attention mask; with one, the running count of real tokens, and 1 at padding
    /// (Dream's sampler: <c>cumsum(mask) - 1</c>, padding filled with 1).
    /// </summary>
    public Tensor? PositionIds { get; init; }

    /// <summary>
    /// Which query (row) may attend to which key (column), bool [L, L] or [B, L, L], in place of the family's own pattern; the attention
    /// mask still applies. For attention-mask annealing and packed documents.
    /// </summary>
    public Tensor? Edges { get; init; }

    /// <summary>Ends a pass between two blocks of the model: at the shape of 7B a pass may take seconds.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Number of rows, B.</summary>
    public long Rows => Tokens.shape[0];

    /// <summary>Tokens per row, L.</summary>
    public long Length => Tokens.shape[1];
}
