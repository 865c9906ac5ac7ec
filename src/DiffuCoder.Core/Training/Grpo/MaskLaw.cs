namespace DiffuCoder.Training.Grpo;

/// <summary>
/// A random subset of a completion's n tokens that a drawing takes independently of its other parts, and the passes that it makes of it. Subsets of
/// one size are equally likely, so that expectations over all 2^n of them can be written down.
/// </summary>
/// <param name="Probability">From the mask ratio r, a size k and n to the probability of one given subset of that size.</param>
/// <param name="Passes">From the same three to the passes; at most one that masks the subset and one that masks its complement.</param>
public sealed record MaskPart(
    Func<double, int, int, double> Probability, Func<double, int, int, IReadOnlyList<MaskPass>> Passes)
{
    /// <summary>Every token by itself with probability r, masked in one pass at weight 1/r.</summary>
    public static MaskPart Independent { get; } = new(Bernoulli, (r, _, _) => [new(false, 1 / r)]);

    /// <summary>The same, and the complement at weight 1/(1-r).</summary>
    public static MaskPart WithComplement { get; } = new(Bernoulli, (r, _, _) => [new(false, 1 / r), new(true, 1 / (1 - r))]);

    /// <summary>Every token by itself with probability 1-r, at weight 1/(1-r).</summary>
    public static MaskPart OfTheRest { get; } = new((r, k, n) => Bernoulli(1 - r, k, n), (r, _, _) => [new(false, 1 / (1 - r))]);

    private static double Bernoulli(double r, int k, int n) => Math.Pow(r, k) * Math.Pow(1 - r, n - k);
}

/// <summary>A pass over a subset.</summary>
/// <param name="Complement">Whether the other tokens are masked, not those of the subset.</param>
/// <param name="Weight">What the log-probability of a masked token is multiplied with.</param>
public readonly record struct MaskPass(bool Complement, double Weight);
