using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// Block-wise masks, as SPG draws them (Wang et al., arXiv 2510.09541, section 3.3; <c>forward_process</c>, <c>block_random</c>, of its released
/// trainer): what stands before a block is shown, some of the block is masked, and all behind it, as where blocks are written from left to right.
/// </summary>
/// <remarks>
/// Of a completion of n tokens a block is drawn, each that its tokens reach as likely, and of its m tokens the number k that is masked, each from
/// max(1, least m) to most m as likely. A masked token's weight is n over the number of masked ones, so that a pass counts their mean, n times. The
/// release draws the blocks of one completion without putting them back; here drawings are independent of each other.
/// </remarks>
public static class BlockMasks
{
    /// <summary>The variant for blocks of a length. The mask ratios of the estimator have no say.</summary>
    /// <param name="blockLength">Tokens of a block, at least 1; that of the sampler.</param>
    /// <param name="least">Least share of a block that is masked, in [0, 1]; at least one token is.</param>
    /// <param name="most">Largest share, in [least, 1].</param>
    /// <exception cref="TrainingException">A number is out of its range.</exception>
    public static MaskVariant Of(int blockLength, double least = 0, double most = 1)
    {
        Require.AtLeast(blockLength, 1, nameof(blockLength));
        Require.Within(least, 0, 1, nameof(least));
        Require.Within(most, least, 1, nameof(most));
        var shares = least == 0 && most == 1 ? "" : FormattableString.Invariant($", shares [{least}, {most}]");
        return new($"blocks of {blockLength}{shares}", 3, false, draw => [Mask(draw, blockLength, least, most)]);
    }

    private static DrawnMask Mask(MaskDraw draw, int blockLength, double least, double most)
    {
        using var scope = NewDisposeScope();
        using Scalar one = 1, size = blockLength, low = least, high = most, beyond = 2;
        var written = draw.Counted.to(ScalarType.Float32).sum(1, keepdim: true).clamp_min(one);
        var start = First(draw.Uniforms[1]).mul(written.DividedBy(blockLength).ceil()).floor().mul(size);
        var length = (written - start).clamp_max(size);
        var fewest = length.mul(low).floor().clamp_min(one);
        var largest = length.mul(high).floor().maximum(fewest);
        var number = fewest.Plus(First(draw.Uniforms[2]).mul((largest - fewest).Plus(one)).floor());
        var column = HeldScalars.Range(draw.Counted.shape[1], ScalarType.Float32, CPU).unsqueeze(0);
        var behind = column.ge(start.Plus(length));
        var inside = column.ge(start) & behind.logical_not();
        // the ranks of the block's tokens among themselves
        var rank = draw.Uniforms[0].masked_fill(inside.logical_not(), beyond).argsort(1).argsort(1);
        var masked = behind | (inside & rank.lt(number));
        var counted = (masked & draw.Counted).to(ScalarType.Float32).sum(1, keepdim: true).clamp_min(one);
        return new(masked.MoveToOuterDisposeScope(), (written / counted).MoveToOuterDisposeScope());
    }

    private static Tensor First(Tensor uniform) => uniform.narrow(1, 0, 1);
}
