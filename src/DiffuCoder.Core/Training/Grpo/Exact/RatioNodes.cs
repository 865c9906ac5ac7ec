namespace DiffuCoder.Training.Grpo.Exact;

/// <summary>
/// Means over a mask ratio that is uniform over [low, high], by Gauss-Legendre quadrature: what is averaged are polynomials in r and 1-r over r, r^2,
/// 1-r or (1-r)^2, smooth where the range keeps away from 0 and 1.
/// </summary>
internal static class RatioNodes
{
    // exact for polynomials up to degree 255; over [0.2, 0.8] the poles beside the range cost no digit
    private const int Nodes = 128;

    private static readonly (double At, double Weight)[] Legendre = [.. Enumerable.Range(0, Nodes).Select(Node)];

    /// <summary>Ratios and their weights, which add up to 1; one ratio where the range is a point.</summary>
    public static IReadOnlyList<(double Ratio, double Weight)> Of(double low, double high) => low == high
        ? [(low, 1)]
        : [.. Legendre.Select(node => ((low + high) / 2 + (high - low) / 2 * node.At, node.Weight / 2))];

    // a root of the Legendre polynomial P_n by Newton's steps, and 2 / ((1 - x^2) P_n'(x)^2
    private static (double, double) Node(int i)
    {
        var x = Math.Cos(Math.PI * (i + 0.75) / (Nodes + 0.5));
        var slope = 0.0;
        for (var step = 0; step < 10; step++)
        {
            var (value, before) = (x, 1.0);
            for (var n = 2; n <= Nodes; n++) (value, before) = (((2 * n - 1) * x * value - (n - 1) * before) / n, value);
            slope = Nodes * (x * value - before) / (x * x - 1);
            x -= value / slope;
        }
        return (x, 2 / ((1 - x * x) * slope * slope));
    }
}
