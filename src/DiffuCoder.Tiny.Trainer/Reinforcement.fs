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

let private sampling (search: HardTasks.Search) temperature =
    SamplerOptions(
        MaxNewTokens = search.CompletionLength,
        Steps = search.CompletionLength / 2,
        Temperature = temperature,
        TopP = 0.95,
        DeferStopTokens = true,
        FinishWithStopTokens = true
    )

/// What a run is made of beside its variant.
type Plan =
    {
        Search: HardTasks.Search
        Updates: int64
        /// Leave groups without advantage out of the updates: a third of the time, once half of the tasks are learned.
        SkipsGroups: bool
        /// The peak of the learning rate. At 1e-4 the reward falls after fifty updates; the paper's 1e-6 suits weights a thousand times as many.
        Rate: float
    }

let private algorithm (plan: Plan) variant =
    GrpoOptions(
        GroupSize = 8,
        Estimator = LikelihoodEstimator(Variant = variant.Estimator),
        Baseline = variant.Baseline,
        Sampling = sampling plan.Search variant.Temperature,
        SkipGroupsWithoutSpread = plan.SkipsGroups
    )

/// Two thirds of the canvas that the family was trained on cost half as much, and hold most of its answers.
let last =
    {
        Search =
            {
                Name = "hard-tasks"
                CompletionLength = 64
                LongestSolution = 56
                Looked = 900
                Most = 900
            }
        Updates = 720L
        SkipsGroups = true
        Rate = 3e-5
    }

/// A few short tasks, each seen again every fourth round: fifteen runs in an hour or two, in which a reward can be seen to rise.
let ablation =
    {
        Search =
            {
                Name = "short-hard-tasks"
                CompletionLength = 40
                LongestSolution = 34
                Looked = 200
                Most = 16
            }
        Updates = 60L
        SkipsGroups = false
        Rate = 3e-5
    }

/// The paper's optimiser.
let private training plan seed threads =
    let release = GrpoOptions.Training(plan.Updates, seed)

    TrainingOptions(
        Steps = plan.Updates,
        Seed = seed,
        LearningRate = LearningRate(Peak = plan.Rate, WarmupSteps = 4L, FloorRatio = 0.1),
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
        Tasks: HardTasks.Search -> CodeTask seq
        Threads: int
    }

/// A stage of coupled-GRPO, from a checkpoint or from the stage before it.
let stage (setting: Setting) name (origin: string option) plan variant seed : PipelineStage =
    ReinforcementStage(
        Name = name,
        From = Option.toObj origin,
        Options = algorithm plan variant,
        Tasks = (fun tokenizer -> tasks (setting.Tasks plan.Search) tokenizer),
        Rewards = CodeRewards.Paper setting.Sandbox,
        Training = training plan seed setting.Threads,
        Precision = Stages.precision ()
    )
