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

type private ScalarType = TorchSharp.torch.ScalarType

/// What table 2 of the paper varies, everything else being equal.
type Variant =
    {
        Name: string
        Estimator: LikelihoodEstimator
        Baseline: AdvantageBaseline
        /// Temperature of the rollouts.
        Temperature: float
        /// How many times as many updates it makes of the same completions.
        Repeated: int
    }

let coupled =
    {
        Name = "coupled"
        Estimator = LikelihoodEstimator(Variant = MaskVariant.Coupled)
        Baseline = AdvantageBaseline.GroupMean
        Temperature = 1.2
        Repeated = 1
    }

/// The release's rollouts are cooler than the paper's.
let coupledCool =
    { coupled with
        Name = "coupled-cool"
        Temperature = 1.0
    }

let private fullMask =
    { coupled with
        Name = "full-mask"
        Estimator = LikelihoodEstimator(Variant = MaskVariant.FullMask)
    }

let private d1 =
    { coupled with
        Name = "d1"
        Estimator = LikelihoodEstimator.D1
    }

// as many passes as a coupled estimate has: of three masked prompts, or, where there is nothing to draw, in three times as many
// updates of the same completions
let private withAsManyPasses =
    [
        { d1 with
            Name = "d1-three"
            Estimator = LikelihoodEstimator.D1.WithPasses 3
        }
        { fullMask with
            Name = "full-mask-thrice"
            Repeated = 3
        }
    ]

/// The variants of table 2 and the two rollout temperatures; of the second family also d1's estimate, and those of one
/// pass at as many passes as the others.
let variants manner =
    [
        coupled
        fullMask
        { coupled with
            Name = "decoupled"
            Estimator = LikelihoodEstimator(Variant = MaskVariant.Decoupled)
        }
        { coupled with
            Name = "coupled-leave-one-out"
            Baseline = AdvantageBaseline.LeaveOneOut
        }
        coupledCool
    ]
    @ match manner with
      | OneStyle -> []
      | ManyStyles -> d1 :: withAsManyPasses

/// GRPO of a causal model, whose likelihood needs no masks: the paper's autoregressive baseline.
let private nextToken =
    { coupledCool with
        Name = "next-token"
        Estimator = LikelihoodEstimator.NextToken
    }

let private rolloutTasks perRound order (sources: CodeTask list) (tokenizer: CodeTokenizer) : IRolloutTasks =
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

    ShuffledTasks([| for source in sources -> task source |], perRound, order)

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
        /// The type of the stored weights. A short run moves weights by less than bfloat16, which half the size is for, tells apart.
        Stored: TorchSharp.torch.ScalarType
    }

let private sampling plan variant =
    SamplerOptions(
        MaxNewTokens =
            (if variant.Estimator.Variant.ReadsForward then
                 // it does not see how much room there is
                 TinyFamily.CompletionLength
             else
                 plan.Canvas.Tokens),
        Steps = plan.Canvas.Steps,
        Temperature = variant.Temperature,
        TopP = 0.95,
        DeferStopTokens = true,
        FinishWithStopTokens = true
    )

let private algorithm (plan: Plan) variant =
    GrpoOptions(
        GroupSize = 8,
        Iterations = GrpoOptions.Paper.Iterations * variant.Repeated,
        Estimator = variant.Estimator,
        Baseline = variant.Baseline,
        Loss = PolicyLoss(DivergenceWeight = plan.DivergenceWeight),
        Sampling = sampling plan variant,
        // what they have beside their advantages, which are none, is their divergence
        SkipGroupsWithoutSpread = (plan.DivergenceWeight = 0.0),
        // of few updates all are measured from the model to begin with, also where they are repeated
        SynchronizeReferenceEvery =
            (match plan.Tasks with
             | SometimesSolved _ -> Nullable()
             | Fresh _ -> GrpoOptions.Paper.SynchronizeReferenceEvery)
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
        Stored = ScalarType.BFloat16
    }

/// The paper's setting on the same tasks: hotter rollouts (with the coupled variant) and a divergence from the model to begin with.
let paper = { last with DivergenceWeight = 0.01 }

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
        Stored = ScalarType.Float32
    }

/// The paper's optimiser.
let private training plan variant seed threads =
    let updates = plan.Updates * int64 variant.Repeated
    let release = GrpoOptions.Training(updates, seed)

    TrainingOptions(
        Steps = updates,
        Seed = seed,
        LearningRate = LearningRate(Peak = plan.Rate, WarmupSteps = 4L, FloorRatio = 0.1),
        Optimizer = release.Optimizer,
        ClipNorm = 1.0,
        LogEvery = int64 (GrpoOptions.Paper.Iterations * variant.Repeated),
        CheckpointEvery = 20L * int64 variant.Repeated,
        Threads = Nullable threads
    )

/// What all runs have in common.
type Setting =
    {
        Sandbox: ISandbox
        /// Finds tasks that are solved sometimes, when a run begins.
        SometimesSolved: HardTasks.Canvas -> HardTasks.Search -> CodeTask list
        Manner: Manner
        Threads: int
    }

// of the first family all runs met their tasks in one order
let private order manner (seed: int64) =
    match manner with
    | OneStyle -> 1L
    | ManyStyles -> seed

let private tasks setting plan seed tokenizer =
    let chosen =
        match plan.Tasks with
        | SometimesSolved search -> setting.SometimesSolved plan.Canvas search
        | Fresh count ->
            HardTasks.fitting setting.Manner plan.Canvas tokenizer
            |> Seq.truncate count
            |> List.ofSeq

    rolloutTasks plan.PerRound (order setting.Manner seed) chosen tokenizer

let private stage (setting: Setting) name (origin: string option) plan variant seed : PipelineStage =
    ReinforcementStage(
        Name = name,
        From = Option.toObj origin,
        Options = algorithm plan variant,
        Tasks = tasks setting plan seed,
        Rewards = CodeRewards.Paper setting.Sandbox,
        Training = training plan variant seed setting.Threads,
        Precision = Stages.precision (),
        StoredType = plan.Stored
    )

/// A run of coupled-GRPO.
type Run =
    {
        Name: string
        /// The stage it starts from.
        From: string
        Plan: Plan
        Variant: Variant
        Seed: int64
    }

let private run name plan variant seed =
    {
        Name = name
        From = "instruct"
        Plan = plan
        Variant = variant
        Seed = seed
    }

/// The runs of the last stage: of the second family three training seeds each of the best that was found and of the paper's setting, of
/// the shipped one a single run.
let runs (manner: Manner) : Run list =
    match manner with
    | OneStyle -> [ run "cpgrpo" last coupledCool 5L ]
    | ManyStyles ->
        [ for seed in 1L .. 3L -> run $"cpgrpo-{seed}" last coupledCool seed ]
        @ [ for seed in 1L .. 3L -> run $"cpgrpo-paper-{seed}" paper coupled seed ]

let private causal (run: Run) = { run with From = "ar-instruct" }

/// Runs that are not of the chain: of the second family that of the causal model.
let beside (manner: Manner) : Run list =
    match manner with
    | OneStyle -> []
    | ManyStyles -> [ run "ar-grpo" last nextToken 1L |> causal ]

/// The training seeds of the ablation.
let seeds manner =
    match manner with
    | OneStyle -> [ 1L .. 3L ]
    | ManyStyles -> [ 1L .. 5L ]

/// The runs of the ablation, seeds side by side, so that whole comparisons are there early. The causal model, where there is one, learns
/// from the same tasks.
let ablationRuns manner (seeds: int64 list) : Run list =
    [
        for seed in seeds do
            for variant in variants manner do
                run $"{variant.Name}-{seed}" ablation variant seed

            if manner = ManyStyles then
                run $"{nextToken.Name}-{seed}" ablation nextToken seed |> causal
    ]

/// With so many updates.
let withUpdates (updates: int64) (run: Run) : Run =
    { run with
        Plan = { run.Plan with Updates = updates }
    }

/// With such a peak of the learning rate.
let withRate (rate: float) (run: Run) : Run =
    { run with
        Plan = { run.Plan with Rate = rate }
    }

/// As many times as short: updates, in whole rounds, tasks, and those of a round.
let shortened (times: int) (run: Run) : Run =
    let iterations = int64 GrpoOptions.Paper.Iterations
    let perRound = max 1 (run.Plan.PerRound / times)

    { run with
        Plan =
            { run.Plan with
                PerRound = perRound
                Updates = iterations * max 1L (run.Plan.Updates / int64 times / iterations)
                Tasks =
                    match run.Plan.Tasks with
                    | Fresh count -> Fresh(max perRound (count / times))
                    | sometimes -> sometimes
            }
    }

/// The stage of a run, after the stage of that name or from that checkpoint.
let ofRun setting (origin: string option) (run: Run) : PipelineStage =
    stage setting run.Name origin run.Plan run.Variant run.Seed
