namespace DiffuCoder.Sampling;

/// <summary>Which masked positions of one row are committed at a step. A pure function.</summary>
/// <param name="row">What is known of the row.</param>
public delegate RevealChoice RevealRule(RevealContext row);

/// <summary>One row at one step, as a reveal rule sees it.</summary>
/// <param name="Step">Index of the step within the row's block, from 0.</param>
/// <param name="Steps">Steps planned for the block.</param>
/// <param name="Share">1 - s/t of the time grid: the share of the masked positions that is due; 1 at the last step.</param>
/// <param name="Masked">Positions of the block still masked.</param>
/// <param name="InitialMasks">Positions of the block masked before its first step.</param>
/// <param name="Deferred">Positions that earlier steps put off.</param>
/// <param name="Confidences">Confidence per masked position, left to right; empty when the rule chooses blind.</param>
/// <param name="Temperature">The remasking temperature.</param>
/// <param name="Draws">Random numbers, one per masked position.</param>
public sealed record RevealContext(
    int Step, int Steps, float Share, int Masked, int InitialMasks, int Deferred, float[] Confidences, double Temperature, RowDraws Draws)
{
    /// <summary>Positions that the schedule commits at this step; null where it goes by the share.</summary>
    public int? Scheduled { get; init; }

    /// <summary>Positions to commit: what a counted schedule says and what was put off of it.</summary>
    internal int Due => Scheduled is { } count ? Math.Min(count + Deferred, Masked) : IsLast ? Masked : (int)(Masked * Share);

    /// <summary>The last planned step, or one after it.</summary>
    public bool IsLast => Step >= Steps - 1;
}

/// <summary>What a reveal rule decided.</summary>
/// <param name="Indices">Committed positions, as indices into the masked ones.</param>
/// <param name="Deferred">Positions put off to later steps.</param>
public sealed record RevealChoice(IReadOnlyList<int> Indices, int Deferred = 0);

/// <summary>The reveal rules of the released samplers, each applied to every row on its own.</summary>
/// <remarks>
/// The released sampler takes one count for the whole batch from the mean number of masks, which overwrites known tokens of rows that have
/// fewer; here each row has its own count.
/// </remarks>
public static class RevealRules
{
    /// <summary>Each position on its own with the probability that is due; all of them at the last step.</summary>
    public static RevealChoice Independent(RevealContext row)
    {
        if (row.IsLast) return new([.. Enumerable.Range(0, row.Masked)]);
        var draws = row.Draws.Uniforms();
        return new([.. Enumerable.Range(0, row.Masked).Where(i => draws[i] < row.Share)]);
    }

    /// <summary>The step's number of most confident ones, left-most first among equals; drawn when there is a remasking temperature.</summary>
    public static RevealChoice MostConfident(RevealContext row)
    {
        var count = row.Due;
        if (count == 0) return new([]);
        return new(Largest(row.Temperature > 0 ? Race(row) : row.Confidences, count));
    }

    /// <summary>The step's number of positions with the highest draws.</summary>
    public static RevealChoice AtRandom(RevealContext row) => new(row.Due == 0 ? [] : Largest(row.Draws.Uniforms(), row.Due));

    /// <summary>The step's number of positions from the left.</summary>
    public static RevealChoice LeftMost(RevealContext row) => new([.. Enumerable.Range(0, row.Due)]);

    /// <summary>
    /// The best of the step's share always, the others of the share when their confidence reaches the threshold; the rest is put off, and is due
    /// again at the next step. <see cref="ParallelRules.AllAbove"/> has no share.
    /// </summary>
    /// <param name="threshold">Least confidence.</param>
    public static RevealRule Above(float threshold) => row =>
    {
        var due = DueAbove(row);
        if (due == 0) return new([]);
        var best = Largest(row.Confidences, due);
        int[] taken = [best[0], .. best.Skip(1).Where(i => row.Confidences[i] >= threshold)];
        return new(taken, due - taken.Length);
    };

    /// <summary>How many positions <see cref="Above"/> looks at.</summary>
    internal static int DueAbove(RevealContext row) =>
        row.IsLast ? row.Masked : Math.Min(row.Masked, row.InitialMasks / row.Steps + row.Deferred);

    /// <summary>The first masked position alone; what the rule would commit otherwise is put off.</summary>
    /// <param name="rule">The rule.</param>
    internal static RevealRule FirstOf(RevealRule rule) => row =>
    {
        var choice = rule(row);
        return new([0], choice.Deferred + Math.Max(0, choice.Indices.Count - 1));
    };

    // drawing without replacement from p: the n largest p / e with e exponential, which is what torch.multinomial computes
    private static float[] Race(RevealContext row)
    {
        var top = row.Confidences.Max();
        var weights = row.Confidences.Select(confidence => MathF.Exp((float)((confidence - top) / row.Temperature))).ToArray();
        var total = weights.Sum();
        return [.. weights.Zip(row.Draws.Exponentials(), (weight, draw) => weight / total / draw)];
    }

    internal static int[] Largest(float[] scores, int count) =>
        [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(count)];
}
