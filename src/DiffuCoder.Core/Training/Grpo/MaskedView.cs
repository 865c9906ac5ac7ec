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

    /// <summary>
    /// Whether nothing is hidden and each counted token is predicted from those before it, as a causal model does; <see cref="Masked"/> is then
    /// false everywhere.
    /// </summary>
    public bool ReadsForward { get; init; }

    /// <summary>What the model says of the tokens that this pass is asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="completions">The tokens.</param>
    /// <param name="counted">Those that count, bool [B, L].</param>
    /// <returns>
    /// Flat positions, int64 [N], and log-probabilities, float32 [N], differentiable; in the caller's dispose scope. Null where there is none.
    /// </returns>
    /// <exception cref="TrainingException">The model predicts the other way.</exception>
    internal (Tensor At, Tensor LogProbabilities)? LogProbabilities(MaskedLanguageModel model, Completions completions, Tensor counted)
    {
        RequireFitting(model, completions, counted);
        var at = TokenLoss.Positions(ReadsForward ? counted : Masked & counted);
        if (at.shape[0] == 0) return null;
        var canvas = new TokenBatch(ReadsForward ? completions.Tokens : Hidden(model, completions))
        {
            AttentionMask = completions.AttentionMask,
            Cancellation = completions.Cancellation,
        };
        return (at, model.LogProbabilities(canvas, at, completions.Tokens.reshape(-1).index_select(0, at)));
    }

    private Tensor Hidden(MaskedLanguageModel model, Completions completions)
    {
        using Scalar mask = TokenLoss.MaskToken(model); // held: TorchSharp frees a scalar that nobody holds while its native call may still read it
        return completions.Tokens.masked_fill(Masked, mask);
    }

    private void RequireFitting(MaskedLanguageModel model, Completions completions, Tensor counted)
    {
        MaskVariant.RequireFitting(model.Config, ReadsForward);
        if (!ReadsForward) return;
        using var scope = NewDisposeScope();
        var before = completions.Length - 1;
        var isFirst = counted.narrow(1, 0, 1).any();
        if (completions.AttentionMask is { } real) isFirst |= (counted.narrow(1, 1, before) & real.narrow(1, 0, before).logical_not()).any();
        if (isFirst.item<bool>())
            throw new TrainingException("The first token of a row has nothing before it that would predict it; give a prompt of one token or more.");
    }

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
