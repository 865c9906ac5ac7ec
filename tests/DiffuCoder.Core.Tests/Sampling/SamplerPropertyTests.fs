module DiffuCoder.Core.Tests.Sampling.SamplerPropertyTests

open System
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling.SmallModels

let private strategies =
    [
        yield! Remasking.All
        Remasking.ConfidenceThreshold 0.5
        Remasking.AllAbove 0.3
        Remasking.Factor 1.5
        Remasking.EntropyBound 2.0
    ]

let private caches =
    [
        Cache.None
        Cache.None
        Cache.Prefix
        Cache.Dual
        Cache.Adaptive 0.0
        Cache.Adaptive 0.2
    ]

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
            // rows of up to 24 are up to 3 blocks, each with two steps or more
            let! blocks = Gen.elements [ Nullable(); Nullable(); Nullable 8; Nullable 12 ]

            let! steps =
                Gen.choose (2, 30)
                |> Gen.map (fun n -> if blocks.HasValue then (n + 5) / 6 * 6 else n)

            let! cache = Gen.elements caches

            let! schedule =
                Gen.elements
                    [
                        RevealSchedule.TimeGrid
                        RevealSchedule.TimeGrid
                        RevealSchedule.Even
                        RevealSchedule.Cosine
                    ]

            let! driftEvery = Gen.elements [ Nullable(); Nullable 2 ]
            let! guidance = Gen.elements [ 0.0; 0.0; 0.5 ]
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
                            BlockLength = blocks,
                            Cache = cache,
                            Schedule = schedule,
                            DriftEvery = (if cache = Cache.None then Nullable() else driftEvery),
                            Guidance = guidance,
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
    let ``steps that ask nothing of the model change no result`` asked batch finish =
        let watched record =
            let options =
                SamplerOptions(
                    Steps = asked.Options.Steps,
                    Temperature = asked.Options.Temperature,
                    TopP = asked.Options.TopP,
                    TopK = asked.Options.TopK,
                    Remasking = asked.Options.Remasking,
                    RemaskingTemperature = asked.Options.RemaskingTemperature,
                    FinishWithStopTokens = finish,
                    StopTokens = [ 3..10 ],
                    RecordCandidates = record
                )

            // alone, for the last bits of a prediction depend on who is asked beside it
            DiffusionSampler(model.Value, options).Generate((canvases batch)[0], asked.Seed)

        let quick, all =
            watched CandidateRecording.None, watched CandidateRecording.EveryStep

        let reveals (trajectory: Trajectory) =
            [ for step in trajectory.Steps -> List.ofSeq step.Reveals ]

        reveals quick |> should equal (reveals all)
        quick.Passes.Value |> should be (lessThanOrEqualTo all.Passes.Value)

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
                Options =
                    SamplerOptions(
                        Steps = 6,
                        Remasking = asked.Options.Remasking,
                        Cache = asked.Options.Cache,
                        DriftEvery = asked.Options.DriftEvery,
                        RecordCandidates = CandidateRecording.EveryStep
                    )
            }

        let path = IO.Path.GetTempFileName()
        let trajectories = generate recorded batch
        TrajectoryFile.Write(path, trajectories)
        let read = TrajectoryFile.Read path
        IO.File.Delete path
        lines read |> should equal (lines trajectories)
        read[0].Options |> should equal trajectories[0].Options
