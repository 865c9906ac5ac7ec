using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>Confidences of the released sampler, from probabilities [N, V] and predicted tokens [N].</summary>
public static class ConfidenceScores
{
    /// <summary>Probability of the predicted token.</summary>
    public static Tensor Probability(Tensor probabilities, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return probabilities.gather(-1, tokens.unsqueeze(-1)).squeeze(-1).MoveToOuterDisposeScope();
    }

    /// <summary>Lead of the likeliest token over the second likeliest.</summary>
    public static Tensor Margin(Tensor probabilities, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var best = probabilities.topk(2, -1).values;
        return (best.select(-1, 0) - best.select(-1, 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Sum of p log(p + 1e-10), in nats: 0 when certain, about -log V when lost.</summary>
    public static Tensor NegativeEntropy(Tensor probabilities, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return (probabilities * (probabilities + 1e-10).log_()).sum(-1).MoveToOuterDisposeScope();
    }
}
