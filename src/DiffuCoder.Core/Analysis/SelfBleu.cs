namespace DiffuCoder.Analysis;

/// <summary>
/// How alike completions are: the mean BLEU of each against all the others (Zhu et al., "Texygen: a benchmarking platform for text generation
/// models", arXiv 1802.01886). It rises with the number of completions, as each then has more references: compare sets of equal size.
/// </summary>
public static class SelfBleu
{
    /// <summary>The mean of <see cref="Bleu"/> over the completions.</summary>
    /// <param name="completions">Token ids of at least two completions.</param>
    /// <returns>In [0, 1]: 1 when all are equal. Lower is more diverse.</returns>
    /// <exception cref="AnalysisException">There are fewer than two completions.</exception>
    public static double Of(IReadOnlyList<IReadOnlyList<int>> completions)
    {
        Pairs.Require(completions);
        NGrams[] grams = [.. completions.Select(completion => new NGrams(completion))];
        return grams.Select((own, i) => Bleu.OfCounts(own, [.. grams.Where((_, j) => j != i)])).Average();
    }
}
