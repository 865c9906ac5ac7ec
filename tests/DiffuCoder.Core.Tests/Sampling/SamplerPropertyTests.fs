module DiffuCoder.Core.Tests.Sampling.SamplerPropertyTests

open System
open System.Threading
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling.SmallModels

let private strategies = [ yield! Remasking.All; Remasking.ConfidenceThreshold 0.5 ]

/// Rows of unequal length with masks anywhere, none to many of them.
type Batch = { Rows: int list list }

type Asked =
    { Options: SamplerOptions; Seed: int64 }

let private rowGenerator =
    gen {
        let! length = Gen.choose (1, 24)
        return! Gen.listOfLength length (Gen.frequency [ 1, Gen.choose (0, MaskId - 1); 1, Gen.constant MaskId ])
    }

type Generators =
    static member Batch() =
        Arb.fromGenShrink (
            Gen.choose (1, 4)
            |> Gen.bind (fun count -> Gen.listOfLength count rowGenerator)
            |> Gen.map (fun rows -> { Rows = rows }),
            fun batch ->
                batch.Rows
                |> List.mapi (fun i _ -> { Rows = List.removeAt i batch.Rows })
                |> List.filter (fun b -> not b.Rows.IsEmpty)
                |> Seq.ofList
        )

    static member Asked() =
        gen {
            let! strategy = Gen.elements strategies
            let! steps = Gen.choose (1, 30)
            let! temperature = Gen.elements [ 0.0; 0.0; 0.7; 1.5 ]
            let! topP = Gen.elements [ 1.0; 0.9 ]
            let! topK = Gen.elements [ Nullable(); Nullable 5 ]
            let! drawn = Gen.elements [ 0.0; 0.5 ]
            let! seed = Gen.choose (0, 1000000)

            return
                {
                    Options =
                        SamplerOptions(
                            Steps = steps,
                            Temperature = temperature,
                            TopP = topP,
                            TopK = topK,
                            Remasking = strategy,
                            RemaskingTemperature =
                                (if strategy.ChoosesBlind || strategy.MayExtend then
                                     0.0
                                 else
                                     drawn)
                        )
                    Seed = int64 seed
                }
        }
        |> Arb.fromGen

let private model = lazy (create 7L)

let private canvases batch =
    batch.Rows
    |> List.map (fun row -> Canvas.Infill(List.toArray row))
    |> List.toArray

let private generate asked batch =
    DiffusionSampler(model.Value, asked.Options).Generate(canvases batch, asked.Seed)

let private lines trajectories =
    trajectories |> Seq.map TrajectoryFile.ToLine |> List.ofSeq

[<Properties(Arbitrary = [| typeof<Generators> |], MaxTest = 30)>]
module Properties =

    [<Property>]
    let ``every masked position is revealed exactly once and nothing else changes`` asked batch =
        for row, trajectory in Seq.zip batch.Rows (generate asked batch) do
            let masked =
                row
                |> List.indexed
                |> List.filter (fun (_, token) -> token = MaskId)
                |> List.map fst

            trajectory.Reveals
            |> Seq.map _.Position
            |> Seq.sort
            |> List.ofSeq
            |> should equal masked

            trajectory.Final |> Seq.contains MaskId |> should equal false

            for index, token in List.indexed row do
                if token <> MaskId then
                    trajectory.Final[index] |> should equal token

            for reveal in trajectory.Reveals do
                trajectory.Final[reveal.Position] |> should equal reveal.Token

    [<Property>]
    let ``the same seed gives the same bytes`` asked batch =
        lines (generate asked batch) |> should equal (lines (generate asked batch))

    [<Property>]
    let ``a row is sampled as if it were alone`` asked batch =
        // the first two positions of a row read the same output: masked together they tie, and the last bit decides between them
        let batch =
            {
                Rows = batch.Rows |> List.map (fun row -> 5 :: List.tail row)
            }

        let together = generate asked batch

        for canvas, trajectory in Seq.zip (canvases batch) together do
            let alone =
                DiffusionSampler(model.Value, asked.Options).Generate(canvas, trajectory.Seed)

            alone.Final |> List.ofSeq |> should equal (List.ofSeq trajectory.Final)

            let order (t: Trajectory) =
                t.Reveals |> Seq.map (fun reveal -> reveal.Position, reveal.Token) |> List.ofSeq

            order alone |> should equal (order trajectory)

            for one, other in Seq.zip alone.Reveals trajectory.Reveals do
                one.Confidence |> should (equalWithin 1e-3f) other.Confidence

    [<Property>]
    let ``no live tensor is left behind`` asked batch =
        generate asked batch |> ignore
        let before = LiveTensors.OnThisThread
        generate asked batch |> ignore
        LiveTensors.OnThisThread |> should equal before

    [<Property>]
    let ``steps streamed one by one are the finished trajectory's`` asked batch =
        let canvas = (canvases batch)[0]
        let sampler = DiffusionSampler(model.Value, asked.Options)
        let streamed = sampler.Stream(canvas, asked.Seed) |> Seq.map string |> List.ofSeq

        streamed
        |> should equal (sampler.Generate(canvas, asked.Seed).Steps |> Seq.map string |> List.ofSeq)

    [<Property>]
    let ``a trajectory survives its file`` asked batch =
        let recorded =
            { asked with
                Options = SamplerOptions(Steps = 5, Remasking = asked.Options.Remasking, RecordCandidates = CandidateRecording.EveryStep)
            }

        let path = IO.Path.GetTempFileName()
        let trajectories = generate recorded batch
        TrajectoryFile.Write(path, trajectories)
        let read = TrajectoryFile.Read path
        IO.File.Delete path
        lines read |> should equal (lines trajectories)
        read[0].Options |> should equal trajectories[0].Options

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

[<Fact>]
let ``deferred stop tokens are committed when nothing else is left`` () =
    // the model is certain of a stop token from position 6 on, and unsure before
    let hooks =
        SamplerHooks(
            Logits =
                fun _ places logits ->
                    for i in 0 .. places.Count - 1 do
                        let sure = if places[i].Position >= 6 then 100.0 else -1000.0
                        use entry = logits[int64 i, int64 StopId]
                        entry.add_ (sure.ToScalar()) |> ignore

                    logits
        )

    let order deferred =
        let options =
            SamplerOptions(MaxNewTokens = 8, Steps = 8, Temperature = 0.0, TopP = 1.0, DeferStopTokens = deferred)

        DiffusionSampler(model.Value, options, hooks = hooks).Generate(prompt, 1L).Reveals
        |> Seq.map _.Position
        |> List.ofSeq

    order false |> List.take 5 |> List.sort |> should equal [ 6..10 ]
    order true |> List.take 3 |> List.sort |> should equal [ 3..5 ]
    order true |> List.skip 3 |> List.sort |> should equal [ 6..10 ]

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
            "{\"version\":1}"
        ] do
        IO.File.WriteAllLines(path, [ good; bad ])

        (Assert.Throws<SamplerException>(fun () -> TrajectoryFile.Read path |> ignore)).Message
        |> should haveSubstring "line 2"

    IO.File.Delete path
