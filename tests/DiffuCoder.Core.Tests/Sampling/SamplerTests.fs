/// What the sampler does in single situations.
module DiffuCoder.Core.Tests.Sampling.SamplerTests

open System
open System.Threading
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling.SmallModels

let private model = lazy (create 7L)
let private prompt = Canvas.Complete([| 1; 2; 3 |], 8, MaskId)

let private greedy =
    SamplerOptions(MaxNewTokens = 8, Steps = 8, Temperature = 0.0, TopP = 1.0)

let private withLogits change =
    SamplerHooks(
        Logits =
            fun _ _ logits ->
                change logits
                logits
    )

[<Fact>]
let ``a predicted mask token is replaced by the best other one`` () =
    let eager =
        withLogits (fun logits -> logits.select(1, int64 MaskId).add_(50.0.ToScalar()) |> ignore)

    let trajectory =
        DiffusionSampler(model.Value, greedy, hooks = eager).Generate(prompt, 1L)

    trajectory.Final |> Seq.contains MaskId |> should equal false
    trajectory.Reveals |> Seq.length |> should equal 8

[<Fact>]
let ``logits that are not numbers are an error, not a greedy choice`` () =
    let broken = withLogits (fun logits -> logits.fill_ (nan.ToScalar()) |> ignore)

    for temperature in [ 0.0; 0.8 ] do
        let options = SamplerOptions(MaxNewTokens = 8, Steps = 8, Temperature = temperature)

        (fun () ->
            DiffusionSampler(model.Value, options, hooks = broken).Generate(prompt, 1L)
            |> ignore)
        |> should throw typeof<SamplerException>

[<Fact>]
let ``equal confidences are taken left-most first`` () =
    let even =
        withLogits (fun logits ->
            logits.zero_ () |> ignore
            logits.select(1, 4L).fill_(1.0.ToScalar()) |> ignore)

    for strategy in [ Remasking.Entropy; Remasking.MaskgitPlus; Remasking.TopkMargin ] do
        let options =
            SamplerOptions(MaxNewTokens = 8, Steps = 8, Temperature = 0.0, Remasking = strategy)

        let trajectory =
            DiffusionSampler(model.Value, options, hooks = even).Generate(prompt, 1L)

        trajectory.Reveals |> Seq.map _.Position |> List.ofSeq |> should equal [ 3..10 ]

[<Fact>]
let ``the text ends at the first stop token that the model wrote`` () =
    let pinned =
        SamplerHooks(
            Tokens =
                fun step rows ->
                    if not step.HasValue then
                        rows[0][5] <- StopId
        )

    let stopping =
        withLogits (fun logits -> logits.select(1, int64 StopId).add_(100.0.ToScalar()) |> ignore)

    let never =
        withLogits (fun logits -> logits.select(1, int64 StopId).add_(-1000.0.ToScalar()) |> ignore)
    // a stop token that was known ends nothing
    DiffusionSampler(model.Value, greedy, hooks = SamplerHooks(Tokens = pinned.Tokens, Logits = never.Logits)).Generate(prompt, 1L).TextEnd
    |> should equal 11

    let cut =
        DiffusionSampler(model.Value, greedy, hooks = stopping).Generate(prompt, 1L)

    cut.TextEnd |> should equal 3
    cut.Completion |> should be Empty
    cut.Final.Count |> should equal 11

/// The model is certain of a stop token from position 6 on, and predicts none before.
let private stopsFrom6 =
    SamplerHooks(
        Logits =
            fun _ places logits ->
                for i in 0 .. places.Count - 1 do
                    let sure = if places[i].Position >= 6 then 100.0 else -1000.0
                    use entry = logits[int64 i, int64 StopId]
                    entry.add_ (sure.ToScalar()) |> ignore

                logits
    )

[<Fact>]
let ``deferred stop tokens are committed when nothing else is left`` () =
    let order deferred =
        let options =
            SamplerOptions(MaxNewTokens = 8, Steps = 8, Temperature = 0.0, TopP = 1.0, DeferStopTokens = deferred)

        DiffusionSampler(model.Value, options, hooks = stopsFrom6).Generate(prompt, 1L).Reveals
        |> Seq.map _.Position
        |> List.ofSeq

    order false |> List.take 5 |> List.sort |> should equal [ 6..10 ]
    order true |> List.take 3 |> List.sort |> should equal [ 3..5 ]
    order true |> List.skip 3 |> List.sort |> should equal [ 6..10 ]

[<Fact>]
let ``a row is completed at once where only stop tokens are left to be predicted`` () =
    let generate finish =
        let options =
            SamplerOptions(
                MaxNewTokens = 8,
                Steps = 8,
                Temperature = 0.0,
                TopP = 1.0,
                DeferStopTokens = true,
                FinishWithStopTokens = finish
            )

        DiffusionSampler(model.Value, options, hooks = stopsFrom6).Generate(prompt, 1L)

    let whole, short = generate false, generate true
    whole.Steps.Count |> should equal 8
    short.Steps.Count |> should be (lessThan 7)

    (Seq.last short.Steps).Reveals
    |> Seq.map _.Position
    |> List.ofSeq
    |> should equal [ 6..10 ]

    short.Final |> List.ofSeq |> should equal (List.ofSeq whole.Final)
    short.TextEnd |> should equal whole.TextEnd

[<Fact>]
let ``a hook may have a position decoded again`` () =
    let mutable again = true

    let hooks =
        SamplerHooks(
            Tokens =
                fun step rows ->
                    if again && step.HasValue && step.Value = 3 then
                        again <- false
                        rows[0][rows[0].Length - 1] <- MaskId
        )

    let trajectory =
        DiffusionSampler(model.Value, greedy, hooks = hooks).Generate(prompt, 1L)

    trajectory.Final |> Seq.contains MaskId |> should equal false

[<Fact>]
let ``cancelling ends the generation between two steps`` () =
    use source = new CancellationTokenSource()
    let mutable seen = 0

    (fun () ->
        for _ in DiffusionSampler(model.Value, greedy).Stream(prompt, 1L, source.Token) do
            seen <- seen + 1

            if seen = 3 then
                source.Cancel())
    |> should throw typeof<OperationCanceledException>

    seen |> should equal 3

[<Fact>]
let ``candidates are recorded where they are asked for`` () =
    let recorded record =
        let options = SamplerOptions(MaxNewTokens = 8, Steps = 4, RecordCandidates = record)
        let trajectory = DiffusionSampler(model.Value, options).Generate(prompt, 1L)

        trajectory.Steps
        |> Seq.map (fun step -> if isNull step.Candidates then 0 else step.Candidates.Count)
        |> List.ofSeq

    recorded CandidateRecording.None |> should equal [ 0; 0; 0; 0 ]
    recorded CandidateRecording.FirstStep |> should equal [ 8; 0; 0; 0 ]
    recorded CandidateRecording.EveryStep |> should equal [ 8; 7; 5; 3 ]

[<Fact>]
let ``values out of range are refused by name`` () =
    let refused (make: unit -> SamplerOptions) (option: string) =
        let problem = Assert.Throws<SamplerException>(fun () -> make () |> ignore)
        problem.Message |> should haveSubstring option

    refused (fun () -> SamplerOptions(Steps = 0)) "Steps is 0"
    refused (fun () -> SamplerOptions(MaxNewTokens = -1)) "MaxNewTokens is -1"
    refused (fun () -> SamplerOptions(Temperature = -0.1)) "Temperature is -0.1"
    refused (fun () -> SamplerOptions(Temperature = nan)) "Temperature is NaN"
    refused (fun () -> SamplerOptions(TopP = 0.0)) "TopP is 0"
    refused (fun () -> SamplerOptions(TopP = 1.01)) "TopP is 1.01"
    refused (fun () -> SamplerOptions(TopK = Nullable 0)) "TopK is 0"
    refused (fun () -> SamplerOptions(Epsilon = 1.0)) "Epsilon is 1"

[<Fact>]
let ``what cannot be sampled is refused`` () =
    let refused (action: unit -> unit) =
        Assert.Throws<SamplerException> action |> ignore

    let sampler = DiffusionSampler(model.Value, greedy)
    refused (fun () -> Canvas.Complete([||], 4, MaskId) |> ignore)
    refused (fun () -> sampler.Generate(Canvas.Infill [| 1; 99 |], 1L) |> ignore)
    refused (fun () -> sampler.Generate(Canvas.Infill(Array.create 65 MaskId), 1L) |> ignore)
    refused (fun () -> sampler.Generate([||], 1L) |> ignore)

    refused (fun () ->
        DiffusionSampler(model.Value, SamplerOptions(Remasking = Remasking.Origin, RemaskingTemperature = 0.5))
        |> ignore)

[<Fact>]
let ``a damaged line of a trajectory file is named`` () =
    let path = IO.Path.GetTempFileName()

    let good =
        TrajectoryFile.ToLine(DiffusionSampler(model.Value, greedy).Generate(prompt, 1L))

    for bad in
        [
            "{"
            "null"
            good[.. good.Length / 2]
            good.Replace("\"version\":1", "\"version\":9")
            good.Replace("\"temperature\":0", "\"temperature\":-1")
            "{\"version\":1}"
        ] do
        IO.File.WriteAllLines(path, [ good; bad ])

        (Assert.Throws<SamplerException>(fun () -> TrajectoryFile.Read path |> ignore)).Message
        |> should haveSubstring "line 2"

    IO.File.Delete path
