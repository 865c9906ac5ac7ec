namespace DiffuCoder.Sampling;

/// <summary>The distribution of one position's token after temperature and filters.</summary>
public readonly ref struct TokenDistribution
{
    private readonly ReadOnlySpan<float> weights; // exp(logit - largest logit) of every token, also of removed ones
    private readonly float floor; // lesser weights are removed
    private readonly float mass; // of what is kept

    private TokenDistribution(ReadOnlySpan<float> weights, float floor, double mass)
    {
        this.weights = weights;
        (this.floor, this.mass) = (floor, (float)mass);
        NegativeEntropy = (float)RowMath.NegativeEntropy(weights, floor, this.mass);
    }

    /// <summary>Sum of p log(p + 1e-10), in nats: 0 when certain, about -log V when lost.</summary>
    public float NegativeEntropy { get; }

    /// <summary>Probability of a token; 0 when a filter removed it.</summary>
    /// <param name="token">Its id.</param>
    public float Probability(int token) => Share(weights[token]);

    /// <summary>Lead of the likeliest token over the second likeliest.</summary>
    public float Margin()
    {
        var (first, second) = RowMath.Largest(weights);
        return Share(first) - Share(second);
    }

    /// <summary>Filters a row.</summary>
    /// <param name="row">Logits after temperature, as <see cref="RowMath.Scale"/> writes them; becomes the weights.</param>
    /// <param name="vocabulary">Entries that are tokens.</param>
    /// <param name="options">The filters.</param>
    /// <returns>A distribution whose every figure is NaN when the logits are not numbers.</returns>
    internal static TokenDistribution Of(Span<float> row, int vocabulary, SamplerOptions options)
    {
        var total = RowMath.Exponentials(row, RowMath.Largest(row).First);
        if (double.IsNaN(total)) return new(row, 0, total);
        var floor = 0f;
        // weights below (1 - p) / V of the total hold less than 1 - p together, so the line is crossed above them; a little less, for the rounding
        if (options.TopP < 1) floor = KeptFloor.ByMass(row, (float)(0.999 * (1 - options.TopP) * total / vocabulary), options.TopP * total);
        if (options.TopK is { } k && k < vocabulary) floor = KeptFloor.ByCount(row, Math.Max(floor, float.Epsilon), k);
        return new(row, floor, floor > 0 ? RowMath.Sum(row, floor) : total);
    }

    /// <summary>The likeliest token, the first one among equals.</summary>
    internal int Likeliest() => Math.Max(0, RowMath.FirstFrom(weights, 1));

    /// <summary>A token drawn from the distribution: argmax(p / e) with e exponential, which is what torch.multinomial computes.</summary>
    /// <param name="position">The column whose draws are taken.</param>
    /// <param name="draws">Random numbers; only kept tokens take one.</param>
    internal int Draw(int position, RowDraws draws)
    {
        const int Chunk = 512;
        var tokens = (stackalloc int[Chunk]);
        var exponentials = (stackalloc float[Chunk]);
        var (winner, best, next, least) = (0, 0f, 0, Math.Max(floor, float.Epsilon));
        while (next < weights.Length)
        {
            var kept = RowMath.IndicesFrom(weights, least, ref next, tokens);
            draws.TokenExponentials(position, kept, exponentials[..kept.Length]);
            for (var i = 0; i < kept.Length; i++)
                if (weights[kept[i]] > best * exponentials[i]) (winner, best) = (kept[i], weights[kept[i]] / exponentials[i]);
        }
        return winner;
    }

    private float Share(float weight) => weight < floor ? 0 : weight / mass;
}
