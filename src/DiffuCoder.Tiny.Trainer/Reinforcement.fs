/// The last stage, coupled-GRPO, and the variants it is compared with.
module DiffuCoder.Tiny.Trainer.Reinforcement

open System
open DiffuCoder.Sampling
open DiffuCoder.Sandbox
open DiffuCoder.Tiny
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tokenization
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Training.Pipelines

/// What table 2 of the paper varies, everything else being equal.
type Variant =
    {
        Name: string
        Estimator: MaskVariant
        Baseline: AdvantageBaseline
        /// Temperature of the rollouts.
        Temperature: float
    }

let coupled =
    {
        Name = "coupled"
        Estimator = MaskVariant.Coupled
        Baseline = AdvantageBaseline.GroupMean
        Temperature = 1.2
    }

/// The variants of table 2, and the two rollout temperatures.
let variants =
    [
        coupled
        { coupled with
            Name = "full-mask"
            Estimator = MaskVariant.FullMask
        }
        { coupled with
            Name = "decoupled"
            Estimator = MaskVariant.Decoupled
        }
        { coupled with
            Name = "coupled-leave-one-out"
            Baseline = AdvantageBaseline.LeaveOneOut
        }
        { coupled with
            Name = "coupled-cool"
            Temperature = 1.0
        }
    ]

let private tasks (sources: CodeTask seq) (tokenizer: CodeTokenizer) : IRolloutTasks =
    let task (source: CodeTask) =
        RolloutTask.Chat(
            tokenizer,
            source.Id,
            source.Instruction,
            Documents.AnswerPrefix,
            [|
                for test in source.Tests -> SandboxTest.Equality(test.Call, test.Expected) :> SandboxTest
            |]
        )

    ShuffledTasks([| for source in sources -> task source |], 4, 1L)

let private sampling temperature =
    SamplerOptions(
        MaxNewTokens = HardTasks.CompletionLength,
        Steps = HardTasks.CompletionLength / 2,
        Temperature = temperature,
        TopP = 0.95,
        DeferStopTokens = true,
        FinishWithStopTokens = true
    )

let private algorithm variant =
    GrpoOptions(
        GroupSize = 8,
        Estimator = LikelihoodEstimator(Variant = variant.Estimator),
        Baseline = variant.Baseline,
        Sampling = sampling variant.Temperature
    )

/// The paper's optimiser, at a rate that suits weights a thousand times fewer.
let private training steps seed threads =
    let release = GrpoOptions.Training(steps, seed)

    TrainingOptions(
        Steps = steps,
        Seed = seed,
        LearningRate = LearningRate(Peak = 3e-5, WarmupSteps = 4L, FloorRatio = 0.1),
        Optimizer = release.Optimizer,
        ClipNorm = 1.0,
        LogEvery = 2L,
        CheckpointEvery = 20L,
        Threads = Nullable threads
    )

/// What all runs have in common.
type Setting =
    {
        Sandbox: ISandbox
        /// The tasks to learn from, asked for when a run begins.
        Tasks: unit -> CodeTask seq
        Threads: int
    }

/// A stage of so many updates, from a checkpoint or from the stage before it.
let stage (setting: Setting) name (origin: string option) variant (steps: int64) seed : PipelineStage =
    ReinforcementStage(
        Name = name,
        From = Option.toObj origin,
        Options = algorithm variant,
        Tasks = (fun tokenizer -> tasks (setting.Tasks()) tokenizer),
        Rewards = CodeRewards.Paper setting.Sandbox,
        Training = training steps seed setting.Threads,
        Precision = Stages.precision ()
    )
