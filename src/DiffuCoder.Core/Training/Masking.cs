using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>The forward process of masked diffusion: for t ~ U(0, 1), mask each target token with probability p(t) (paper section 5).</summary>
public static class Masking
{
    /// <summary>Noises rows by given draws; a pure function.</summary>
    /// <param name="rows">What to noise.</param>
    /// <param name="timeDraws">u of each row, float32 [B], in [0, 1); t = eps + (1 - eps) u.</param>
    /// <param name="maskDraws">One draw per position, float32 [B, L]; a target is masked where its draw is below p(t).</param>
    /// <param name="maskTokenId">The mask token.</param>
    /// <param name="options">The forward process.</param>
    /// <returns>The noised rows; new tensors belong to the caller's dispose scope.</returns>
    public static NoisedRows Apply(TrainingRows rows, Tensor timeDraws, Tensor maskDraws, int maskTokenId, MaskingOptions options)
    {
        using var scope = NewDisposeScope();
        using Scalar mask = maskTokenId; // held: TorchSharp frees a scalar that nobody holds while its native call may still read it
        var time = timeDraws.Times(1 - options.TimeEpsilon).Plus((float)options.TimeEpsilon).unsqueeze(1);
        var probability = options.Schedule.MaskProbability(time);
        var masked = maskDraws.lt(probability) & rows.Targets;
        var noised = rows.Tokens.masked_fill(masked, mask);
        return new(rows, noised.MoveToOuterDisposeScope(), masked.MoveToOuterDisposeScope(), time.MoveToOuterDisposeScope(),
            probability.MoveToOuterDisposeScope(), options.Schedule);
    }

    /// <summary>Noises rows by draws of its own, including the optional random length and unnoised prefixes.</summary>
    /// <param name="rows">What to noise.</param>
    /// <param name="draws">Source of randomness.</param>
    /// <param name="maskTokenId">The mask token.</param>
    /// <param name="options">The forward process.</param>
    /// <returns>The noised rows; new tensors belong to the caller's dispose scope.</returns>
    public static NoisedRows Draw(TrainingRows rows, TrainingDraws draws, int maskTokenId, MaskingOptions options)
    {
        var device = rows.Tokens.device;
        var cut = WithUnnoisedPrefixes(WithRandomLength(rows, draws, options), draws, options);
        using var time = TimeDraws(rows.Rows, draws, options).to(device);
        using var mask = draws.Uniform("mask", rows.Rows, cut.Length).to(device);
        return Apply(cut, time, mask, maskTokenId, options);
    }

    private static Tensor TimeDraws(long rows, TrainingDraws draws, MaskingOptions options)
    {
        using var scope = NewDisposeScope();
        var independent = draws.Uniform("time", rows);
        if (!options.StratifiedTime) return independent.MoveToOuterDisposeScope();
        var strata = HeldScalars.Range(rows, ScalarType.Float32, CPU).DividedBy(rows);
        return independent[0].Plus(strata).frac().MoveToOuterDisposeScope();
    }

    private static TrainingRows WithRandomLength(TrainingRows rows, TrainingDraws draws, MaskingOptions options)
    {
        if (draws.For("random length").Stream().NextDouble() >= options.RandomLengthShare) return rows;
        return rows.Truncate(1 + (long)(draws.For("length").Stream().NextDouble() * rows.Length));
    }

    private static TrainingRows WithUnnoisedPrefixes(TrainingRows rows, TrainingDraws draws, MaskingOptions options)
    {
        if (options.PrefixShare == 0) return rows;
        using var scope = NewDisposeScope();
        using Scalar share = options.PrefixShare, none = 0;
        var chosen = draws.Uniform("prefix", rows.Rows, 1).lt(share);
        var lengths = draws.Uniform("prefix length", rows.Rows, 1).Times(rows.Length).floor();
        var noisy = HeldScalars.Range(rows.Length, ScalarType.Float32, CPU).unsqueeze(0).ge(lengths.masked_fill(chosen.logical_not(), none));
        return rows with { Targets = (rows.Targets & noisy.to(rows.Targets.device)).MoveToOuterDisposeScope() };
    }
}
