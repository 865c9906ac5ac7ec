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

/// The release's rollouts are cooler than the paper's.
let coupledCool =
    { coupled with
        Name = "coupled-cool"
        Temperature = 1.0
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
        coupledCool
    ]

let private rolloutTasks perRound (sources: CodeTask list) (tokenizer: CodeTokenizer) : IRolloutTasks =
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

    ShuffledTasks([| for source in sources -> task source |], perRound, 1L)

/// Where tasks come from.
type Choice =
    /// Those that the model to begin with solves sometimes, again and again.
    | SometimesSolved of HardTasks.Search
    /// So many, in the corpus's order, whose solutions fit the canvas.
    | Fresh of count: int

/// What a run is made of beside its variant.
type Plan =
    {
        Tasks: Choice
        PerRound: int
        Canvas: HardTasks.Canvas
        Updates: int64
        /// The peak of the learning rate. At 1e-4, with the divergence term, the reward falls
        /// after fifty updates; the paper's 1e-6 suits weights a thousand times as many.
        Rate: float
        /// Weight of the divergence from the reference; 0.01 in the paper.
        DivergenceWeight: float
    }

let private sampling plan temperature =
    SamplerOptions(
        MaxNewTokens = plan.Canvas.Tokens,
        Steps = plan.Canvas.Steps,
        Temperature = temperature,
        TopP = 0.95,
        DeferStopTokens = true,
        FinishWithStopTokens = true
    )

let private algorithm (plan: Plan) variant =
    GrpoOptions(
        GroupSize = 8,
        Estimator = LikelihoodEstimator(Variant = variant.Estimator),
        Baseline = variant.Baseline,
        Loss = PolicyLoss(DivergenceWeight = plan.DivergenceWeight),
        Sampling = sampling plan variant.Temperature,
        SkipGroupsWithoutSpread =
            match plan.Tasks with
            // all have some at first, and the paper keeps them
            | SometimesSolved _ -> false
            | Fresh _ -> true
    )

/// Three tokens a pass: what goes wrong there, ends that are written too early above all, is what there is to learn. A task is seen once.
let last =
    {
        Tasks = Fresh 4000
        PerRound = 6
        Canvas =
            {
                Tokens = 96
                Steps = 32
                LongestSolution = 88
            }
        Updates = 300L
        Rate = 5e-5
        // a token that was made much rarer than the reference has it owes the
        // k3 estimate a gradient ten times all others (11 against 0.5 was seen)
        DivergenceWeight = 0.0
    }

/// A few short tasks, each seen again every fourth round: fifteen runs in an hour or two, in which a reward can be seen to rise.
let ablation =
    {
        Tasks =
            SometimesSolved
                {
                    Name = "short-hard-tasks"
                    Looked = 200
                    Most = 16
                }
        PerRound = 4
        Canvas =
            {
                Tokens = 40
                Steps = 20
                LongestSolution = 34
            }
        Updates = 60L
        Rate = 3e-5
        DivergenceWeight = 0.01
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
        /// Finds tasks that are solved sometimes, when a run begins.
        SometimesSolved: HardTasks.Canvas -> HardTasks.Search -> CodeTask list
        Threads: int
    }

let private tasks setting plan tokenizer =
    let chosen =
        match plan.Tasks with
        | SometimesSolved search -> setting.SometimesSolved plan.Canvas search
        | Fresh count -> HardTasks.fitting plan.Canvas tokenizer |> Seq.truncate count |> List.ofSeq

    rolloutTasks plan.PerRound chosen tokenizer

/// A stage of coupled-GRPO, from a checkpoint or from the stage before it.
let stage (setting: Setting) name (origin: string option) plan variant seed : PipelineStage =
    ReinforcementStage(
        Name = name,
        From = Option.toObj origin,
        Options = algorithm plan variant,
        Tasks = tasks setting plan,
        Rewards = CodeRewards.Paper setting.Sandbox,
        Training = training plan seed setting.Threads,
        Precision = Stages.precision ()
    )
