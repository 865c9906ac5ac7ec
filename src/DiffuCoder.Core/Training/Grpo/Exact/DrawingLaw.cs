namespace DiffuCoder.Training.Grpo.Exact;

/// <summary>
/// What an estimator does on average to a completion of n tokens: every mask of k tokens enters its expectation with the same weight, the k-th of
/// <see cref="Weights"/>.
/// </summary>
internal sealed class DrawingLaw
{
    private readonly LikelihoodEstimator estimator;
    private readonly IReadOnlyList<MaskPart> parts;
    private readonly IReadOnlyList<(double Ratio, double Weight)> ratios;
    private readonly int length;
    private readonly double share;

    private DrawingLaw(LikelihoodEstimator estimator, IReadOnlyList<MaskPart> parts, int length)
    {
        (this.estimator, this.parts, this.length) = (estimator, parts, length);
        ratios = RatioNodes.Of(estimator.LeastMaskRatio, estimator.MostMaskRatio);
        share = 1.0 / (Drawings + (estimator.Variant.ShowsFullMask ? 1 : 0));
        OfDrawing = Mean(ratios.Select(node => (node.Weight, parts.Select(part => OfPart(part, node.Ratio)).Aggregate(Sum, Add))));
    }

    /// <summary>The law of an estimator; null where it can only be drawn: the prompt is masked too, or its variant has none.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="length">Tokens of the completion, n.</param>
    /// <exception cref="TrainingException">The range of ratios is empty, or a weight of the estimator is infinite in it.</exception>
    public static DrawingLaw? Of(LikelihoodEstimator estimator, int length)
    {
        estimator.RequireRatios(length);
        if (estimator.Variant.Law is not { } parts || estimator.PromptMaskProbability > 0) return null;
        return new(estimator, parts, length);
    }

    /// <summary>The weights of masks of 0, 1, ..., n tokens in the evidence lower bound (<see cref="Combinatorics.Beta"/>).</summary>
    public static double[] OfBound(int length) =>
        [0, .. Enumerable.Range(1, length).Select(masked => Combinatorics.Beta(masked, length))];

    private int Drawings => parts.Count == 0 ? 0 : estimator.Drawings;

    private double[] Sum => new double[length + 1];

    private double[] OfDrawing { get; }

    /// <summary>The weight of a mask of 0, 1, ..., n tokens in the expectation of the estimate.</summary>
    public double[] Weights
    {
        get
        {
            double[] weights = [.. OfDrawing.Select(weight => weight * share * Drawings)];
            if (estimator.Variant.ShowsFullMask) weights[length] += share;
            return weights;
        }
    }

    /// <summary>
    /// The expected squared distance of the estimate from its expectation. Drawings are independent, and so are the parts of one given its ratio r:
    /// share^2 Drawings (E_r[ sum_p E|X_p|^2 + sum_(p != q) E X_p . E X_q ] - |E X|^2).
    /// </summary>
    /// <param name="moments">Inner products of what single masks give.</param>
    public double Variance(MaskMoments moments)
    {
        var second = ratios.Sum(node =>
        {
            var means = parts.Select(part => OfPart(part, node.Ratio)).ToList();
            var squares = parts.Sum(part => Square(part, node.Ratio, moments));
            var all = means.Aggregate(Sum, Add);
            return node.Weight * (squares + moments.Inner(all, all) - means.Sum(mean => moments.Inner(mean, mean)));
        });
        // rounding may leave less than nothing
        return Math.Max(0, share * share * Drawings * (second - moments.Inner(OfDrawing, OfDrawing)));
    }

    // the sum over subsets of their probability times the passes' weights, by the size of what a pass masks
    private double[] OfPart(MaskPart part, double ratio)
    {
        var weights = Sum;
        for (var k = 0; k <= length; k++)
            foreach (var pass in part.Passes(ratio, k, length))
                if (Masked(pass, k) is > 0 and var masked)
                    weights[masked] += part.Probability(ratio, k, length) * pass.Weight;
        return weights;
    }

    private double Square(MaskPart part, double ratio, MaskMoments moments)
    {
        var sum = 0.0;
        for (var k = 0; k <= length; k++)
        {
            var passes = part.Passes(ratio, k, length);
            var squares = passes.Where(pass => Masked(pass, k) > 0)
                .Sum(pass => pass.Weight * pass.Weight * moments.Squares[Masked(pass, k)]);
            if (passes is [var one, var other] && k > 0 && k < length) squares += 2 * one.Weight * other.Weight * moments.Pairs[k];
            sum += part.Probability(ratio, k, length) * squares;
        }
        return sum;
    }

    private int Masked(MaskPass pass, int size) => pass.Complement ? length - size : size;

    private static double[] Add(double[] left, double[] right) => [.. left.Zip(right, (one, other) => one + other)];

    private double[] Mean(IEnumerable<(double Weight, double[] Values)> nodes) =>
        nodes.Aggregate(Sum, (sum, node) => Add(sum, [.. node.Values.Select(value => node.Weight * value)]));
}
