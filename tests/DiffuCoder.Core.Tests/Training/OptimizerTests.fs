module DiffuCoder.Core.Tests.Training.OptimizerTests

open System.Collections.Generic
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training.LossCases
open DiffuCoder.Core.Tests.Training.TinyRuns

let rate warmup ratio floor =
    LearningRate(Peak = 2e-3, WarmupSteps = warmup, WarmupRatio = ratio, FloorRatio = floor)

[<Fact>]
let ``the rate warms up linearly and ends at the floor`` () =
    let schedule = rate 10L 0.0 0.1
    schedule.At(0L, 100L) |> should (equalWithin 1e-12) 2e-4
    schedule.At(9L, 100L) |> should (equalWithin 1e-12) 2e-3
    schedule.At(10L, 100L) |> should (equalWithin 1e-12) 2e-3
    schedule.At(99L, 100L) |> should (equalWithin 1e-12) 2e-4
    // half way down the cosine: the mean of peak and floor
    (rate 0L 0.0 0.1).At(50L, 101L) |> should (equalWithin 1e-12) 1.1e-3
    // a ratio counts steps, rounded up
    (rate 0L 0.1 0.1).At(9L, 95L) |> should (equalWithin 1e-12) 2e-3
    (rate 0L 0.1 0.1).At(8L, 95L) |> should be (lessThan 2e-3)
    LearningRate.Constant(0.5).At(7L, 9L) |> should equal 0.5

[<Property(MaxTest = 200)>]
let ``the rate stays within its bounds and never rises after warm-up`` (PositiveInt steps) (NonNegativeInt warmup) (floor: NormalFloat) =
    let floor = abs (floor.Get % 1.0)
    let warmup = warmup % (steps + 1)
    let schedule = rate warmup 0.0 floor
    let rates = [ for step in 0L .. int64 steps - 1L -> schedule.At(step, int64 steps) ]
    let afterwards = rates |> List.skip (min warmup rates.Length)

    rates |> List.forall (fun r -> r > 0.0 || floor = 0.0)
    && rates |> List.forall (fun r -> r <= 2e-3 + 1e-15)
    && afterwards |> List.pairwise |> List.forall (fun (a, b) -> b <= a + 1e-15)
    && afterwards |> List.forall (fun r -> r >= 2e-3 * floor - 1e-15)

let withGradients (shapes: int64 array list) =
    shapes
    |> List.mapi (fun i shape ->
        use generator = new torch.Generator(uint64 i, torch.CPU)
        let weight = torch.randn (shape, generator = generator)
        $"w{i}", weight.requires_grad_ true)

let shapes = [ [| 7L; 5L |]; [| 11L |]; [| 3L; 2L; 4L |] ]

let setGradients (seed: uint64) (weights: torch.Tensor seq) =
    use generator = new torch.Generator(seed, torch.CPU)

    for weight in weights do
        weight.grad <- torch.randn (weight.shape, generator = generator)

[<Theory>]
[<InlineData(0.0)>]
[<InlineData(0.1)>]
let ``AdamW gives what torch's gives`` decay =
    use _ = torch.NewDisposeScope()
    let ours = withGradients shapes

    let theirs =
        withGradients shapes
        |> List.map (fun (_, weight) -> new Modules.Parameter(weight.detach ()))

    use reference =
        torch.optim.AdamW(theirs, lr = 0.01, beta1 = 0.9, beta2 = 0.95, eps = 1e-8, weight_decay = decay)

    use optimizer =
        new AdamW(Map.ofList ours |> Dictionary, AdamWOptions(Beta2 = 0.95, WeightDecay = decay, DecayVectors = true))

    for step in 1UL .. 20UL do
        setGradients step (List.map snd ours)
        setGradients step (theirs |> List.map (fun p -> p :> torch.Tensor))
        reference.step () |> ignore
        optimizer.Update(0.01, 1.0)

    for (_, our), their in List.zip ours theirs do
        excess 0.0 (our.detach ()) (their.detach ()) |> should be (lessThan 2e-6)

[<Fact>]
let ``an update in one pass is that of torch's operations one by one, on several threads too`` () =
    use _ = torch.NewDisposeScope()
    let shape = [ [| 301L; 257L |] ]
    let passed, apart = withGradients shape, withGradients shape
    let dictionary weights = Dictionary(Map.ofList weights)
    use once = new AdamW(dictionary passed, AdamWOptions(WeightDecay = 0.1))
    use byOperations = new AdamW(dictionary apart, AdamWOptions(WeightDecay = 0.1))

    for step in 1UL .. 5UL do
        setGradients step (List.map snd passed)

        for (_, from), (_, other) in List.zip passed apart do
            // what does not lie in one piece goes through torch's operations
            other.grad <- from.grad.t().contiguous().t()

        once.Update(0.01, 0.5)
        byOperations.Update(0.01, 0.5)

    excess 0.0 ((snd passed[0]).detach()) ((snd apart[0]).detach())
    |> should be (lessThan 1e-6)

    for one, other in Seq.zip once.State byOperations.State do
        one.Value.eq(other.Value).all().ToBoolean() |> should equal true

[<Fact>]
let ``vectors are not decayed unless asked for`` () =
    use _ = torch.NewDisposeScope()
    let weights = Dictionary(Map.ofList (withGradients shapes))

    for weight in weights.Values do
        weight.grad <- torch.zeros_like weight

    let before = weights["w0"].clone(), weights["w1"].clone()
    use optimizer = new AdamW(weights, AdamWOptions(WeightDecay = 0.5))
    optimizer.Update(0.1, 1.0)

    excess 0.0 weights["w0"] (fst before * 0.95f.ToScalar())
    |> should be (lessThan 1e-6)

    excess 0.0 weights["w1"] (snd before) |> should equal 0.0

[<Fact>]
let ``a restored optimiser goes on as the one that was saved`` () =
    use _ = torch.NewDisposeScope()
    let first = Dictionary(Map.ofList (withGradients shapes))
    use optimizer = new AdamW(first, AdamWOptions())

    for step in 1UL .. 3UL do
        setGradients step first.Values
        optimizer.Update(0.01, 1.0)

    let second =
        Dictionary(
            first
            |> Seq.map (fun w -> KeyValuePair(w.Key, w.Value.detach().clone().requires_grad_ true))
        )

    use restored = new AdamW(second, AdamWOptions())

    let saved =
        optimizer.State |> Seq.map (fun s -> s.Key, s.Value.clone ()) |> Map.ofSeq

    restored.Restore(optimizer.Updates, (fun name -> saved[name]))

    for weights, optimizer in [ first, optimizer; second, restored ] do
        setGradients 4UL weights.Values
        optimizer.Update(0.01, 0.5)

    for name in first.Keys do
        first[name].eq(second[name]).all().ToBoolean() |> should equal true

[<Fact>]
let ``clipping scales to the limit and never up`` () =
    use _ = torch.NewDisposeScope()
    let weights = withGradients shapes |> List.map snd
    setGradients 1UL weights

    let expected =
        weights
        |> List.sumBy (fun weight -> weight.grad.square().sum().ToDouble())
        |> sqrt

    GradientClipping.GlobalNorm weights |> should (equalWithin 1e-5) expected
    GradientClipping.Scale(4.0, 1.0) |> should equal 0.25
    GradientClipping.Scale(0.5, 1.0) |> should equal 1.0
    GradientClipping.Scale(4.0, 0.0) |> should equal 1.0

[<Fact>]
let ``options out of range are refused by name`` () =
    (fun () -> rate -1L 0.0 0.1 |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "WarmupSteps is -1"

    (fun () -> LearningRate.Constant nan |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "Peak is NaN"

    (fun () -> AdamWOptions(Beta2 = 1.0) |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "Beta2 is 1"

    (fun () -> options 0L |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "Steps is 0"
