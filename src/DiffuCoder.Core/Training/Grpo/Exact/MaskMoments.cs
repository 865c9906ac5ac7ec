namespace DiffuCoder.Training.Grpo.Exact;

/// <summary>
/// Inner products of the vectors v(M) that the passes of all 2^n masks give, gradients or log-probabilities, v of nothing masked being 0: enough for
/// mean and variance of every estimator, because masks of one size have one weight.
/// </summary>
internal sealed class MaskMoments(int length)
{
    private readonly double[,] bySize = new double[length + 1, length + 1];

    /// <summary>The sum of |v(M)|^2 over masks of 0, 1, ..., n tokens.</summary>
    public double[] Squares { get; } = new double[length + 1];

    /// <summary>The sum of v(M) . v(complement of M) over masks of 0, 1, ..., n tokens.</summary>
    public double[] Pairs { get; } = new double[length + 1];

    /// <summary>Adds a mask and its complement.</summary>
    /// <param name="masked">Tokens of the mask.</param>
    /// <param name="square">|v(M)|^2.</param>
    /// <param name="squareOfComplement">|v(complement)|^2.</param>
    /// <param name="product">Their product.</param>
    public void Add(int masked, double square, double squareOfComplement, double product)
    {
        Squares[masked] += square;
        Squares[length - masked] += squareOfComplement;
        Pairs[masked] += product;
        Pairs[length - masked] += product;
    }

    /// <summary>Says g_k . g_l, of the sums g_k of v over the masks of k tokens.</summary>
    public void Set(int k, int l, double product) => (bySize[k, l], bySize[l, k]) = (product, product);

    /// <summary>The product of two sums over all masks, each with a weight for every size.</summary>
    public double Inner(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var k = 1; k <= length; k++)
            for (var l = 1; l <= length; l++)
                sum += left[k] * right[l] * bySize[k, l];
        return sum;
    }

    /// <summary>The moments of vectors that are small enough to keep.</summary>
    /// <param name="length">Tokens of the completion, n.</param>
    /// <param name="vectors">v by mask, bit i for token i: 2^n of them, the first of zeros.</param>
    public static MaskMoments Of(int length, IReadOnlyList<double[]> vectors)
    {
        var moments = new MaskMoments(length);
        var all = vectors.Count - 1;
        for (var mask = 0; mask <= all / 2; mask++)
            moments.Add(Size(mask), Dot(vectors[mask], vectors[mask]), Dot(vectors[all - mask], vectors[all - mask]),
                Dot(vectors[mask], vectors[all - mask]));
        var sums = Enumerable.Range(0, length + 1).Select(_ => new double[vectors[0].Length]).ToList();
        for (var mask = 1; mask <= all; mask++)
            for (var i = 0; i < vectors[mask].Length; i++) sums[Size(mask)][i] += vectors[mask][i];
        for (var k = 1; k <= length; k++)
            for (var l = k; l <= length; l++) moments.Set(k, l, Dot(sums[k], sums[l]));
        return moments;
    }

    /// <summary>Tokens of a mask.</summary>
    public static int Size(int mask) => System.Numerics.BitOperations.PopCount((uint)mask);

    private static double Dot(double[] left, double[] right) => left.Zip(right, (one, other) => one * other).Sum();
}
