module DiffuCoder.Kit.Tests.GrpoTests

open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Training

let private trainable () =
    use stored = Model.load (StandIn.directory ())
    Grpo.trainable stored

let private task id prompt tests =
    {
        Id = id
        Prompt = prompt
        Tests = tests
    }

let private tasks =
    [
        task "sum" (Prompt.instruct "Add the numbers.") [ Equals("total([1, 2])", "3") ]
        task "go on" (Prompt.complete "def total(values):\n") []
    ]

let private options =
    { GrpoOptions.Tiny with
        Steps = 4
        PromptsPerRound = 2
        GroupSize = 3
        Sampler =
            { GrpoOptions.Tiny.Sampler with
                MaxNewTokens = 8
                Steps = 4
            }
    }

let private short =
    Reward.ofFunction "short" 1.0 (fun rollout -> -float rollout.Length)

[<Fact>]
let ``a model is trained for a reward of one's own, and tells about it`` () =
    use model = trainable ()
    let folder = Path.Combine(StandIn.temporaryFolder (), "run")
    let seen = ResizeArray<GrpoProgress>()

    Grpo.runWith seen.Add CancellationToken.None model tasks [ short ] { options with Directory = Some folder }
    |> should equal true

    [ for progress in seen -> progress.Step ] |> should equal [ 1; 2; 3; 4 ]
    // a round has two updates, and the second writes nothing
    for round in [ for progress in seen -> progress.Reward ] |> List.chunkBySize 2 do
        round[0] |> should be (lessThan 0.0)
        round[1] |> should equal round[0]

    seen[0].Measures |> Map.containsKey "reward/short" |> should equal true
    // two rounds of two tasks and three completions
    let completions = Grpo.completions folder
    completions |> should haveLength 12

    File.ReadAllText(Path.Combine(folder, "completions.jsonl"))
    |> should not' (haveSubstring "\\u0022")

    File.ReadAllText(Path.Combine(folder, "manifest.json"))
    |> should not' (haveSubstring "\\u0022")

    for (_, id), group in completions |> List.groupBy (fun one -> one.Round, one.Task) do
        group |> should haveLength 3
        tasks |> List.map _.Id |> should contain id
        group |> List.sumBy _.Advantage |> should (equalWithin 1e-9) 0.0

    for one in completions do
        one.Rewards["short"] |> should equal -(float one.Length)
        one.Reward |> should equal one.Rewards["short"]

[<Fact>]
let ``a record of completions that is damaged is refused with its line`` () =
    let path = Path.Combine(StandIn.temporaryFolder (), "completions.jsonl")

    let line ended rewards =
        $"{{\"round\":0,\"task\":\"a\",\"text\":\"x\",\"length\":1,\"ended\":{ended},\"rewards\":{rewards},\"reward\":2,\"advantage\":0.5}}"

    let read (lines: string list) =
        File.WriteAllLines(path, lines)
        Grpo.completions path

    // a reward that did not apply
    (read [ line "false" "{\"format\":1,\"other\":null}" ]).Head.Rewards.Keys
    |> List.ofSeq
    |> should equal [ "format" ]

    let problem lines =
        Assert.Throws<DiffuCoder.Datasets.DataException>(fun () -> read lines |> ignore).Message

    problem [ line "true" "{}"; line "1" "{}" ]
    |> should haveSubstring "line 2: the column \"ended\""

    problem [ line "true" "[]" ]
    |> should haveSubstring "line 1: the column \"rewards\""

[<Fact>]
let ``answers are rewarded whole, the opened fence included`` () =
    use model = trainable ()
    let texts = System.Collections.Concurrent.ConcurrentBag<string>()

    let listening =
        Reward.ofAsync "listening" 1.0 (fun rollout ->
            async {
                texts.Add rollout.Text
                return None
            })

    Grpo.run
        model
        [ List.head tasks ]
        [ listening ]
        { options with
            PromptsPerRound = 1
            Steps = 2
        }

    for text in texts do
        text |> should startWith Prompt.AnswerPrefix

[<Fact>]
let ``the paper's rewards run what is written in the sandbox`` () =
    use sandbox = Sandbox.start ()

    let rewarded text =
        let rollout =
            DiffuCoder.Training.Grpo.Rollout(
                DiffuCoder.Training.Grpo.RolloutTask(
                    "double",
                    [| 1 |],
                    "",
                    [
                        DiffuCoder.Sandbox.SandboxTest.Equality("double(2)", "4")
                        DiffuCoder.Sandbox.SandboxTest.Equality("double('a')", "'aa'")
                    ]
                ),
                text,
                [| 1 |],
                1,
                true
            )

        DiffuCoder.Training.Grpo.Reward.All(ResizeArray(Reward.paper sandbox), [| rollout |]).Result[0].Total

    let block code = $"```python\n{code}\n```\n"
    block "def double(x):\n    return x * 2" |> rewarded |> should equal 2.5
    block "def double(x):\n    return 4" |> rewarded |> should equal 1.5
    block "def double(x)\n    return 4" |> rewarded |> should equal 0.25
    "def double(x):\n    return x * 2\n" |> rewarded |> should equal 0.0
    // the release gives this one its full reward
    block "import sys\nsys.exit(0)" |> rewarded |> should equal 0.5

[<Fact>]
let ``a reward that throws is named, with the task`` () =
    use model = trainable ()
    let broken = Reward.ofFunction "broken" 1.0 (fun _ -> failwith "no such column")

    let problem =
        Assert.Throws<TrainingException>(fun () -> Grpo.run model tasks [ broken ] options)

    problem.Message |> should haveSubstring "The reward broken failed"
    problem.Message |> should haveSubstring "no such column"
    problem.Message |> should haveSubstring tasks.Head.Id

[<Fact>]
let ``a stored model is refused with what makes a trainable copy`` () =
    use stored = Model.load (StandIn.directory ())

    Assert.Throws<TrainingException>(fun () -> Grpo.run stored tasks [ short ] options).Message
    |> should haveSubstring "Grpo.trainable"

[<Fact>]
let ``texts with holes are no tasks, and options out of range are refused`` () =
    use model = trainable ()
    let holes = task "holes" (Prompt.infill [ Part.Text "def f():"; Part.Masks 3 ]) []

    (fun () -> Grpo.run model [ holes ] [ short ] options)
    |> should throw typeof<TrainingException>

    (fun () -> Grpo.run model tasks [ short ] { options with GroupSize = 1 })
    |> should throw typeof<TrainingException>

    (fun () -> Grpo.run model [] [ short ] options)
    |> should throw typeof<TrainingException>

let private corrected =
    { options with
        Sampler =
            { options.Sampler with
                BlockLength = Some 4
                Cache = Cache.dual
                DriftEvery = Some 1
            }
        RolloutCorrection = Some 2.0
    }

[<Fact>]
let ``the correction of a cache is handed to the core, and off in every preset`` () =
    let core = CoreGrpo.algorithm corrected
    core.RolloutCorrection |> should equal (System.Nullable 2.0)

    (core.Sampling.Cache, core.Sampling.DriftEvery)
    |> should equal (Cache.dual, System.Nullable 1)

    for preset in [ GrpoOptions.Paper; GrpoOptions.Release; GrpoOptions.Tiny ] do
        preset.RolloutCorrection |> should equal None
        (CoreGrpo.algorithm preset).RolloutCorrection.HasValue |> should equal false

[<Fact>]
let ``completions written under a cache are corrected, or the correction refused`` () =
    use model = trainable ()
    let seen = ResizeArray<GrpoProgress>()

    Grpo.runWith seen.Add CancellationToken.None model tasks [ short ] corrected
    |> should equal true

    for name in [ "rollout_ratio"; "rollout_ratio_largest"; "rollout_ratio_truncated" ] do
        seen[0].Measures |> Map.containsKey name |> should equal true

    (fun () ->
        Grpo.run
            model
            tasks
            [ short ]
            { options with
                RolloutCorrection = Some 2.0
            })
    |> should throw typeof<TrainingException>

[<Fact>]
let ``objectives, estimates of the divergence and ratios of groups are handed to the core, and the paper's in every preset`` () =
    let core =
        CoreGrpo.algorithm
            { options with
                Objective = PolicyObjective.ClippedSequences
                Divergence = DivergenceEstimator.K2
                DivergenceCap = Some 2.5
                RatioPerGroup = true
                Variant = CountMasks.Coupled
            }

    (core.Loss.Objective, core.Loss.Divergence, core.Loss.DivergenceCap, core.Estimator.RatioPerGroup)
    |> should equal (PolicyObjective.ClippedSequences, DivergenceEstimator.K2, System.Nullable 2.5, true)

    for preset in [ GrpoOptions.Paper; GrpoOptions.Release; GrpoOptions.Tiny ] do
        let core = CoreGrpo.algorithm preset

        (core.Loss.Objective, core.Loss.Divergence, core.Loss.DivergenceCap.HasValue, core.Estimator.RatioPerGroup)
        |> should equal (PolicyObjective.ClippedTokens, DivergenceEstimator.K3, false, false)

[<Fact>]
let ``the noise of the masks is measured on what a run recorded`` () =
    use model = trainable ()
    let folder = Path.Combine(StandIn.temporaryFolder (), "run")

    Grpo.run
        model
        tasks
        [ short ]
        { options with
            Directory = Some folder
            Steps = 2
        }

    // in this small run all completions of a group may be of one length, which teaches nothing
    let written =
        Grpo.completions folder
        |> List.mapi (fun i one ->
            DiffuCoder.Training.Grpo.RecordedCompletion(
                one.Round,
                one.Task,
                one.Text,
                one.Length,
                one.Ended,
                one.Rewards,
                one.Reward,
                float (i % 3) - 1.0
            ))

    written |> should haveLength 6

    let noise variant =
        Grpo.maskNoise model tasks { options with Variant = variant } 5 written

    let coupled, full = noise MaskVariant.Coupled, noise MaskVariant.FullMask
    coupled.Passes |> should equal 3
    coupled.Norm |> should be (greaterThan 0.0)
    coupled.Noise.Mean |> should be (greaterThan full.Noise.Mean)
    full.Noise.Mean |> should be (lessThan 1e-6)

    Assert.Throws<TrainingException>(fun () -> Grpo.maskNoise model [ tasks.Head ] options 5 written |> ignore).Message
    |> should haveSubstring "the task go on"

    (fun () -> Grpo.maskNoise model tasks options 5 written.Tail |> ignore)
    |> should throw typeof<TrainingException>

[<Fact>]
let ``the tiny family's tasks are those of its training part, with tests`` () =
    let tasks = Grpo.tinyTasks 20
    tasks |> List.distinctBy _.Id |> List.length |> should equal 20

    for task in tasks do
        task.Id |> should startWith "train-"
        task.Tests |> should not' (be Empty)
