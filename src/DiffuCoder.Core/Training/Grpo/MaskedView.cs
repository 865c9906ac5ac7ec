using DiffuCoder.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>One forward pass of an estimate: what is hidden from the model, and what each hidden completion token counts.</summary>
/// <param name="Masked">True where the mask token is shown, bool [B, L].</param>
/// <param name="Weight">Weight of the log-probability of a masked completion token.</param>
public sealed record MaskedView(Tensor Masked, double Weight)
{
    /// <summary>
    /// Weights of the rows, float32 [B, 1], where groups have ratios of their own, and <see cref="Weight"/> is no number; null: that is the one of
    /// all.
    /// </summary>
    public Tensor? RowWeights { get; init; }

    /// <summary>Values times their weights.</summary>
    /// <param name="values">float32 [N], differentiable.</param>
    /// <param name="at">Flat positions of the values, <c>row * L + column</c>, int64 [N].</param>
    internal Tensor Weighted(Tensor values, Tensor at)
    {
        if (RowWeights is not null) return values * RowWeights.expand(Masked.shape).reshape(-1).index_select(0, at);
        using Scalar weight = Weight;
        return values.mul(weight);
    }

    /// <summary>What the model says of the tokens at some positions of the masked canvas, float32 [N], differentiable.</summary>
    internal Tensor LogProbabilities(MaskedLanguageModel model, Completions completions, Tensor at, Scalar maskToken) => model.LogProbabilities(
        new TokenBatch(completions.Tokens.masked_fill(Masked, maskToken))
        {
            AttentionMask = completions.AttentionMask,
            Cancellation = completions.Cancellation,
        },
        at, completions.Tokens.reshape(-1).index_select(0, at));

    /// <summary>Some of its rows, as views.</summary>
    internal MaskedView Slice(long first, long count) => this with
    {
        Masked = Masked.narrow(0, first, count),
        RowWeights = RowWeights?.narrow(0, first, count),
    };

    internal IEnumerable<Tensor> Tensors => RowWeights is null ? [Masked] : [Masked, RowWeights];

    internal MaskedView MoveToOuterDisposeScope()
    {
        foreach (var tensor in Tensors) tensor.MoveToOuterDisposeScope();
        return this;
    }
}
