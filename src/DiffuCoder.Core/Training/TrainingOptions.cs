namespace DiffuCoder.Training;

/// <summary>How to train. What to minimise is the objective's matter, what to read the data's.</summary>
public sealed record TrainingOptions
{
    /// <summary>Optimiser steps of the whole run.</summary>
    public required long Steps { get; init => field = Require.AtLeast(value, 1); }

    /// <summary>The learning rate.</summary>
    public required LearningRate LearningRate { get; init; }

    /// <summary>Seed of every draw.</summary>
    public required long Seed { get; init; }

    /// <summary>Micro-batches whose gradients make one step (gradient accumulation). The rows of one are the data's matter.</summary>
    public int MicroBatches { get; init => field = (int)Require.AtLeast(value, 1); } = 1;

    /// <summary>Settings of AdamW.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>
    /// Largest global norm of a step's gradient; 0: never clipped. Default 1, as is common; the paper's release has 0.2 for coupled-GRPO.
    /// </summary>
    public double ClipNorm { get; init => field = Require.Within(value, 0, double.MaxValue); } = 1;

    /// <summary>Steps between two lines of <c>metrics.jsonl</c>; the values are means over these steps.</summary>
    public long LogEvery { get; init => field = Require.AtLeast(value, 1); } = 10;

    /// <summary>Steps between two checkpoints. The last step is always saved.</summary>
    public long CheckpointEvery { get; init => field = Require.AtLeast(value, 1); } = 500;

    /// <summary>Time after which a checkpoint is due whatever the step; null: none.</summary>
    public TimeSpan? CheckpointInterval { get; init; }

    /// <summary>Checkpoints kept; older ones are removed.</summary>
    public int KeepLast { get; init => field = (int)Require.AtLeast(value, 1); } = 2;

    /// <summary>
    /// The measure by which the best weights so far are kept beside the last, as
    /// <c>checkpoints/best</c>, looked at with every log line; null: only the last are kept.
    /// </summary>
    public BestMeasure? Best { get; init; }

    /// <summary>
    /// Threads libtorch computes with; null: as it is set. Sums are split by it, so runs are equal
    /// to the bit under the same number only, and a run is resumed under the number it started with.
    /// </summary>
    public int? Threads { get; init => field = value is { } threads ? (int)Require.AtLeast(threads, 1) : null; }

    /// <summary>Write TensorBoard event files beside <c>metrics.jsonl</c>.</summary>
    public bool TensorBoard { get; init; } = true;
}
