module DiffuCoder.Core.Tests.Sampling.CacheTests

open System
open System.Linq
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Sampling.SmallModels

let private dream = lazy (create 7L)
let private llada = lazy (MaskedLanguageModel.Load(Golden.checkpoint "llada-main"))

let private measured every cache =
    SamplerOptions(
        MaxNewTokens = 16,
        Steps = 16,
        BlockLength = Nullable 8,
        Temperature = 0.0,
        TopP = 1.0,
        Remasking = Remasking.LowConfidence,
        Schedule = RevealSchedule.Even,
        Cache = cache,
        DriftEvery = every
    )

let private options cache = measured (Nullable()) cache

let private maskOf (model: MaskedLanguageModel) = model.Config.MaskTokenId.Value

let private canvas model prompt =
    Canvas.Complete(prompt, 16, maskOf model)

let private generate model options =
    DiffusionSampler(model, options).Generate(canvas model [| 1; 2; 3; 4; 5 |], 3L)

let private order (trajectory: Trajectory) =
    [ for reveal in trajectory.Reveals -> reveal.Position, reveal.Token ]

let private computed (trajectory: Trajectory) =
    [ for step in trajectory.Steps -> step.Computed.Value ]

/// A cache that never relies on what it has kept.
let private always = Cache("always", (fun row -> row.BlockEnd), (fun _ -> true))

[<Fact>]
let ``a cache that reads all at every step writes what none would`` () =
    generate llada.Value (options always)
    |> order
    |> should equal (order (generate llada.Value (options Cache.None)))

[<Fact>]
let ``a window is computed between full passes, one of which begins each block`` () =
    let blocks = List.replicate 2 (21 :: List.replicate 7 8) |> List.concat

    for model in [ dream.Value; llada.Value ] do
        computed (generate model (options Cache.Dual)) |> should equal blocks

    computed (generate llada.Value (options Cache.Prefix))
    |> should equal ((21 :: List.replicate 7 16) @ (21 :: List.replicate 7 8))

    computed (generate llada.Value (options Cache.None))
    |> should equal (List.replicate 16 21)

[<Fact>]
let ``a cache of one's own needs no more than a window and a rule`` () =
    let everyThird =
        Cache("every_third", (fun row -> row.BlockEnd), (fun row -> row.Passes >= 2))

    computed (generate llada.Value (options everyThird))
    |> should equal (List.replicate 2 [ 21; 8; 8; 21; 8; 8; 21; 8 ] |> List.concat)

[<Fact>]
let ``a window that ends nowhere is refused by the cache's name`` () =
    for place in [ 0; 99 ] do
        let problem =
            Assert.Throws<SamplerException>(fun () ->
                generate llada.Value (options (Cache("nowhere", (fun _ -> place), (fun _ -> false))))
                |> ignore)

        problem.Message |> should haveSubstring "nowhere"

[<Fact>]
let ``the bound of an adaptive cache says how often all is read`` () =
    let full bound =
        computed (generate llada.Value (options (Cache.Adaptive bound)))
        |> List.filter ((=) 21)
        |> List.length

    let bounds = [ 0.0; 0.05; 0.1; 0.2; 0.4; 1e9 ]
    let counts = bounds |> List.map full
    counts |> should equal (List.sortDescending counts)
    // after each full pass a windowed one shows whether anything moved
    counts[0] |> should equal 8
    List.last counts |> should equal 2
    counts |> List.distinct |> List.length |> should be (greaterThan 2)

[<Fact>]
let ``an adaptive bound that is no bound is refused`` () =
    for bound in [ -1.0; nan; infinity ] do
        let problem =
            Assert.Throws<SamplerException>(fun () -> Cache.Adaptive bound |> ignore)

        problem.Message |> should haveSubstring "adaptive"

[<Fact>]
let ``drift is zero where a full pass was made and grows with what was kept`` () =
    let trajectory = generate llada.Value (measured (Nullable 1) Cache.Dual)

    for step in trajectory.Steps do
        if step.Computed = Nullable 21 then
            step.Drift.LargestDifference |> should be (lessThan 1e-3f)
            step.Drift.Divergence |> should be (lessThan 1e-5f)
            step.Drift.Changed step.Reveals |> should equal 0

    let windowed =
        [
            for step in trajectory.Steps do
                if step.Computed <> Nullable 21 then
                    step.Drift
        ]

    windowed
    |> List.map _.LargestDifference
    |> List.max
    |> should be (greaterThan 0.1f)

    windowed
    |> List.forall (fun drift -> drift.Divergence >= -1e-6f)
    |> should equal true

[<Fact>]
let ``measuring the drift changes nothing and is made at the steps that were asked for`` () =
    let plain = generate llada.Value (options Cache.Dual)
    let withDrift = generate llada.Value (measured (Nullable 5) Cache.Dual)
    order withDrift |> should equal (order plain)

    [
        for step in withDrift.Steps do
            if not (isNull step.Drift) then
                step.Index
    ]
    |> should equal [ 0; 5; 10; 15 ]

[<Fact>]
let ``what the full pass would have committed is told`` () =
    // a model whose weights are drawn depends on all of its context: some commitment changes
    let trajectory = generate dream.Value (measured (Nullable 1) Cache.Dual)

    let changed = [ for step in trajectory.Steps -> step.Drift.Changed step.Reveals ]
    List.sum changed |> should be (greaterThan 0)

    for step in trajectory.Steps do
        step.Drift.Otherwise.Count |> should equal step.Reveals.Count

[<Fact>]
let ``drift without a cache is refused`` () =
    let problem =
        Assert.Throws<SamplerException>(fun () -> generate llada.Value (measured (Nullable 1) Cache.None) |> ignore)

    problem.Message |> should haveSubstring "DriftEvery"

[<Fact>]
let ``one step a block is too few for a shifted model under a cache`` () =
    let two =
        SamplerOptions(MaxNewTokens = 16, Steps = 2, BlockLength = Nullable 8, Cache = Cache.Dual)

    let problem =
        Assert.Throws<SamplerException>(fun () -> generate dream.Value two |> ignore)

    problem.Message |> should haveSubstring "needs two"

    (generate llada.Value two).Final |> should not' (contain (maskOf llada.Value))

[<Fact>]
let ``what a hook writes outside the window is read`` () =
    let canvas = canvas llada.Value [| 1; 2; 3; 4; 5 |]

    let run (change: bool) =
        let hooks =
            SamplerHooks(
                Tokens =
                    Action<_, _>(fun step canvases ->
                        if change && step = Nullable 2 then
                            canvases[0][1] <- 9)
            )

        DiffusionSampler(llada.Value, options Cache.Dual, null, hooks).Generate(canvas, 3L)
        |> computed

    run false |> List.take 5 |> should equal [ 21; 8; 8; 8; 8 ]
    run true |> List.take 5 |> should equal [ 21; 8; 8; 21; 8 ]

[<Fact>]
let ``a position masked again before the window is decoded again`` () =
    let canvas = canvas dream.Value [| 1; 2; 3; 4; 5 |]

    let hooks =
        SamplerHooks(
            Tokens =
                Action<_, _>(fun step canvases ->
                    if step = Nullable 3 then
                        canvases[0][5] <- MaskId)
        )

    let options =
        SamplerOptions(MaxNewTokens = 16, BlockLength = Nullable 8, Steps = 32, Cache = Cache.Dual)

    DiffusionSampler(dream.Value, options, null, hooks).Generate(canvas, 3L).Final
    |> should not' (contain MaskId)

[<Fact>]
let ``neither a cancelled generation nor one that is not read to its end leaves a tensor`` () =
    let sampler = DiffusionSampler(llada.Value, options Cache.Dual)
    let canvas = canvas llada.Value [| 1; 2; 3 |]
    sampler.Stream(canvas, 1L) |> Seq.take 3 |> Seq.iter ignore
    let before = LiveTensors.OnThisThread
    sampler.Stream(canvas, 1L) |> Seq.take 3 |> Seq.iter ignore
    LiveTensors.OnThisThread |> should equal before
    use source = new CancellationTokenSource()

    (fun () ->
        use decoding = sampler.Start([| canvas |], [| 1L |])
        decoding.Advance(source.Token) |> ignore
        source.Cancel()
        decoding.Advance(source.Token) |> ignore)
    |> should throw typeof<OperationCanceledException>

    LiveTensors.OnThisThread |> should equal before

[<Fact>]
let ``keys and values grow with the length and not with its square`` () =
    let bytes length =
        use store = new KeyValueStore(llada.Value.Config.Layers, length)
        let tokens = Array.create length 1

        use hidden =
            (llada.Value :?> TransformerModel).Read([| CanvasSpan(tokens, 0, length, store) |])

        ignore hidden
        store.Bytes

    bytes 64 |> should equal (2L * bytes 32)
    // keys and values of 3 blocks, 64 numbers a position in float32
    bytes 64 |> should equal (2L * 3L * 64L * 64L * 4L)

[<Fact>]
let ``a model of another kind is refused by name`` () =
    let foreign =
        { new MaskedLanguageModel() with
            member _.Config = config
            member _.Device = Device.Cpu
            member _.Parameters = readOnlyDict []
            member _.Logits(_, _) = failwith "not asked"
        }

    let problem =
        Assert.Throws<SamplerException>(fun () -> generate foreign (options Cache.Dual) |> ignore)

    problem.Message |> should haveSubstring "Cache.None"
