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

    /// <summary>
    /// A schedule limits what a step commits. Otherwise <see cref="SamplerOptions.Steps"/> and <see cref="SamplerOptions.Schedule"/> have no
    /// meaning.
    /// </summary>
    public bool IsScheduled { get; init; } = true;

    /// <summary>A rule that commits nothing where <see cref="RevealRules.DueAbove"/> has nothing due.</summary>
    private RevealRule? Above { get; init; }

    /// <summary>Commits nothing at this step whatever the predictions are, so that none is needed.</summary>
    internal bool IsIdle(RevealContext row) =>
        Reveal == RevealRules.MostConfident ? row.Due == 0 : Above is not null && Reveal == Above && RevealRules.DueAbove(row) == 0;

    /// <summary>The bound of a strategy that has one (a least probability, a factor, nats of entropy); null otherwise.</summary>
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
        new("low_confidence", OwnProbability, RevealRules.MostConfident);

    /// <summary>The step's number of positions, each as likely as the others (<c>random</c> of LLaDA).</summary>
    public static Remasking Random { get; } = new("random", ConfidenceScores.Probability, RevealRules.AtRandom) { ChoosesBlind = true };

    /// <summary>From left to right; what a causal model does, whatever its options say.</summary>
    public static Remasking LeftToRight { get; } = new("left_to_right", ConfidenceScores.Probability, RevealRules.LeftMost) { ChoosesBlind = true };

    /// <summary>
    /// Each step may commit its even share and what earlier steps put off, the best one always, the others only from a probability on
    /// (<c>confidence_threshold</c> of Fast-dLLM, arXiv 2505.22618, as its sampler for Dream without a cache has it). A step never commits more
    /// than its share and what was put off, however sure the model is; <see cref="AllAbove"/> does. The probability is that after temperature and
    /// filters.
    /// </summary>
    /// <param name="threshold">Least probability, in (0, 1].</param>
    public static Remasking ConfidenceThreshold(double threshold)
    {
        var rule = RevealRules.Above((float)Check.Within(double.Epsilon, 1, threshold, "the confidence threshold"));
        return new("confidence_threshold", ConfidenceScores.Probability, rule) { MayExtend = true, Threshold = threshold, Above = rule };
    }

    /// <summary>
    /// Of all that is masked in the block, the most confident position and every other one from a probability on (<c>threshold</c> of Fast-dLLM,
    /// arXiv 2505.22618, as its samplers for LLaDA and with a block cache have it). No schedule limits it, unlike
    /// <see cref="ConfidenceThreshold"/>.
    /// </summary>
    /// <remarks>
    /// This one, <see cref="Factor"/> and <see cref="EntropyBound"/> bound the error of committing tokens together, which is one of the model's own
    /// distribution: they score before temperature and filters, as Fast-dLLM does for LLaDA. At low temperature, or after top-p, nearly every
    /// position looks certain. For the other choice give a strategy of your own, under its own name, <see cref="ParallelRules"/> and a score.
    /// </remarks>
    /// <param name="threshold">Least probability, in (0, 1]. 0.9 in the paper.</param>
    public static Remasking AllAbove(double threshold) =>
        Parallel("threshold", OwnProbability, ParallelRules.AllAbove((float)Check.Within(double.Epsilon, 1, threshold, "the threshold")), threshold);

    /// <summary>
    /// The n most confident positions, n the largest with (n + 1) (1 - c(n)) &lt; f, at least one: the more at once, the surer each has to be
    /// (factor-based parallel decoding of Fast-dLLM, arXiv 2505.22618). See <see cref="ParallelRules.Factor"/>; the probability is that before
    /// temperature and filters.
    /// </summary>
    /// <param name="factor">f, above 0 and at most 1000. 1 is what the paper's theorem allows for.</param>
    public static Remasking Factor(double factor) =>
        Parallel("factor", OwnProbability, ParallelRules.Factor(Check.Within(double.Epsilon, 1000, factor, "the factor")), factor);

    /// <summary>
    /// The positions of least entropy, as many as have together no more than gamma besides the largest of them, at least one (EB-sampler, arXiv
    /// 2505.24857). See <see cref="ParallelRules.EntropyBound"/>. The entropy is that of the model's distribution before temperature and filters,
    /// where it is mostly 0 after them; the one that a <see cref="Sampling.Reveal"/> reports is that after them.
    /// </summary>
    /// <param name="nats">gamma, in [0, 1000] nats.</param>
    public static Remasking EntropyBound(double nats) => Parallel(
        "entropy_bound", ConfidenceScores.NegativeEntropy with { BeforeFilters = true },
        ParallelRules.EntropyBound(Check.Within(0, 1000, nats, "the entropy bound")), nats);

    /// <summary>The strategies without parameters.</summary>
    public static IReadOnlyList<Remasking> All { get; } = [Origin, MaskgitPlus, TopkMargin, Entropy, LowConfidence, Random, LeftToRight];

    /// <summary>Two strategies are the same when their names and thresholds are.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(Remasking? other) => other is not null && Name == other.Name && Threshold == other.Threshold;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Threshold);

    /// <inheritdoc/>
    public override string ToString() => Threshold is { } threshold ? FormattableString.Invariant($"{Name} {threshold}") : Name;

    /// <summary>A strategy of the kit by what is saved of it; null for another.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bound">Its threshold, factor or bound; null where it has none.</param>
    /// <exception cref="SamplerException">The bound lies outside its range.</exception>
    public static Remasking? Named(string name, double? bound) => (name, bound) switch
    {
        ("confidence_threshold", { } least) => ConfidenceThreshold(least),
        ("threshold", { } least) => AllAbove(least),
        ("factor", { } factor) => Factor(factor),
        ("entropy_bound", { } nats) => EntropyBound(nats),
        _ => All.FirstOrDefault(known => known.Name == name && bound is null),
    };

    // of the model itself, before temperature and filters
    private static ConfidenceScore OwnProbability => ConfidenceScores.Probability with { BeforeFilters = true };

    private static Remasking Parallel(string name, ConfidenceScore score, RevealRule rule, double bound) =>
        new(name, score, rule) { IsScheduled = false, MayExtend = true, Threshold = bound };
}
