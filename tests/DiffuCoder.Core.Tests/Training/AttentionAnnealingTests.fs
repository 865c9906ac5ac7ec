module DiffuCoder.Core.Tests.Training.AttentionAnnealingTests

open Xunit
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training.TinyRuns

[<Theory>]
[<InlineData(0L, 0.01)>]
[<InlineData(49L, 0.5)>]
[<InlineData(98L, 0.99)>]
[<InlineData(99L, 1.0)>]
[<InlineData(500L, 1.0)>]
let ``an edge into the future opens with probability (step + 1) / steps`` step expected =
    AttentionAnnealing(100L).OpenProbability step
    |> should (equalWithin 1e-12) expected

[<Property(MaxTest = 30)>]
let ``the past is always open and the future by the drawn share`` (seed: int64) =
    use _ = torch.NewDisposeScope()
    let edges = AttentionAnnealing(100L).Edges(64L, TrainingDraws(seed, 29L, 0))
    let past = torch.ones(64L, 64L, dtype = torch.ScalarType.Bool).tril()

    let opened =
        edges.logical_and(past.logical_not ()).sum().ToDouble() / (64.0 * 63.0 / 2.0)
    // standard error 0.0102
    edges.logical_and(past).eq(past).all().ToBoolean() && abs (opened - 0.3) < 0.06

[<Fact>]
let ``micro-batches of a step share their edges and steps do not`` () =
    use _ = torch.NewDisposeScope()

    let edges step microBatch =
        AttentionAnnealing(100L).Edges(16L, TrainingDraws(5L, step, microBatch))

    (edges 40L 0).eq(edges 40L 3).all().ToBoolean() |> should equal true
    (edges 40L 0).eq(edges 41L 0).all().ToBoolean() |> should equal false

[<Fact>]
let ``once every edge is open nothing is drawn`` () =
    AttentionAnnealing(100L).Edges(16L, TrainingDraws(5L, 99L, 0)) |> should be Null

[<Fact>]
let ``the first step of annealing is nearly causal and the end is full attention`` () =
    use _ = torch.NewDisposeScope()
    use model = createModel "Dream"
    let rows = countingRows 4 12 0L

    let loss (annealing: AttentionAnnealing | null) step =
        let objective = DiffusionObjective(Annealing = annealing)
        objective.Evaluate(model, rows, TrainingDraws(1L, step, 0)).Sum.ToDouble()

    loss (AttentionAnnealing 10L) 9L |> should equal (loss null 9L)

    loss (AttentionAnnealing 1000000L) 0L
    |> should not' (equalWithin 1e-7 (loss null 0L))

    let causal =
        let draws = TrainingDraws(1L, 0L, 0)
        let noised = Masking.Draw(rows, draws, maskToken, MaskingOptions())
        DiffusionObjective().Evaluate(model, noised, torch.ones(12L, 12L, dtype = torch.ScalarType.Bool).tril()).Sum.ToDouble()

    loss (AttentionAnnealing 1000000L) 0L |> should (equalWithin 1e-4) causal
