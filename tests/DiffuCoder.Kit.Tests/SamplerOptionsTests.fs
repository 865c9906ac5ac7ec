module DiffuCoder.Kit.Tests.SamplerOptionsTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Sampling

type private Options = DiffuCoder.SamplerOptions

let private refusal (options: Options) =
    Assert.Throws<SamplerException>(fun () -> CoreOptions.ofOptions options |> ignore).Message

[<Fact>]
let ``the paper's preset is the core's`` () =
    CoreOptions.ofOptions Options.Paper
    |> should equal DiffuCoder.Sampling.SamplerOptions.Paper

[<Fact>]
let ``LLaDA's preset is the core's`` () =
    CoreOptions.ofOptions Options.Llada
    |> should equal DiffuCoder.Sampling.SamplerOptions.Llada

[<Fact>]
let ``the paper's preset has the paper's values`` () =
    let paper = Options.Paper
    (paper.MaxNewTokens, paper.Steps) |> should equal (256, 256)

    (paper.Temperature, paper.TopP, paper.TopK)
    |> should equal (0.2, 0.95, (None: int option))

    paper.Remasking |> should equal Strategy.entropy
    paper.Seed |> should equal 0L

[<Fact>]
let ``every option reaches the core`` () =
    let core =
        CoreOptions.ofOptions
            { Options.Paper with
                MaxNewTokens = 5
                Steps = 4
                Temperature = 0.7
                TopP = 0.5
                TopK = Some 9
                Remasking = Strategy.topkMargin
                Schedule = Schedule.cosine
                BlockLength = Some 8
                Cache = Cache.adaptive 0.25
                DriftEvery = Some 3
                Guidance = 1.5
                RemaskingTemperature = 0.3
                Epsilon = 0.01
                StopTokens = Some [ 1; 2 ]
                DeferStopTokens = true
                FinishWithStopTokens = true
                KnownTokensOnly = true
                Constraint = Some(Constraint.regex "a+")
                MaskPrediction = MaskPrediction.Keep
                RecordCandidates = CandidateRecording.FirstStep
                RecordProbabilities = true
            }

    (core.MaxNewTokens, core.Steps, core.Temperature, core.TopP)
    |> should equal (5, 4, 0.7, 0.5)

    core.TopK |> should equal (System.Nullable 9)
    core.Remasking |> should equal Remasking.TopkMargin
    core.Schedule |> should equal RevealSchedule.Cosine
    (core.BlockLength, core.Guidance) |> should equal (System.Nullable 8, 1.5)
    core.Cache |> should equal (DiffuCoder.Sampling.Cache.Adaptive 0.25)
    core.DriftEvery |> should equal (System.Nullable 3)
    (core.RemaskingTemperature, core.Epsilon) |> should equal (0.3, 0.01)
    List.ofSeq core.StopTokens |> should equal [ 1; 2 ]

    (core.DeferStopTokens, core.FinishWithStopTokens, core.KnownTokensOnly)
    |> should equal (true, true, true)

    core.Constraint |> should equal (DiffuCoder.Constraints.Constraint.Regex "a+")

    core.MaskPrediction |> should equal MaskPrediction.Keep
    core.RecordCandidates |> should equal CandidateRecording.FirstStep
    core.RecordProbabilities |> should equal true

[<Fact>]
let ``a value out of range is refused by name`` () =
    refusal { Options.Paper with Steps = 0 } |> should haveSubstring "Steps is 0"
    refusal { Options.Paper with TopP = 1.5 } |> should haveSubstring "TopP is 1.5"
    refusal { Options.Paper with TopK = Some 0 } |> should haveSubstring "TopK is 0"

    refusal
        { Options.Paper with
            Temperature = -1.0
        }
    |> should haveSubstring "Temperature is -1"

[<Fact>]
let ``a printed record names the strategy`` () =
    $"%A{Options.Paper}" |> should haveSubstring "Remasking = entropy"

[<Fact>]
let ``strategies are the core's`` () =
    [
        Strategy.origin
        Strategy.maskgitPlus
        Strategy.topkMargin
        Strategy.entropy
        Strategy.lowConfidence
        Strategy.random
        Strategy.leftToRight
    ]
    |> should equal (List.ofSeq Remasking.All)

    [
        Strategy.confidenceThreshold 0.9, Remasking.ConfidenceThreshold 0.9
        Strategy.allAbove 0.8, Remasking.AllAbove 0.8
        Strategy.factor 1.5, Remasking.Factor 1.5
        Strategy.entropyBound 0.25, Remasking.EntropyBound 0.25
    ]
    |> List.iter (fun (strategy, core) ->
        strategy |> should equal core

        let reached =
            CoreOptions.ofOptions
                { Options.Paper with
                    Remasking = strategy
                }

        reached.Remasking |> should equal core)

[<Fact>]
let ``caches are the core's`` () =
    [ Cache.none; Cache.prefix; Cache.dual ]
    |> should equal (List.ofSeq DiffuCoder.Sampling.Cache.All)

    (Cache.adaptive 0.1).Bound |> should equal (System.Nullable 0.1)

[<Fact>]
let ``schedules are the core's`` () =
    [ Schedule.timeGrid; Schedule.even; Schedule.linear; Schedule.cosine ]
    |> should equal (List.ofSeq RevealSchedule.All)
