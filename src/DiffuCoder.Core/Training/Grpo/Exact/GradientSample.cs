using DiffuCoder.Analysis;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo.Exact;

/// <summary>
/// What independent draws of a gradient say of its expectation and variance, without keeping them: their sums in batches, less a gradient they are
/// compared with, and the squares of their distances from it. Squared norms are estimated without the bias that squaring a mean has, from products of
/// different batches; intervals are the bootstrap of the jackknife's pseudo-values over batches (Efron 1982, "The Jackknife, the Bootstrap and Other
/// Resampling Plans").
/// </summary>
internal sealed class GradientSample
{
    // as many sums are kept at a time
    private const int MostBatches = 20;

    private readonly IReadOnlyList<int> counts;
    private readonly double[,] products;
    private readonly double[] squares;
    private readonly double[] along;
    private readonly double exact;
    private readonly BandOptions bands;

    private GradientSample(
        IReadOnlyList<int> counts, double[,] products, double[] squares, double[] along, double exact, IReadOnlyList<double> cosines,
        BandOptions bands)
    {
        (this.counts, this.products, this.squares, this.along, this.exact, this.bands) = (counts, products, squares, along, exact, bands);
        Cosine = Band.Of(cosines, bands);
    }

    /// <summary>Cosine of the angle between one draw and the exact gradient: the mean over draws.</summary>
    public Band Cosine { get; }

    /// <summary>|E g' - g| / |g|.</summary>
    public Band Bias
    {
        get
        {
            var square = Of(all => all.Distance / exact);
            return new(Root(square.Mean), Root(square.Low), Root(square.High), square.Count);
        }
    }

    /// <summary>E g' . g / |g|^2.</summary>
    public Band Scale => Of(all => 1 + all.Along / exact);

    /// <summary>E |g' - E g'|^2 / |g|^2.</summary>
    public Band Variance => Of(all => all.Variance / exact);

    /// <summary>E |g' - E g'|^2 / |E g'|^2; not a number where the expectation cannot be told from 0.</summary>
    public Band Noise => Of(all => MeanSquare(all) > 0 ? all.Variance / MeanSquare(all) : double.NaN);

    /// <summary>|E g'|.</summary>
    public double Norm => Root(MeanSquare(Statistics(-1)));

    /// <summary>Draws gradients.</summary>
    /// <param name="draws">How many, at least two.</param>
    /// <param name="draw">The gradient of a draw, float64 [P].</param>
    /// <param name="compared">The gradient that they are compared with, float64 [P]; null: none.</param>
    /// <param name="bands">How intervals are made.</param>
    /// <param name="progress">Told how many are drawn, and of how many.</param>
    /// <param name="cancellation">Ends it between two draws.</param>
    public static GradientSample Of(
        int draws, Func<int, Tensor> draw, Tensor? compared, BandOptions bands, Action<int, int>? progress, CancellationToken cancellation)
    {
        Require.AtLeast(draws, 2, nameof(draws));
        using var scope = NewDisposeScope();
        var batches = Math.Min(draws, MostBatches);
        var (sums, counts, squares, cosines) = (new Tensor?[batches], new int[batches], new double[batches], new List<double>());
        var exact = compared is null ? 0 : FlatGradient.Dot(compared, compared);
        for (var i = 0; i < draws; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var one = NewDisposeScope();
            var (gradient, batch) = (draw(i), i % batches);
            if (compared is not null) cosines.Add(FlatGradient.Dot(gradient, compared) / Math.Sqrt(exact * FlatGradient.Dot(gradient, gradient)));
            var distance = compared is null ? gradient : gradient - compared;
            squares[batch] += FlatGradient.Dot(distance, distance);
            counts[batch]++;
            if (sums[batch] is { } sum) sum.AddInPlace(distance);
            else sums[batch] = distance.clone().MoveToOuterDisposeScope();
            progress?.Invoke(i + 1, draws);
        }
        var products = new double[batches, batches];
        for (var b = 0; b < batches; b++)
            for (var c = 0; c <= b; c++) products[b, c] = products[c, b] = FlatGradient.Dot(sums[b]!, sums[c]!);
        double[] along = [.. sums.Select(sum => compared is null ? 0 : FlatGradient.Dot(sum!, compared))];
        return new(counts, products, squares, along, exact, cosines, bands);
    }

    private double MeanSquare((double Distance, double Along, double Variance) all) => exact + 2 * all.Along + all.Distance;

    // the value of all draws, and the interval over batches
    private Band Of(Func<(double Distance, double Along, double Variance), double> statistic)
    {
        var (value, batches) = (statistic(Statistics(-1)), counts.Count);
        var interval = Band.Of(Enumerable.Range(0, batches).Select(left => batches * value - (batches - 1) * statistic(Statistics(left))), bands);
        return batches < 3 ? new(value, double.NaN, double.NaN, counts.Sum()) : interval with { Mean = value, Count = counts.Sum() };
    }

    // without one of the batches: |E g' - g|^2, (E g' - g) . g, E |g' - E g'|^2
    private (double Distance, double Along, double Variance) Statistics(int without)
    {
        var (distance, pairs, sumAlong, square, count) = (0.0, 0.0, 0.0, 0.0, 0);
        for (var b = 0; b < counts.Count; b++)
        {
            if (b == without) continue;
            for (var c = 0; c < counts.Count; c++)
                if (c != b && c != without) (distance, pairs) = (distance + products[b, c], pairs + (double)counts[b] * counts[c]);
            (sumAlong, square, count) = (sumAlong + along[b], square + squares[b], count + counts[b]);
        }
        var mean = distance / pairs;
        return (mean, sumAlong / count, Math.Max(0, square / count - mean));
    }

    private static double Root(double square) => double.IsNaN(square) ? square : Math.Sqrt(Math.Max(0, square));
}
