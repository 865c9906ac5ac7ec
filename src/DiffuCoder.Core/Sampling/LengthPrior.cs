namespace DiffuCoder.Sampling;

/// <summary>How a log-probability is made comparable between holes of different lengths. A new one is a value of this type.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Score">
/// From a log-probability summed over tokens, S in nats, and their number, n, to a score; higher is better. The tokens are those that fill the
/// holes, and for a pseudo-likelihood those around them too.
/// </param>
public sealed record LengthPrior(string Name, Func<double, int, double> Score)
{
    /// <summary>S: what the probability itself says. Every further token costs, so that the shortest holes win.</summary>
    public static LengthPrior None { get; } = new("sum", (sum, _) => sum);

    /// <summary>S / n, the mean over tokens: tokens that are easy to tell, such as a repetition, raise it.</summary>
    public static LengthPrior Mean { get; } = new("mean", (sum, count) => sum / count);

    /// <summary>S + b n: a prior p(n) proportional to exp(b n), which makes up for what a token costs on average.</summary>
    /// <param name="nats">b, in nats a token; 0 or more.</param>
    /// <exception cref="SamplerException">It is out of its range.</exception>
    public static LengthPrior PerToken(double nats)
    {
        Check.Within(0, 1000, nats, "The nats of a token");
        return new(FormattableString.Invariant($"{nats} a token"), (sum, count) => sum + nats * count);
    }

    /// <summary>S / n^a: between the sum (0) and the mean (1).</summary>
    /// <param name="exponent">a, between 0 and 2.</param>
    /// <exception cref="SamplerException">It is out of its range.</exception>
    public static LengthPrior Power(double exponent)
    {
        Check.Within(0, 2, exponent, "The exponent of a length");
        return new(FormattableString.Invariant($"power {exponent}"), (sum, count) => sum / Math.Pow(count, exponent));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
