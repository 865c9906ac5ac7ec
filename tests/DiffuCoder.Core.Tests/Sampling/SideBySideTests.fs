/// They change the number of threads of the process.
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Sampling.SideBySideTests

open System
open System.Collections.Concurrent
open System.Threading
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Sampling.SmallModels

let private model = lazy (create 7L)

let private canvases =
    [| for length in 1..9 -> Canvas.Complete(Array.init length id, 12, MaskId) |]

/// Notes the threads that a strategy is asked on, and how many torch has there.
let private watching (seen: ConcurrentBag<int * int>) =
    Remasking(
        "watching",
        ConfidenceScores.NegativeEntropy,
        fun row ->
            seen.Add((Environment.CurrentManagedThreadId, torch.get_num_threads ()))
            RevealRules.MostConfident row
    )

let private sampler remasking cache =
    DiffusionSampler(
        model.Value,
        SamplerOptions(Steps = 12, Temperature = 0.7, Remasking = remasking, BlockLength = Nullable 6, Cache = cache)
    )

let private order (trajectories: Trajectory seq) =
    [
        for trajectory in trajectories -> [ for reveal in trajectory.Reveals -> reveal.Position, reveal.Token ]
    ]

[<Fact>]
let ``rows side by side are written as they are in one batch`` () =
    Threads.under 2 (fun () ->
        for cache in [ Cache.None; Cache.Dual ] do
            let sampler = sampler Remasking.Entropy cache
            let seeds = [| for row in 1L .. int64 canvases.Length -> row |]
            use batch = sampler.Start(canvases, seeds)

            while not batch.IsFinished do
                batch.Advance() |> ignore

            order (sampler.Generate(canvases, seeds))
            |> should equal (order (batch.Result())))

[<Fact>]
let ``small models are sampled on several threads, on each of which torch computes alone`` () =
    Threads.under 3 (fun () ->
        let seen = ConcurrentBag()
        (sampler (watching seen) Cache.None).Generate(canvases, 3L) |> ignore
        seen |> Seq.map snd |> Seq.distinct |> List.ofSeq |> should equal [ 1 ]
        seen |> Seq.map fst |> Seq.distinct |> Seq.length |> should be (greaterThan 1)
        torch.get_num_threads () |> should equal 3)

[<Fact>]
let ``with one thread or one row nothing leaves the caller's, and with hooks there is one batch`` () =
    let threads work =
        let seen = ConcurrentBag()
        work (sampler (watching seen) Cache.None)
        seen |> Seq.distinct |> List.ofSeq

    let own = Environment.CurrentManagedThreadId

    Threads.under 1 (fun () -> threads (fun sampler -> sampler.Generate(canvases, 3L) |> ignore))
    |> should equal [ own, 1 ]

    Threads.under 2 (fun () -> threads (fun sampler -> sampler.Generate([| canvases[0] |], 3L) |> ignore))
    |> should equal [ own, 2 ]

    let hooks =
        SamplerHooks(Tokens = Action<_, _>(fun _ rows -> rows.Count |> should equal canvases.Length))

    let options = SamplerOptions(Steps = 12)

    Threads.under 2 (fun () ->
        DiffusionSampler(model.Value, options, null, hooks).Generate(canvases, 3L)
        |> ignore)

[<Fact>]
let ``a row in bfloat16 is the same to the last bit, alone, beside others, and on any number of threads`` () =
    use narrow = MaskedLanguageModel.Adapt(model.Value, precision = Precision.BFloat16)

    let sampler =
        DiffusionSampler(narrow, SamplerOptions(Steps = 12, Temperature = 0.7, RecordCandidates = CandidateRecording.EveryStep))

    let lines (trajectories: Trajectory seq) =
        [ for t in trajectories -> TrajectoryFile.ToLine t ]

    let seeds = [| for row in 1L .. int64 canvases.Length -> row |]

    let alone =
        lines
            [
                for canvas, seed in Array.zip canvases seeds -> Threads.under 1 (fun () -> sampler.Generate(canvas, seed))
            ]

    for threads in [ 1; 2; 3 ] do
        lines (Threads.under threads (fun () -> sampler.Generate(canvases, seeds)))
        |> should equal alone

[<Fact>]
let ``other threads keep their number while one computes alone`` () =
    Threads.under 3 (fun () ->
        use begun = new ManualResetEventSlim()
        use ended = new ManualResetEventSlim()

        let alone =
            Thread(fun () ->
                use _ = OneThread.Begin()
                torch.get_num_threads () |> should equal 1
                begun.Set()
                ended.Wait())

        alone.Start()
        begun.Wait()
        let beside = torch.get_num_threads ()
        let mutable fresh = 0
        let third = Thread(fun () -> fresh <- torch.get_num_threads ())
        third.Start()
        third.Join()
        ended.Set()
        alone.Join()
        (beside, fresh) |> should equal (3, 3))

[<Fact>]
let ``a row that fails ends the others and says why`` () =
    Threads.under 2 (fun () ->
        let failing =
            Remasking(
                "failing",
                ConfidenceScores.NegativeEntropy,
                (fun row ->
                    if row.Step = 3 then
                        invalidOp "no more"
                    else
                        RevealRules.MostConfident row)
            )

        let problem =
            Assert.Throws<InvalidOperationException>(fun () -> (sampler failing Cache.Dual).Generate(canvases, 3L) |> ignore)

        problem.Message |> should equal "no more"
        torch.get_num_threads () |> should equal 2)

[<Fact>]
let ``a cancelled generation ends and leaves no tensor`` () =
    Threads.under 2 (fun () ->
        use source = new CancellationTokenSource()

        let cancelling =
            Remasking(
                "cancelling",
                ConfidenceScores.NegativeEntropy,
                fun row ->
                    if row.Step = 2 then
                        source.Cancel()

                    RevealRules.MostConfident row
            )

        model.Value |> ignore // made before tensors are counted
        let before = LiveTensors.InProcess

        Assert.ThrowsAny<OperationCanceledException>(fun () ->
            (sampler cancelling Cache.Dual).Generate(canvases, 3L, source.Token) |> ignore)
        |> ignore

        LiveTensors.InProcess |> should be (lessThanOrEqualTo before))
