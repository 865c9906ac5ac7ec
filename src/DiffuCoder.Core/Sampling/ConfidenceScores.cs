using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>Confidences of the released sampler.</summary>
public static class ConfidenceScores
{
    /// <summary>Probability of the predicted token.</summary>
    public static ConfidenceScore Probability { get; } = new(Probabilities, (distribution, token) => distribution.Probability(token));

    /// <summary>Lead of the likeliest token over the second likeliest.</summary>
    public static ConfidenceScore Margin { get; } = new(Margins, (distribution, _) => distribution.Margin());

    /// <summary>Sum of p log(p + 1e-10), in nats: 0 when certain, about -log V when lost.</summary>
    public static ConfidenceScore NegativeEntropy { get; } = new(NegativeEntropies, (distribution, _) => distribution.NegativeEntropy);

    private static Tensor Probabilities(Tensor probabilities, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return probabilities.gather(-1, tokens.unsqueeze(-1)).squeeze(-1).MoveToOuterDisposeScope();
    }

    private static Tensor Margins(Tensor probabilities, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var best = probabilities.topk(2, -1).values;
        return (best.select(-1, 0) - best.select(-1, 1)).MoveToOuterDisposeScope();
    }

    private static Tensor NegativeEntropies(Tensor probabilities, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        using Scalar least = 1e-10; // held: TorchSharp frees a scalar that nobody holds while its native call may still read it
        return (probabilities * probabilities.Plus(least).log_()).sum(-1).MoveToOuterDisposeScope();
    }
}
