namespace DiffuCoder.Analysis;

/// <summary>The n-grams of a token sequence and how often each occurs.</summary>
internal sealed class NGrams
{
    public const int Longest = 4;

    private readonly Dictionary<(int, int, int, int), int>[] counts;

    public NGrams(IReadOnlyList<int> tokens)
    {
        Length = tokens.Count;
        counts = [.. Enumerable.Range(1, Longest).Select(n => Count(tokens, n))];
    }

    public int Length { get; }

    /// <summary>n-grams of n tokens; shorter ones leave the last places 0, and only equal n are ever compared.</summary>
    public IReadOnlyDictionary<(int, int, int, int), int> Of(int n) => counts[n - 1];

    private static Dictionary<(int, int, int, int), int> Count(IReadOnlyList<int> tokens, int n) =>
        Enumerable.Range(0, Math.Max(0, tokens.Count - n + 1))
            .CountBy(i => (tokens[i], n > 1 ? tokens[i + 1] : 0, n > 2 ? tokens[i + 2] : 0, n > 3 ? tokens[i + 3] : 0))
            .ToDictionary();
}
