namespace DiffuCoder.Training;

/// <summary>The numerators and denominators of a step's micro-batches, whose gradients the weights hold.</summary>
internal sealed record GradientSum(double Loss, double Normalizer, long Tokens, Dictionary<string, Mean> Measures)
{
    /// <summary>Nothing yet.</summary>
    public static GradientSum Zero => new(0, 0, 0, []);

    /// <summary>Adds a micro-batch's sums.</summary>
    public GradientSum Add(MicroBatchSums part)
    {
        foreach (var (name, mean) in part.Measures) Measures[name] = mean + Measures.GetValueOrDefault(name);
        return this with { Loss = Loss + part.Loss, Normalizer = Normalizer + part.Normalizer, Tokens = Tokens + part.Tokens };
    }
}
