namespace DiffuCoder.Models;

/// <summary>How rotary positions were stretched over more positions than a model was first trained on.</summary>
public abstract record RotaryScaling
{
    private protected RotaryScaling() { }

    /// <summary>Positions are divided by a factor (Chen et al., arXiv 2306.15595).</summary>
    /// <param name="Factor">How many times as long; 1 or more.</param>
    public sealed record Linear(double Factor) : RotaryScaling;

    /// <summary>
    /// YaRN (Peng et al., arXiv 2309.00071) as <c>transformers</c> computes it: fast frequencies stay, slow ones are divided by the factor, those
    /// between are mixed, and cosines and sines are multiplied by <see cref="AttentionFactor"/>. It is static: short texts are turned the same way.
    /// </summary>
    /// <param name="Factor">How many times as long; 1 or more.</param>
    /// <param name="OriginalPositions">Positions the model was first trained on.</param>
    public sealed record Yarn(double Factor, int OriginalPositions) : RotaryScaling
    {
        /// <summary>Pairs that turn more often than this over the original positions stay as they are.</summary>
        public double BetaFast { get; init; } = 32;

        /// <summary>Pairs that turn less often than this over the original positions are divided by the whole factor.</summary>
        public double BetaSlow { get; init; } = 1;

        /// <summary>What cosines and sines are multiplied by.</summary>
        public double AttentionFactor { get; init; } = Attention(Factor);

        /// <summary>Whether the range of mixed pairs is rounded to whole pairs.</summary>
        public bool Truncate { get; init; } = true;

        /// <summary>The paper's 0.1 m ln(factor) + 1, for factors above 1.</summary>
        internal static double Attention(double factor, double m = 1) => factor <= 1 ? 1 : 0.1 * m * Math.Log(factor) + 1;
    }
}
