namespace DiffuCoder.Sampling;

/// <summary>
/// A remasking strategy as a value: how sure a prediction is, and which predictions are committed. The loop around it is the same for all.
/// </summary>
/// <param name="Name">The name the field knows it by; it stands in saved options.</param>
/// <param name="Confidence">Confidence of each predicted token.</param>
/// <param name="Reveal">Which masked positions of a row are committed.</param>
public sealed record Remasking(string Name, ConfidenceScore Confidence, RevealRule Reveal)
{
    /// <summary>The rule does not look at confidences, so only the positions it chooses are asked of the model.</summary>
    public bool ChoosesBlind { get; init; }

    /// <summary>Decoding may go on past <see cref="SamplerOptions.Steps"/> until nothing is masked.</summary>
    public bool MayExtend { get; init; }

    /// <summary>The least confidence of a strategy with a threshold; null otherwise.</summary>
    public double? Threshold { get; init; }

    /// <summary>Every masked position is revealed independently with probability 1 - s/t (<c>origin</c>; Austin et al., arXiv 2107.03006).</summary>
    public static Remasking Origin { get; } = new("origin", ConfidenceScores.Probability, RevealRules.Independent) { ChoosesBlind = true };

    /// <summary>Confidence is the probability of the predicted token (<c>maskgit_plus</c>; Chang et al., arXiv 2202.04200).</summary>
    public static Remasking MaskgitPlus { get; } = new("maskgit_plus", ConfidenceScores.Probability, RevealRules.MostConfident);

    /// <summary>Confidence is the lead of the likeliest token over the second (<c>topk_margin</c>; Kim et al., arXiv 2502.06768).</summary>
    public static Remasking TopkMargin { get; } = new("topk_margin", ConfidenceScores.Margin, RevealRules.MostConfident);

    /// <summary>Confidence is the negative entropy of the distribution (<c>entropy</c>): what the paper decodes with.</summary>
    public static Remasking Entropy { get; } = new("entropy", ConfidenceScores.NegativeEntropy, RevealRules.MostConfident);

    /// <summary>
    /// Confidence is the probability of the predicted token before temperature and filters (<c>low_confidence</c> of LLaDA, arXiv 2502.09992).
    /// </summary>
    public static Remasking LowConfidence { get; } =
        new("low_confidence", ConfidenceScores.Probability with { BeforeFilters = true }, RevealRules.MostConfident);

    /// <summary>The step's number of positions, each as likely as the others (<c>random</c> of LLaDA).</summary>
    public static Remasking Random { get; } = new("random", ConfidenceScores.Probability, RevealRules.AtRandom) { ChoosesBlind = true };

    /// <summary>From left to right; what a causal model does, whatever its options say.</summary>
    public static Remasking LeftToRight { get; } = new("left_to_right", ConfidenceScores.Probability, RevealRules.LeftMost) { ChoosesBlind = true };

    /// <summary>
    /// Each step may commit its even share and what earlier steps put off, the best one always, the others only from a probability on
    /// (<c>confidence_threshold</c> of Fast-dLLM, arXiv 2505.22618).
    /// </summary>
    /// <param name="threshold">Least probability, in (0, 1].</param>
    public static Remasking ConfidenceThreshold(double threshold) =>
        new("confidence_threshold", ConfidenceScores.Probability, RevealRules.Above((float)Check.Within(double.Epsilon, 1, threshold, "the confidence threshold")))
        {
            MayExtend = true,
            Threshold = threshold,
        };

    /// <summary>The strategies without parameters.</summary>
    public static IReadOnlyList<Remasking> All { get; } = [Origin, MaskgitPlus, TopkMargin, Entropy, LowConfidence, Random, LeftToRight];

    /// <summary>Two strategies are the same when their names and thresholds are.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(Remasking? other) => other is not null && Name == other.Name && Threshold == other.Threshold;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Threshold);

    /// <inheritdoc/>
    public override string ToString() => Threshold is { } threshold ? $"{Name} {threshold}" : Name;
}
