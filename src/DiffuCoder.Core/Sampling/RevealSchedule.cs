namespace DiffuCoder.Sampling;

/// <summary>How many positions each step commits, as a value.</summary>
/// <param name="Name">The name the field knows it by; it stands in saved options.</param>
/// <param name="Counts">
/// From the masks of a row's block and the steps planned for it to the counts, in order;
/// null: the share of the time grid, rounded down, of what is masked at each step.
/// </param>
public sealed record RevealSchedule(string Name, Func<int, int, IReadOnlyList<int>>? Counts)
{
    /// <summary>int(masked (1 - s/t)) on a grid of times from 1 to epsilon: the sampler of Dream and DiffuCoder.</summary>
    public static RevealSchedule TimeGrid { get; } = new("time grid", null);

    /// <summary>Evenly, the remainder on the first steps: the sampler of LLaDA (arXiv 2502.09992).</summary>
    public static RevealSchedule Even { get; } = new("even", EvenCounts);

    /// <summary>What the reverse process of the linear schedule, 1 - t, reveals on average; steps that reveal nothing are left out (dllm).</summary>
    public static RevealSchedule Linear { get; } = new("linear", (masks, steps) => Expected(masks, steps, time => 1 - time));

    /// <summary>The same for the cosine schedule, 1 - cos(pi/2 (1 - t)): few at first, many at last.</summary>
    public static RevealSchedule Cosine { get; } = new(
        "cosine", (masks, steps) => Expected(masks, steps, time => 1 - MathF.Cos(MathF.PI / 2 * (1 - time))));

    /// <summary>The schedules of the kit.</summary>
    public static IReadOnlyList<RevealSchedule> All { get; } = [TimeGrid, Even, Linear, Cosine];

    /// <summary>Two schedules are the same when their names are.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(RevealSchedule? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static IReadOnlyList<int> EvenCounts(int masks, int steps)
    {
        var (share, rest) = Math.DivRem(masks, steps);
        return [.. Enumerable.Range(0, steps).Select(step => share + (step < rest ? 1 : 0))];
    }

    // of what is masked at time t, a share of 1 - (1 - alpha(s)) / (1 - alpha(t)) is
    // revealed on the way to s; in float32 as the reference, for halves are common
    private static IReadOnlyList<int> Expected(int masks, int steps, Func<float, float> alpha)
    {
        var counts = new List<int>();
        for (var left = steps; left > 0; left--)
        {
            float now = left / (float)steps, next = (left - 1) / (float)steps;
            var share = 1 - (1 - alpha(next)) / (1 - alpha(now));
            var count = Math.Min(masks, (int)Math.Round(masks * (double)share));
            masks -= count;
            if (count > 0) counts.Add(count);
        }
        return counts;
    }
}
