namespace DiffuCoder

open DiffuCoder.Training

/// The measure by which the best weights of a run are kept: `BestMeasure.ValidationLoss`, `BestMeasure.Reward`.
type BestMeasure = DiffuCoder.Training.BestMeasure

/// <summary>
/// How a stage is trained. Change some of a preset:
/// <c>{ TrainOptions.instruction 1000 with Seed = 2L }</c>. Values are checked when training begins.
/// </summary>
type TrainOptions =
    {
        /// Updates of the weights.
        Steps: int
        /// Batches whose gradients make one update.
        MicroBatches: int
        /// Learning rate after warm-up.
        LearningRate: float
        /// Updates of warm-up; 0: `WarmupRatio` says.
        WarmupSteps: int
        /// Warm-up as a share of all updates.
        WarmupRatio: float
        /// The last learning rate as a share of the highest.
        FloorRatio: float
        /// Decay of the weights, apart from the learning rate's.
        WeightDecay: float
        /// Largest norm of a gradient; 0: any.
        ClipNorm: float
        /// Where every random draw comes from.
        Seed: int64
        /// Updates between two lines of the log.
        LogEvery: int
        /// Updates between two checkpoints to go on from.
        CheckpointEvery: int
        /// The measure by which the best weights are kept beside the last; `None`: they are not.
        Best: BestMeasure option
        /// Threads to compute with; `None`: as libtorch is set. A run is resumed under the number it began with.
        Threads: int option
    }

/// Between the kit's record and the core's, where the checks live.
module internal CoreTraining =

    let ofOptions (options: TrainOptions) =
        TrainingOptions(
            Steps = int64 options.Steps,
            MicroBatches = options.MicroBatches,
            LearningRate =
                LearningRate(
                    Peak = options.LearningRate,
                    WarmupSteps = int64 options.WarmupSteps,
                    WarmupRatio = options.WarmupRatio,
                    FloorRatio = options.FloorRatio
                ),
            Optimizer = AdamWOptions(WeightDecay = options.WeightDecay),
            ClipNorm = options.ClipNorm,
            Seed = options.Seed,
            LogEvery = int64 options.LogEvery,
            CheckpointEvery = int64 options.CheckpointEvery,
            Best = Option.toObj options.Best,
            Threads = Option.toNullable options.Threads
        )

    let toOptions (options: TrainingOptions) =
        {
            Steps = int options.Steps
            MicroBatches = options.MicroBatches
            LearningRate = options.LearningRate.Peak
            WarmupSteps = int options.LearningRate.WarmupSteps
            WarmupRatio = options.LearningRate.WarmupRatio
            FloorRatio = options.LearningRate.FloorRatio
            WeightDecay = options.Optimizer.WeightDecay
            ClipNorm = options.ClipNorm
            Seed = options.Seed
            LogEvery = int options.LogEvery
            CheckpointEvery = int options.CheckpointEvery
            Best = Option.ofObj options.Best
            Threads = Option.ofNullable options.Threads
        }

/// The paper's settings of the stages that learn from rows (section 5), for a number of updates and seed 0.
[<RequireQualifiedAccess>]
module TrainOptions =

    /// Stage 1: 2e-5 after 20 000 updates of warm-up.
    let adaptation (steps: int) =
        Pipelines.AdaptationStage.Paper(int64 steps, 0L) |> CoreTraining.toOptions

    /// Stage 2: 1e-5 after 2000 updates of warm-up.
    let midTraining (steps: int) =
        Pipelines.MidTrainingStage.Paper(int64 steps, 0L) |> CoreTraining.toOptions

    /// Stage 3: 1e-5 after a tenth of the updates as warm-up.
    let instruction (steps: int) =
        Pipelines.InstructionStage.Paper(int64 steps, 0L) |> CoreTraining.toOptions

    /// <summary>
    /// For short runs of the small family: a rate of 1e-3 after
    /// a tenth of the updates as warm-up, and a line of the log for each update.
    /// </summary>
    /// <example><code lang="fsharp">
    /// { TrainOptions.tiny 60 with Threads = Some 2 }
    /// </code></example>
    let tiny (steps: int) =
        { midTraining steps with
            LearningRate = 1e-3
            WarmupSteps = 0
            WarmupRatio = 0.1
            LogEvery = 1
            CheckpointEvery = steps
        }
