using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// Masks of a number of tokens that is drawn, in place of a ratio: k uniform over 0, 1, ..., n, then k of the n tokens. With weight (n+1)/k for the
/// mask and (n+1)/(n-k) for its complement, each halved, the expectation is the sum over k of 1/k times the mean over masks of size k, which is
/// the evidence lower bound itself (<see cref="Exact.ExactLikelihood"/>).
/// </summary>
/// <remarks>
/// ESPO's estimate (Ou et al., arXiv 2512.03759; <c>forward_process</c> and <c>_get_elbo</c> of its released trainer). That one spreads k over the
/// rows of a batch, k, k + (n+1)/B, ...; here the rows share it, as those of the other variants share a ratio.
/// </remarks>
public static class CountMasks
{
    /// <summary>The mask and its complement. The mask ratios of the estimator have no say.</summary>
    public static MaskVariant Coupled { get; } = new("coupled counts", 2, false, draw => Masks(draw.Uniforms[0], draw.Uniforms[1]))
    {
        Law = [new(Probability, Passes)],
    };

    private static IReadOnlyList<DrawnMask> Masks(Tensor order, Tensor number)
    {
        var length = (int)order.shape[1];
        var masked = (int)(number.select(0, 0).select(0, 0).ToSingle() * (length + 1));
        using Scalar bound = masked; // held: TorchSharp frees a scalar that nobody holds while its native call may still read it
        var rank = order.argsort(1).argsort(1);
        return [new(rank.lt(bound), Weight(masked, length)), new(rank.ge(bound), Weight(length - masked, length))];
    }

    private static double Probability(double ratio, int masked, int length) => 1 / ((length + 1) * Combinatorics.Choose(length, masked));

    private static IReadOnlyList<MaskPass> Passes(double ratio, int masked, int length) =>
        [new(false, Weight(masked, length)), new(true, Weight(length - masked, length))];

    // nothing is counted where nothing is masked
    private static double Weight(int masked, int length) => masked == 0 ? 0 : (length + 1) / (2.0 * masked);
}
