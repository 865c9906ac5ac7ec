namespace DiffuCoder.Analysis;

/// <summary>
/// How far a model decodes like an autoregressive one (DiffuCoder, arXiv 2506.20639, section 4). The paper defines the measures
/// in words; the readings taken here are said at each. Where nothing was revealed they are undefined: NaN, which means leave out.
/// </summary>
public static class ArNess
{
    /// <summary>
    /// Local AR-ness@k, next-token pattern: the share of revealed tokens that end a run of at least k
    /// next-token predictions. A token is one when its position is that of the token revealed before it,
    /// plus 1; the first token, when it is the leftmost mask. Tokens of one step count from left to right.
    /// </summary>
    /// <param name="order">The order of decoding.</param>
    /// <param name="k">At least 1; beyond the number of tokens the share is 0.</param>
    /// <returns>In [0, 1], falling with k; (n - k + 1) / n for n tokens from left to right; NaN when nothing was revealed.</returns>
    /// <exception cref="AnalysisException"><paramref name="k"/> is below 1.</exception>
    public static double Local(DecodingOrder order, int k) => Share(Runs(order), run => run >= k, k);

    /// <summary>
    /// Global AR-ness@k, first-mask selection: the share of revealed tokens whose position was among
    /// the k leftmost masked ones at the start of their step; all tokens of a step see the same masks.
    /// </summary>
    /// <param name="order">The order of decoding.</param>
    /// <param name="k">At least 1; from the number of masks on the share is 1.</param>
    /// <returns>In [0, 1], rising with k; NaN when nothing was revealed.</returns>
    /// <exception cref="AnalysisException"><paramref name="k"/> is below 1.</exception>
    public static double Global(DecodingOrder order, int k) => Share(Ranks(order), rank => rank < k, k);

    /// <summary>Local AR-ness for k from 1 to <paramref name="most"/>.</summary>
    /// <param name="order">The order of decoding.</param>
    /// <param name="most">At least 1; 9 in the paper's figures.</param>
    /// <returns>Entry i is for k = i + 1.</returns>
    /// <exception cref="AnalysisException"><paramref name="most"/> is below 1.</exception>
    public static IReadOnlyList<double> LocalCurve(DecodingOrder order, int most)
    {
        var runs = Runs(order);
        return [.. Ks(most).Select(k => Share(runs, run => run >= k, k))];
    }

    /// <summary>Global AR-ness for k from 1 to <paramref name="most"/>.</summary>
    /// <param name="order">The order of decoding.</param>
    /// <param name="most">At least 1; 4 in the paper's figures.</param>
    /// <returns>Entry i is for k = i + 1.</returns>
    /// <exception cref="AnalysisException"><paramref name="most"/> is below 1.</exception>
    public static IReadOnlyList<double> GlobalCurve(DecodingOrder order, int most)
    {
        var ranks = Ranks(order);
        return [.. Ks(most).Select(k => Share(ranks, rank => rank < k, k))];
    }

    /// <summary>The mean of <see cref="LocalCurve"/> over generations, each counting once whatever its length.</summary>
    /// <param name="orders">At least one. Empty ones do not count.</param>
    /// <param name="most">At least 1.</param>
    /// <param name="options">How the bands are made; <see cref="BandOptions.Default"/> when null.</param>
    /// <returns>A point for each k.</returns>
    /// <exception cref="AnalysisException">There are no orders, or <paramref name="most"/> is below 1.</exception>
    public static IReadOnlyList<CurvePoint> LocalMeans(IReadOnlyList<DecodingOrder> orders, int most, BandOptions? options = null) =>
        Means(orders, order => LocalCurve(order, most), most, options);

    /// <summary>The mean of <see cref="GlobalCurve"/> over generations, each counting once whatever its length.</summary>
    /// <inheritdoc cref="LocalMeans"/>
    public static IReadOnlyList<CurvePoint> GlobalMeans(IReadOnlyList<DecodingOrder> orders, int most, BandOptions? options = null) =>
        Means(orders, order => GlobalCurve(order, most), most, options);

    /// <summary>
    /// What <see cref="GlobalMeans"/> would be on average, had the same numbers of tokens been written one
    /// by one in random order: min(k, m) / m of the choices are among the k leftmost while m masks are left.
    /// </summary>
    /// <inheritdoc cref="LocalMeans"/>
    public static IReadOnlyList<CurvePoint> GlobalMeansAtRandom(IReadOnlyList<DecodingOrder> orders, int most, BandOptions? options = null) =>
        Means(orders, order => [.. Ks(most).Select(k => GlobalAtRandom(order.Flattened.Count, k))], most, options);

    private static double GlobalAtRandom(int tokens, int k) =>
        tokens == 0 ? double.NaN : Enumerable.Range(1, tokens).Average(left => (double)Math.Min(k, left) / left);

    private static IReadOnlyList<CurvePoint> Means(
        IReadOnlyList<DecodingOrder> orders, Func<DecodingOrder, IReadOnlyList<double>> curve, int most, BandOptions? options)
    {
        IReadOnlyList<double>[] curves = [.. Need.Some(orders).Select(curve)];
        return [.. Ks(most).Select(k => new CurvePoint(k, Band.Of(curves.Select(values => values[k - 1]), options)))];
    }

    private static IEnumerable<int> Ks(int most) => Enumerable.Range(1, Need.AtLeast(1, most, "The largest k"));

    private static double Share(int[] tokens, Func<int, bool> counts, int k)
    {
        Need.AtLeast(1, k, "k");
        return tokens.Length == 0 ? double.NaN : (double)tokens.Count(counts) / tokens.Length;
    }

    /// <summary>For each token in order, how many next-token predictions end with it.</summary>
    private static int[] Runs(DecodingOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var runs = new int[order.Flattened.Count];
        for (var i = 0; i < runs.Length; i++)
        {
            var next = i == 0 ? order.Masked[0] : order.Flattened[i - 1] + 1;
            runs[i] = order.Flattened[i] != next ? 0 : i == 0 ? 1 : runs[i - 1] + 1;
        }
        return runs;
    }

    /// <summary>For each token in order, how many masks stood to the left of it at the start of its step.</summary>
    private static int[] Ranks(DecodingOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        List<int> masked = [.. order.Masked], ranks = [];
        foreach (var step in order.Steps)
        {
            ranks.AddRange(step.Select(masked.BinarySearch));
            foreach (var position in step) masked.RemoveAt(masked.BinarySearch(position));
        }
        return [.. ranks];
    }
}
