namespace DiffuCoder.Analysis;

/// <summary>
/// How many different programs there are among some, by a normal form that the caller computes (the dump
/// of a syntax tree without names of variables and comments, say): nothing here runs or parses code.
/// </summary>
/// <param name="Programs">Programs.</param>
/// <param name="Parsed">Those with a normal form; only these are compared.</param>
/// <param name="Distinct">Different normal forms.</param>
/// <param name="DifferingPairs">
/// The share of the pairs of parsed programs that differ: 1 - Σ n(n - 1) / (N(N - 1)), for n programs of
/// each form and N in all (Simpson, "Measurement of diversity", 1949). Unlike a share of distinct programs
/// it does not fall as more are drawn. 0 when all are alike, 1 when none are; NaN for fewer than two.
/// </param>
public sealed record DistinctPrograms(int Programs, int Parsed, int Distinct, double DifferingPairs)
{
    /// <summary>Compares programs.</summary>
    /// <param name="programs">At least two.</param>
    /// <param name="normalForm">Equal for programs that count as the same; null for what is no program. Asked once for each.</param>
    /// <typeparam name="T">A program, as text or otherwise.</typeparam>
    /// <exception cref="AnalysisException">There are fewer than two programs.</exception>
    public static DistinctPrograms Of<T>(IReadOnlyList<T> programs, Func<T, string?> normalForm)
    {
        Pairs.Require(programs);
        var sizes = programs.Select(normalForm).OfType<string>().CountBy(form => form, StringComparer.Ordinal).Select(pair => (double)pair.Value)
            .ToArray();
        var parsed = sizes.Sum();
        var differing = parsed < 2 ? double.NaN : 1 - sizes.Sum(n => n * (n - 1)) / (parsed * (parsed - 1));
        return new(programs.Count, (int)parsed, sizes.Length, differing);
    }
}
