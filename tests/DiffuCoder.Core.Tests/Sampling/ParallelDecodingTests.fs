/// Decoding with the rules that no schedule limits.
module DiffuCoder.Core.Tests.Sampling.ParallelDecodingTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling.CountingModel
open DiffuCoder.Core.Tests.Sampling.Forms
open DiffuCoder.Core.Tests.Sampling.SmallModels

let private inner = lazy (create 7L)
let private prompt = Canvas.Complete([| 1; 2; 3 |], 8, MaskId)

let private greedy =
    SamplerOptions(MaxNewTokens = 8, Steps = 8, Temperature = 0.0, TopP = 1.0)

let private generate change (options: SamplerOptions) =
    DiffusionSampler(new CountingModel(inner.Value, change), options).Generate(prompt, 1L)

/// Positions by steps.
let private order (trajectory: Trajectory) =
    [
        for step in trajectory.Steps -> [ for reveal in step.Reveals -> reveal.Position ]
    ]

let private withRule remasking (options: SamplerOptions) =
    SamplerOptions(
        MaxNewTokens = options.MaxNewTokens,
        Steps = options.Steps,
        Temperature = options.Temperature,
        TopP = options.TopP,
        Remasking = remasking,
        DeferStopTokens = options.DeferStopTokens,
        FinishWithStopTokens = options.FinishWithStopTokens
    )

let private parallelRules =
    [ Remasking.AllAbove 0.9; Remasking.Factor 1.0; Remasking.EntropyBound 0.5 ]

[<Fact>]
let ``all that reach a threshold are committed at once, where the scheduled threshold keeps to its share`` () =
    let steps remasking =
        (greedy |> withRule remasking |> generate (fun _ -> sure 4 0.95)).Steps.Count

    steps (Remasking.AllAbove 0.9) |> should equal 1
    steps (Remasking.ConfidenceThreshold 0.9) |> should equal 8
    steps (Remasking.AllAbove 0.96) |> should equal 8

[<Fact>]
let ``tokens for each pass are told`` () =
    let trajectory =
        greedy
        |> withRule (Remasking.AllAbove 0.9)
        |> generate (fun position -> sure 4 (if position < 9 then 0.95 else 0.5))

    order trajectory |> should equal [ [ 3..8 ]; [ 9 ]; [ 10 ] ]
    trajectory.Passes |> should equal (Nullable 3)
    trajectory.TokensPerPass |> should equal (Nullable(8.0 / 3.0))

/// Unsure of the text up to 5, certain of a stop token behind it.
let private stopsFrom6 position =
    if position < 6 then sure 4 0.6 else sure StopId 1.0

[<Fact>]
let ``deferred stop tokens reach no bound`` () =
    let loose =
        [
            Remasking.AllAbove 0.5
            Remasking.Factor 1000.0
            Remasking.EntropyBound 1000.0
        ]

    let sampled remasking deferred finish =
        SamplerOptions(
            MaxNewTokens = 8,
            Temperature = 0.0,
            TopP = 1.0,
            Remasking = remasking,
            DeferStopTokens = deferred,
            FinishWithStopTokens = finish
        )
        |> generate stopsFrom6
        |> order

    for remasking in loose do
        sampled remasking false false |> should equal [ [ 3..10 ] ]

        sampled remasking true false
        |> should equal ([ 3..5 ] :: [ for position in 6..10 -> [ position ] ])

        sampled remasking true true |> should equal [ [ 3..5 ]; [ 6..10 ] ]

[<Fact>]
let ``steps need not be a multiple of the blocks where no schedule limits a step`` () =
    let blocks remasking steps =
        SamplerOptions(MaxNewTokens = 8, Steps = steps, BlockLength = 4, Temperature = 0.0, TopP = 1.0, Remasking = remasking)
        |> generate (fun position -> sure 4 (if position = 5 then 0.5 else 0.99))
        |> order

    for remasking in parallelRules do
        for steps in [ 1; 7; 256 ] do
            blocks remasking steps
            |> List.map List.sort
            |> List.concat
            |> List.sort
            |> should equal [ 3..10 ]

    // no step reaches into the second block before the first is complete
    for steps in [ 1; 7; 256 ] do
        blocks (Remasking.AllAbove 0.9) steps
        |> should equal [ [ 3; 4; 6 ]; [ 5 ]; [ 7..10 ] ]

    (fun () -> blocks (Remasking.ConfidenceThreshold 0.9) 7 |> ignore)
    |> should throw typeof<SamplerException>

let forms = Forms.casesInBoth [ 0 ]

[<Theory; MemberData(nameof forms)>]
let ``the bounds are on the model's own distribution, whatever temperature and filters make of it`` (_: int) form =
    let sampled remasking =
        SamplerOptions(MaxNewTokens = 8, Steps = 1, Temperature = 0.05, TopP = 0.7, Remasking = inForm form remasking)
        |> generate (fun _ -> sure 4 0.8)

    let entropy = -(0.8 * log 0.8 + 0.2 * log 0.2)
    (sampled (Remasking.AllAbove 0.81)).Passes |> should equal (Nullable 8)
    (sampled (Remasking.AllAbove 0.79)).Passes |> should equal (Nullable 1)
    // 3 (1 - 0.8) = 0.6 and 4 (1 - 0.8) = 0.8
    (sampled (Remasking.Factor 0.59)).Passes |> should equal (Nullable 8)
    (sampled (Remasking.Factor 0.61)).Passes |> should equal (Nullable 4)
    (sampled (Remasking.EntropyBound 0.4)).Passes |> should equal (Nullable 8)
    let bounded = sampled (Remasking.EntropyBound 0.6)
    bounded.Passes |> should equal (Nullable 4)

    for reveal in bounded.Reveals do
        reveal.Confidence |> should (equalWithin 1e-5f) (float32 -entropy)
        reveal.Entropy |> should (equalWithin 1e-5f) 0f

[<Fact>]
let ``bounds out of range are refused by name`` () =
    let refused (make: unit -> Remasking) (message: string) =
        Assert.Throws<SamplerException>(fun () -> make () |> ignore).Message
        |> should haveSubstring message

    refused (fun () -> Remasking.AllAbove 0.0) "the threshold is 0"
    refused (fun () -> Remasking.AllAbove 1.1) "the threshold is 1.1"
    refused (fun () -> Remasking.Factor 0.0) "the factor is 0"
    refused (fun () -> Remasking.Factor nan) "the factor is NaN"
    refused (fun () -> Remasking.EntropyBound -0.1) "the entropy bound is -0.1"
    Remasking.EntropyBound(0.0).Threshold |> should equal (Nullable 0.0)

[<Fact>]
let ``what has no meaning with these rules, or might never end, is refused`` () =
    let refused (options: Remasking -> SamplerOptions) (message: string) =
        for remasking in parallelRules do
            Assert.Throws<SamplerException>(fun () -> DiffusionSampler(inner.Value, options remasking) |> ignore).Message
            |> should haveSubstring message

    refused (fun remasking -> SamplerOptions(Remasking = remasking, RemaskingTemperature = 0.5)) "RemaskingTemperature is 0.5"
    refused (fun remasking -> SamplerOptions(Remasking = remasking, MaskPrediction = MaskPrediction.Keep)) "Keep"

let private line remasking =
    greedy
    |> withRule remasking
    |> generate (fun _ -> sure 4 0.95)
    |> TrajectoryFile.ToLine

[<Fact>]
let ``each rule is read back as it was saved, with the passes`` () =
    for remasking in Remasking.ConfidenceThreshold 0.9 :: parallelRules do
        let saved = line remasking
        let read = TrajectoryFile.FromLine(saved, "here")
        read.Options.Remasking |> should equal remasking
        read.Options.Remasking.IsScheduled |> should equal remasking.IsScheduled
        read.Passes.HasValue |> should equal true
        TrajectoryFile.ToLine read |> should equal saved
        // what was read decodes as what was saved
        let again = read.Options |> generate (fun _ -> sure 4 0.95)
        TrajectoryFile.ToLine again |> should equal saved

    parallelRules |> List.distinct |> should haveLength 3
    Remasking.AllAbove 0.9 |> should not' (equal (Remasking.AllAbove 0.8))

    Remasking.AllAbove 0.9
    |> should not' (equal (Remasking.ConfidenceThreshold 0.9))

[<Fact>]
let ``a file that does not say its passes is read, and they are unknown`` () =
    let saved = line (Remasking.AllAbove 0.9)
    (TrajectoryFile.FromLine(saved, "here")).Passes |> should equal (Nullable 1)
    let old = TrajectoryFile.FromLine(saved.Replace(",\"computed\":11", ""), "here")
    old.Passes |> should equal (Nullable<int>())
    old.TokensPerPass |> should equal (Nullable<float>())
    TrajectoryFile.ToLine old |> should not' (haveSubstring "computed")

[<Fact>]
let ``a bounded strategy of the user's own is not taken for one of the kit's`` () =
    let saved = (line (Remasking.AllAbove 0.9)).Replace("\"threshold\",", "\"mine\",")

    let read = TrajectoryFile.FromLine(saved, "here")
    read.Options.Remasking.Name |> should equal "mine"
    read.Options.Remasking.Threshold |> should equal (Nullable 0.9)

    (fun () -> read.Options |> generate (fun _ -> sure 4 0.95) |> ignore)
    |> should throw typeof<SamplerException>

[<Fact>]
let ``a mask that is predicted and kept for ever ends decoding with what to do`` () =
    let model = new CountingModel(create 7L, fun _ -> sure MaskId 1.0)

    let options =
        SamplerOptions(
            MaxNewTokens = 8,
            Steps = 8,
            TopP = 1.0,
            Temperature = 0.0,
            Remasking = Remasking.ConfidenceThreshold 0.5,
            MaskPrediction = MaskPrediction.Keep
        )

    (fun () ->
        DiffusionSampler(model, options).Generate(Canvas.Complete([| 1; 2; 3 |], 8, MaskId), 3L)
        |> ignore)
    |> Assert.Throws<SamplerException>
    |> _.Message
    |> should haveSubstring "Use Replace"

[<Fact>]
let ``a stop token at a mask of the prompt does not end the answer`` () =
    let model =
        new CountingModel(create 7L, fun position -> if position = 1 then sure StopId 1.0 else sure 5 1.0)

    let options =
        SamplerOptions(MaxNewTokens = 4, Steps = 4, TopP = 1.0, Temperature = 0.0)

    let answer =
        DiffusionSampler(model, options).Generate(Canvas.Complete([| 1; MaskId; 3 |], 4, MaskId), 3L)

    answer.TextEnd |> should equal 7
    answer.Completion |> List.ofSeq |> should equal [ 5; 5; 5; 5 ]
