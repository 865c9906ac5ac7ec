using DiffuCoder.Sampling;

namespace DiffuCoder.Training.Grpo;

/// <summary>The likelihood bound of what fills holes as a score of their lengths.</summary>
public static class HoleLikelihood
{
    /// <summary>
    /// The mean over draws of the estimate of log p(holes | the text around them), summed over tokens, under the length prior. Unlike the
    /// log-probability when written it does not depend on the order in which the holes were filled; it costs the passes of the estimate.
    /// </summary>
    /// <param name="estimator">How masks are drawn: with ratios from [0, 1] and many draws the bound of the whole process, with the paper's the
    /// estimate that its reinforcement learning uses.</param>
    /// <param name="draws">How often, 1 or more.</param>
    /// <param name="seed">Where the draws come from.</param>
    public static HoleScore Score(LikelihoodEstimator estimator, int draws, long seed) => new(
        $"likelihood, {estimator.Description}",
        (filling, prior, stop) =>
        {
            stop.ThrowIfCancellationRequested();
            var estimates = LikelihoodEstimates.Draw(filling.Model, estimator, filling.Trajectory.Final, filling.Positions, draws, seed);
            return prior.Score(estimates.Tokens.Average(tokens => tokens.Sum()), filling.Positions.Count);
        });
}
