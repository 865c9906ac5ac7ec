namespace DiffuCoder.Analysis;

/// <summary>
/// BLEU-4 of one token sequence (Papineni et al., "BLEU: a method for automatic evaluation of machine translation", ACL 2002), smoothed: an
/// order of n-grams without any match counts as <see cref="Smoothing"/> of a match (Chen and Cherry, "A systematic comparison of smoothing
/// techniques for sentence-level BLEU", WMT 2014, method 1). Sequences of fewer than four tokens are scored on the orders they have.
/// </summary>
public static class Bleu
{
    /// <summary>Matches that an order without a match counts as: 0.1.</summary>
    public const double Smoothing = 0.1;

    /// <summary>
    /// exp(Σ log p / N) · min(1, exp(1 - r / c)) over the orders up to N: p is the share of n-grams that some reference holds, each as
    /// often as the reference that holds it most often; c is the length, r that of the reference of closest length, the shorter one of two.
    /// </summary>
    /// <param name="tokens">Token ids.</param>
    /// <param name="references">Token ids of at least one reference.</param>
    /// <returns>
    /// In [0, 1]; 1 for a sequence that is one of the references. An empty sequence has 1 when there is an empty reference, otherwise 0.
    /// </returns>
    /// <exception cref="AnalysisException">There are no references.</exception>
    public static double Of(IReadOnlyList<int> tokens, IReadOnlyList<IReadOnlyList<int>> references)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(references);
        if (references.Count == 0) throw new AnalysisException("BLEU needs at least one reference, and there are 0.");
        return OfCounts(new NGrams(tokens), [.. references.Select(reference => new NGrams(reference))]);
    }

    internal static double OfCounts(NGrams tokens, IReadOnlyList<NGrams> references)
    {
        if (tokens.Length == 0) return references.Any(reference => reference.Length == 0) ? 1 : 0;
        var precision = Enumerable.Range(1, Math.Min(NGrams.Longest, tokens.Length)).Average(n => Math.Log(Precision(tokens, references, n)));
        var closest = references.MinBy(reference => (Math.Abs(reference.Length - tokens.Length), reference.Length))!.Length;
        return Math.Exp(precision) * Math.Min(1, Math.Exp(1 - (double)closest / tokens.Length));
    }

    private static double Precision(NGrams tokens, IReadOnlyList<NGrams> references, int n)
    {
        var matches = tokens.Of(n).Sum(pair => Math.Min(pair.Value, references.Max(reference => reference.Of(n).GetValueOrDefault(pair.Key))));
        return (matches == 0 ? Smoothing : matches) / (tokens.Length - n + 1);
    }
}
