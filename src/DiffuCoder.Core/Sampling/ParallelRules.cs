namespace DiffuCoder.Sampling;

/// <summary>
/// Reveal rules that commit as many positions at a step as the model is sure of, at least one; no schedule has a say. Ties are taken left-most
/// first. Stop tokens that are deferred (<see cref="SamplerOptions.DeferStopTokens"/>) never count as sure, and are committed one at a time when
/// nothing else is left.
/// </summary>
/// <remarks>
/// The bounds are absolute, so a rule needs the score it is made for. Deferral takes 1000 off a score, by which it is recognised: a score of one's
/// own has to stay above -500.
/// </remarks>
public static class ParallelRules
{
    /// <summary>
    /// The most confident position and all others whose confidence reaches the threshold. For probabilities; <see cref="RevealRules.Above"/> is the
    /// rule that keeps to a schedule besides.
    /// </summary>
    /// <param name="threshold">Least confidence.</param>
    public static RevealRule AllAbove(float threshold) => Sure(confidences => confidences.Count(confidence => confidence >= threshold));

    /// <summary>
    /// The n most confident positions, n the largest with (n + 1) (1 - c(n)) &lt; f, where c(n) is the n-th largest confidence. For probabilities:
    /// under this condition with f = 1 the likeliest tokens, each by itself, are the likeliest ones together (Fast-dLLM, arXiv 2505.22618,
    /// theorem 1).
    /// </summary>
    /// <remarks>
    /// This is the paper's rule. The released code accepts equality, and when the first position that fails is the last of all it commits
    /// that one too.
    /// </remarks>
    /// <param name="factor">f.</param>
    public static RevealRule Factor(double factor) =>
        Sure(confidences => confidences.TakeWhile((confidence, i) => (i + 2) * (1.0 - confidence) < factor).Count());

    /// <summary>
    /// The k positions of least entropy H, k the largest with H(1) + ... + H(k) - max H &lt;= gamma, which bounds how much the positions can depend
    /// on one another (EB-sampler, arXiv 2505.24857). For negative entropies. At gamma = 0 these are the certain ones and one more.
    /// </summary>
    /// <param name="nats">gamma.</param>
    public static RevealRule EntropyBound(double nats) => Sure(confidences =>
    {
        // the sum without the largest is the sum of those before the last
        var (count, before) = (0, 0.0);
        while (count < confidences.Length && before <= nats) before -= confidences[count++];
        return count;
    });

    // from the confidences in falling order, without deferred positions, to how many of them are committed
    private static RevealRule Sure(Func<float[], int> count) => row =>
    {
        var ranked = RevealRules.Largest(row.Confidences, row.Masked);
        var confidences = ranked.Select(i => row.Confidences[i]).TakeWhile(confidence => confidence > -Decoding.Deferral / 2).ToArray();
        return new([.. ranked.Take(Math.Max(1, count(confidences)))]);
    };
}
