namespace DiffuCoder.Training;

/// <summary>The learning rate as a pure function of the step: linear warm-up, then a cosine down to a floor, or constant.</summary>
public sealed record LearningRate
{
    /// <summary>The rate after warm-up. The paper has 2e-5 (adaptation) and 1e-5 (mid-training, instruction tuning) for 7B (section 5).</summary>
    public required double Peak { get; init => field = Require.Above(value, 0); }

    /// <summary>Steps of warm-up; step s of them has the rate peak (s + 1) / warm-up, so that none is wasted at rate 0.</summary>
    public long WarmupSteps { get; init => field = Require.AtLeast(value, 0); }

    /// <summary>
    /// Warm-up as a share of all steps, rounded up; used where <see cref="WarmupSteps"/> is 0. The paper's instruction tuning has 0.1.
    /// </summary>
    public double WarmupRatio { get; init => field = Require.Within(value, 0, 1); }

    /// <summary>The last rate as a share of the peak. The paper's cosine ends at 0.1 (section 5); 1 keeps the rate constant.</summary>
    public double FloorRatio { get; init => field = Require.Within(value, 0, 1); } = 0.1;

    /// <summary>A constant rate without warm-up.</summary>
    /// <param name="rate">The rate.</param>
    public static LearningRate Constant(double rate) => new() { Peak = rate, FloorRatio = 1 };

    /// <summary>
    /// Warm-up: peak (s + 1) / w. Then peak (floor + (1 - floor) (1 + cos(pi x)) / 2) with x = (s - w) / (steps - 1 - w), 0 at the first step after
    /// warm-up and 1 at the last one (cosine annealing: Loshchilov and Hutter, arXiv 1608.03983).
    /// </summary>
    /// <param name="step">Optimiser step, from 0.</param>
    /// <param name="steps">All steps of the run.</param>
    public double At(long step, long steps)
    {
        var warmup = WarmupSteps > 0 ? WarmupSteps : (long)Math.Ceiling(steps * WarmupRatio);
        if (step < warmup) return Peak * (step + 1) / warmup;
        var decay = Math.Clamp((step - warmup) / (double)Math.Max(1, steps - 1 - warmup), 0, 1);
        return Peak * (FloorRatio + (1 - FloorRatio) * (1 + Math.Cos(Math.PI * decay)) / 2);
    }

    internal string Description => FormattableString.Invariant($"peak={Peak} warmupSteps={WarmupSteps} warmupRatio={WarmupRatio} floor={FloorRatio}");
}
