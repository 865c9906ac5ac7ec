module DiffuCoder.Core.Tests.Sampling.CacheRatioTests

open System
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Sampling.SmallModels

let private model = lazy (create 7L)

let private measured temperature (cache: Cache) =
    SamplerOptions(
        MaxNewTokens = 16,
        Steps = 12,
        BlockLength = Nullable 8,
        Temperature = temperature,
        Cache = cache,
        DriftEvery = Nullable 2
    )

let private generate options hooks =
    DiffusionSampler(model.Value, options, null, hooks).Generate(Canvas.Complete([| 1; 2; 3; 4; 5 |], 16, MaskId), 3L)

let private always = Cache("always", (fun row -> row.BlockEnd), (fun _ -> true))

let private measuredSteps (trajectory: Trajectory) =
    [
        for step in trajectory.Steps do
            if not (isNull step.Drift) then
                step
    ]

[<Theory>]
[<InlineData(1.0, 1.5, 0.5)>]
[<InlineData(0.5, 1.8, 0.2)>]
[<InlineData(0.0, 1.5, 0.5)>]
let ``ratios are those of the softmax after temperature`` temperature first second =
    use _ = torch.NewDisposeScope()
    let third = log 3.0f
    // row 1: 1/4 and 3/4 against halves (1/10 and 9/10 at temperature 0.5)
    let full = torch.tensor (array2D [ [ 9.0f; 9.0f ]; [ 0.0f; third ] ])
    let cached = torch.tensor (array2D [ [ 0.0f; 5.0f ]; [ 2.0f; 2.0f ] ])

    let ratios =
        CacheDrift.RatiosOf(full, cached, [| 1L; 1L |], [| 1L; 0L |], temperature)

    float ratios[0] |> should (equalWithin 1e-6) first
    float ratios[1] |> should (equalWithin 1e-6) second

[<Fact>]
let ``nothing committed has no ratio`` () =
    use logits = torch.zeros (2L, 3L)
    CacheDrift.RatiosOf(logits, logits, [||], [||], 1.0) |> should be Empty

/// The logarithm of the probability of one entry.
let private logProbability temperature (logits: float32[]) token =
    let scaled = logits |> Array.map (fun logit -> float logit / temperature)
    scaled[token] - log (scaled |> Array.sumBy exp)

[<Theory>]
[<InlineData(0.7)>]
[<InlineData(0.0)>]
let ``each commitment of a measured step has its ratio, in the order of commitments`` temperature =
    // at each step what the cache says of a position, then what the full pass says
    let said = Collections.Generic.Dictionary<int * int, ResizeArray<float32[]>>()

    let listen step (positions: Collections.Generic.IReadOnlyList<CanvasPosition>) (logits: torch.Tensor) =
        use rows = logits.cpu().to_type(torch.ScalarType.Float32)

        for i, place in Seq.indexed positions do
            let key = (step, place.Position)

            if not (said.ContainsKey key) then
                said.Add(key, ResizeArray())

            use row = rows[i].contiguous()
            said[key].Add(row.data<float32>().ToArray())

        logits

    let trajectory =
        generate (measured temperature Cache.Dual) (SamplerHooks(Logits = listen))

    let steps = measuredSteps trajectory
    [ for step in steps -> step.Index ] |> should equal [ 0..2..10 ]

    for step in steps do
        step.Drift.Ratios.Count |> should equal step.Reveals.Count

        for reveal, ratio in Seq.zip step.Reveals step.Drift.Ratios do
            let log logits =
                logProbability (if temperature = 0.0 then 1.0 else temperature) logits reveal.Token

            let logits = said[(step.Index, reveal.Position)]
            logits.Count |> should equal 2

            float ratio / exp (log logits[1] - log logits[0])
            |> should (equalWithin 1e-4) 1.0

    [
        for step in steps do
            yield! step.Drift.Ratios
    ]
    |> List.exists (fun ratio -> abs (ratio - 1f) > 0.01f)
    |> should equal true

[<Fact>]
let ``where the cache reads everything the ratio is 1`` () =
    let steps = measuredSteps (generate (measured 0.7 always) SamplerHooks.None)

    for step in steps do
        for ratio in step.Drift.Ratios do
            float ratio |> should (equalWithin 1e-4) 1.0

    steps
    |> List.sumBy (fun step -> step.Drift.Ratios.Count)
    |> should be (greaterThan 4)

[<Fact>]
let ``ratios are saved with the trajectory, and lines without them are read`` () =
    let trajectory = generate (measured 0.7 Cache.Dual) SamplerHooks.None
    let saved = TrajectoryFile.ToLine trajectory
    saved |> should haveSubstring "\"ratios\":["
    let read = TrajectoryFile.FromLine(saved, "here")
    TrajectoryFile.ToLine read |> should equal saved

    for before, after in Seq.zip (measuredSteps trajectory) (measuredSteps read) do
        List.ofSeq after.Drift.Ratios |> should equal (List.ofSeq before.Drift.Ratios)

    let older =
        Text.RegularExpressions.Regex.Replace(saved, ",\"ratios\":\\[[^\\]]*\\]", "")

    older |> should not' (haveSubstring "ratios")
    let read = measuredSteps (TrajectoryFile.FromLine(older, "here"))
    read |> List.length |> should equal (measuredSteps trajectory).Length

    for step in read do
        step.Drift.Ratios |> should be Empty

[<Fact>]
let ``measuring ratios leaves no tensor`` () =
    let work () =
        generate (measured 0.7 Cache.Dual) SamplerHooks.None |> ignore

    work ()
    LiveTensors.LeftBy work |> should equal 0L
