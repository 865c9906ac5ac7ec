namespace DiffuCoder.Training;

/// <summary>The forward process: how rows are noised before the model sees them.</summary>
public sealed record MaskingOptions
{
    /// <summary>Masked share as a function of time.</summary>
    public NoiseSchedule Schedule { get; init; } = NoiseSchedule.Linear;

    /// <summary>
    /// Smallest time: t = eps + (1 - eps) u, u ~ U(0, 1). Default 0.001 (dllm <c>MDLMConfig.time_epsilon</c>, d1, LLaDA's guidelines).
    /// </summary>
    public double TimeEpsilon { get; init => field = Require.Within(value, 0, 0.5); } = 1e-3;

    /// <summary>
    /// One stratum of (0, 1) per row, in place of independent times: u_b = (u_0 + b / B) mod 1. The expectation stays, the
    /// variance over the batch falls (Kingma et al., arXiv 2107.00630, appendix I.1). Off by default, as in the paper.
    /// </summary>
    public bool StratifiedTime { get; init; }

    /// <summary>
    /// Share of rows that keep an unnoised prefix of random length, which is then
    /// neither masked nor learned. The paper's stage 1 has 0.01 (section 5). Default 0.
    /// </summary>
    public double PrefixShare { get; init => field = Require.Within(value, 0, 1); }

    /// <summary>
    /// Share of micro-batches cut to a length drawn from U{1..L}. The paper's stage
    /// 1 has 0.01 (section 5; LLaDA's guidelines cut the same way). Default 0.
    /// </summary>
    public double RandomLengthShare { get; init => field = Require.Within(value, 0, 1); }

    /// <summary>The adaptation stage of the paper (section 5, stage 1).</summary>
    public static MaskingOptions PaperAdaptation { get; } = new() { PrefixShare = 0.01, RandomLengthShare = 0.01 };

    internal string Description => FormattableString.Invariant(
        $"schedule={Schedule.Name} eps={TimeEpsilon} stratified={StratifiedTime} prefix={PrefixShare} randomLength={RandomLengthShare}");
}
