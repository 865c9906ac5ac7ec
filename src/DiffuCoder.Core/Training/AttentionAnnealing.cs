using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// From causal to full attention: at a step each edge into the future is open with probability min(1, (step + 1) / Steps), one drawing for all
/// rows of the step (paper section 5; Gong et al., arXiv 2410.17891).
/// </summary>
/// <param name="Steps">Steps until every edge is open; the paper's adaptation has 10 000.</param>
public sealed record AttentionAnnealing(long Steps)
{
    /// <summary>Steps until every edge is open, 1 or more.</summary>
    public long Steps { get; } = Require.AtLeast(Steps, 1, nameof(Steps));

    /// <summary>Probability that an edge into the future is open.</summary>
    /// <param name="step">Optimiser step, from 0.</param>
    public double OpenProbability(long step) => Math.Min(1, (step + 1.0) / Steps);

    /// <summary>Who attends to whom, bool [L, L]; null once every edge is open.</summary>
    /// <param name="length">L.</param>
    /// <param name="draws">Source of randomness; all micro-batches of a step get the same edges.</param>
    public Tensor? Edges(long length, TrainingDraws draws)
    {
        var open = OpenProbability(draws.Step);
        if (open >= 1) return null;
        using var scope = NewDisposeScope();
        using Scalar bound = open; // held: TorchSharp frees a scalar that nobody holds while its native call may still read it
        return draws.WholeStep.Uniform("edges", length, length).lt(bound).logical_or(ones(length, length, ScalarType.Bool, CPU).tril())
            .MoveToOuterDisposeScope();
    }
}
