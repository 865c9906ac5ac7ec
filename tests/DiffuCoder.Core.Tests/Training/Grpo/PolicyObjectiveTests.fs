/// The divergence's estimates and the objectives of later papers, against numbers that are worked out by hand.
module DiffuCoder.Core.Tests.Training.Grpo.PolicyObjectiveTests

open System
open Xunit
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Runtime
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training
open DiffuCoder.Core.Tests.Training.Grpo.Exact

let private matrix (rows: float list list) =
    torch.tensor (array2D [ for row in rows -> [ for value in row -> float32 value ] ])

let private counted (rows: bool list list) = torch.tensor (array2D rows)

/// Sum, normaliser, measures and the gradient by row and token of a loss.
let private evaluated (loss: PolicyLoss) current old (reference: float list list option) (advantages: float list) mask =
    use _ = torch.NewDisposeScope()
    let now = (matrix current).requires_grad_ true

    let reference: torch.Tensor | null =
        match reference with
        | Some rows -> matrix rows
        | None -> null

    let result =
        loss.Of(now, matrix old, reference, torch.tensor [| for one in advantages -> float32 one |], counted mask)

    result.Sum.backward ()
    let gradient = now.grad.data<float32>().ToArray() |> Array.map float |> List.ofArray
    result.Sum.ToDouble(), result.Normalizer, result.Measures, gradient

let private close (expected: float list) (actual: float list) =
    actual |> should haveLength expected.Length

    for one, other in List.zip actual expected do
        one |> should (equalWithin 1e-5) other

/// One token, d = log p of the reference - log p = 0.7, and nothing but the divergence at weight 1.
let private divergence estimator (cap: float option) difference =
    let loss =
        PolicyLoss(DivergenceWeight = 1.0, Divergence = estimator, DivergenceCap = Option.toNullable cap)

    let sum, _, measures, gradient =
        evaluated loss [ [ -1.0 ] ] [ [ -1.0 ] ] (Some [ [ -1.0 + difference ] ]) [ 0.0 ] [ [ true ] ]

    measures["kl"].Value |> should (equalWithin 1e-6) sum
    sum, List.head gradient

[<Fact>]
let ``k1 is -d, k2 half of d squared, k3 exp(d) - d - 1, and their slopes 1, -d and 1 - exp(d)`` () =
    let d = 0.7

    for estimator, value, slope in
        [
            DivergenceEstimator.K1, -d, 1.0
            DivergenceEstimator.K2, d * d / 2.0, -d
            DivergenceEstimator.K3, exp d - d - 1.0, 1.0 - exp d
        ] do
        let got, gradient = divergence estimator None d
        got |> should (equalWithin 1e-6) value
        gradient |> should (equalWithin 1e-6) slope

    PolicyLoss().Divergence |> should equal DivergenceEstimator.K3

[<Fact>]
let ``a cap bounds what a token counts, and leaves no gradient beyond it`` () =
    divergence DivergenceEstimator.K3 (Some 0.5) 5.0 |> should equal (0.5, 0.0)
    let below, gradient = divergence DivergenceEstimator.K3 (Some 10.0) 0.7
    below |> should (equalWithin 1e-6) (exp 0.7 - 1.7)
    gradient |> should (equalWithin 1e-6) (1.0 - exp 0.7)
    // k1 has either sign
    divergence DivergenceEstimator.K1 (Some 0.5) 5.0 |> should equal (-0.5, 0.0)
    divergence DivergenceEstimator.K1 (Some 0.5) -5.0 |> should equal (0.5, 0.0)

    TinyRuns.shouldFailWith<TrainingException>(fun () -> PolicyLoss(DivergenceCap = Nullable 0.0) |> ignore)
    |> should haveSubstring "DivergenceCap is 0"

[<Property(MaxTest = 50)>]
let ``of tokens that p wrote, k1 and k3 have the divergence for their mean, and k2 is within a few percent near by`` (seed: int) =
    let random = Random seed

    let distribution (from: float list) spread =
        let powers =
            from
            |> List.map (fun logit -> exp (logit + spread * (random.NextDouble() - 0.5)))

        powers |> List.map (fun power -> power / List.sum powers)

    let p = distribution [ 0.0; 1.0; -1.0; 0.5 ] 1.0
    let reference = distribution (List.map log p) 0.2
    let kl = List.fold2 (fun sum p q -> sum + p * log (p / q)) 0.0 p reference

    let mean estimator =
        use _ = torch.NewDisposeScope()
        let differences = matrix [ List.map2 (fun p q -> log q - log p) p reference ]
        let values = DivergenceFormulas.Of(estimator, differences).data<float32>().ToArray()
        List.fold2 (fun sum p value -> sum + p * float value) 0.0 p (List.ofArray values)

    mean DivergenceEstimator.K1 |> should (equalWithin 1e-6) kl
    mean DivergenceEstimator.K3 |> should (equalWithin 1e-6) kl
    mean DivergenceEstimator.K2 |> should (equalWithin (0.1 * kl + 1e-6)) kl

[<Fact>]
let ``a clipped sequence has one ratio, the geometric mean over its counted tokens, and its loss is a mean over completions`` () =
    let loss =
        PolicyLoss(Objective = PolicyObjective.ClippedSequences, Divergence = DivergenceEstimator.K2, DivergenceWeight = 0.1)

    // the first: (0.2 + 0.4) / 2, the second one token: 0.9, whose exponential is clipped to 1.5
    let current = [ [ -1.0; -2.0 ]; [ -1.0; 50.0 ] ]
    let old = [ [ -1.2; -2.4 ]; [ -1.9; -1.0 ] ]
    let reference = [ [ -1.5; -1.5 ]; [ -1.0; 7.0 ] ]

    let sum, normalizer, measures, gradient =
        evaluated loss current old (Some reference) [ 2.0; 1.0 ] [ [ true; true ]; [ true; false ] ]

    let ratio = exp 0.3
    let difference = -0.5 + 0.5 // log p of the reference - log p, both tokens
    normalizer |> should equal 2.0

    sum
    |> should (equalWithin 1e-5) (-2.0 * ratio - 1.5 + 0.1 * difference * difference / 2.0 / 2.0)

    measures["ratio"].Value |> should (equalWithin 1e-5) ((ratio + exp 0.9) / 2.0)
    measures["clip_high"].Value |> should equal 0.5
    close [ -2.0 * ratio / 2.0; -2.0 * ratio / 2.0; 0.0; 0.0 ] gradient

[<Fact>]
let ``the divergence of a sequence is the estimate of the sums, by the tokens`` () =
    let loss =
        PolicyLoss(Objective = PolicyObjective.ClippedSequences, Divergence = DivergenceEstimator.K2, DivergenceWeight = 1.0)

    let sum, _, _, gradient =
        evaluated loss [ [ -1.0; -2.0 ] ] [ [ -1.0; -2.0 ] ] (Some [ [ -0.5; -1.8 ] ]) [ 0.0 ] [ [ true; true ] ]

    sum |> should (equalWithin 1e-6) (0.7 * 0.7 / 2.0 / 2.0)
    close [ -0.7 / 2.0; -0.7 / 2.0 ] gradient

[<Fact>]
let ``wd1 weighs completions by the softmax of their advantages less that of the negatives, within each group`` () =
    let up = exp 1.0 / (exp 1.0 + 1.0 + exp -1.0)
    let down = exp -1.0 / (exp 1.0 + 1.0 + exp -1.0)

    WeightedAdvantages.Of([| 1.0; 0.0; -1.0; 5.0; 5.0; 5.0 |], 3)
    |> List.ofArray
    |> close [ 3.0 * (up - down); 0.0; 3.0 * (down - up); 0.0; 0.0; 0.0 ]

    // large advantages are no overflow
    WeightedAdvantages.Of([| 1e4; -1e4 |], 2) |> List.ofArray |> close [ 2.0; -2.0 ]

    TinyRuns.shouldFailWith<TrainingException>(fun () -> WeightedAdvantages.Of([| 1.0 |], 2) |> ignore)
    |> should haveSubstring "groups of 2"

    let loss =
        PolicyLoss(Objective = PolicyObjective.WeightedLikelihood, DivergenceWeight = 0.0)

    let sum, normalizer, _, gradient =
        evaluated
            loss
            [ [ -1.0; -2.0 ]; [ -3.0; 50.0 ] ]
            [ [ 9.0; 9.0 ]; [ 9.0; 9.0 ] ]
            None
            [ 2.0; -1.0 ]
            [ [ true; true ]; [ true; false ] ]

    sum |> should (equalWithin 1e-6) (-2.0 * -3.0 + 1.0 * -3.0)
    normalizer |> should equal 2.0
    close [ -2.0; -2.0; 1.0; 0.0 ] gradient

/// What the model says of the two tokens of an answer, one masked by both passes, the other by the second alone.
let private bounds (sandwich: Sandwich) (advantage: float) =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    use model = ShortAnswers.createModel ()
    let one = ShortAnswers.completion (ShortAnswers.row 2)

    let mask first second =
        counted [ [ false; false; first; second ] ]

    let views =
        [| MaskedView(mask true false, 0.25); MaskedView(mask true true, 0.75) |]

    let said (view: MaskedView) =
        LikelihoodEstimator.Estimate(model, one, [| MaskedView(view.Masked, 1.0) |]).contiguous().data<float32>().ToArray()
        |> Array.map float

    let got =
        sandwich.Estimate(model, one, views, torch.tensor [| float32 advantage |]).contiguous().data<float32>().ToArray()
        |> Array.map float
        |> List.ofArray

    got, said views[0], said views[1]

[<Fact>]
let ``SPG takes the bound from below where the advantage is not negative`` () =
    for advantage in [ 0.0; 1.0 ] do
        let got, alone, both = bounds (Sandwich()) advantage
        close [ 0.25 * alone[0] + 0.75 * both[0]; 0.75 * both[1] ] got

[<Fact>]
let ``and where it is negative the bound from above, or its mixture with the other`` () =
    let order = 1.5
    let got, alone, both = bounds (Sandwich(Order = order, Mixture = 1.0)) -1.0

    let upper =
        [
            log (0.25 * exp (order * alone[0]) + 0.75 * exp (order * both[0])) / order
            log (0.75 * exp (order * both[1])) / order
        ]

    close upper got
    let mixed, _, _ = bounds (Sandwich(Order = order, Mixture = 0.3)) -1.0
    close (List.map2 (fun up low -> 0.3 * up + 0.7 * low) upper [ 0.25 * alone[0] + 0.75 * both[0]; 0.75 * both[1] ]) mixed

    TinyRuns.shouldFailWith<TrainingException>(fun () -> Sandwich(Order = 0.5) |> ignore)
    |> should haveSubstring "Order is 0.5"

[<Fact>]
let ``a token that no pass masked has no gradient from above either, and is no infinity`` () =
    use _ = torch.NewDisposeScope()
    use model = ShortAnswers.createModel ()

    for weight in model.Parameters.Values do
        weight.requires_grad_ true |> ignore

    let one = ShortAnswers.completion (ShortAnswers.row 2)
    let views = [| MaskedView(counted [ [ false; false; true; false ] ], 1.0) |]
    let estimate = Sandwich().Estimate(model, one, views, torch.tensor [| -1f |])
    estimate[0, 1].ToDouble() |> should equal 0.0
    estimate.sum().backward()

    for weight in model.Parameters.Values do
        if not (isNull (box weight.grad)) then
            weight.grad.isfinite().all().ToBoolean() |> should equal true

[<Fact>]
let ``those that some pass masked stand for the others from above, as many times as heavy`` () =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    use model = ShortAnswers.createModel ()
    let one = ShortAnswers.completion (ShortAnswers.row 2)
    let mask = counted [ [ false; false; true; false ] ]

    let first (estimate: torch.Tensor) = estimate[0, 0].ToDouble()

    let said =
        LikelihoodEstimator.Estimate(model, one, [| MaskedView(mask, 1.0) |]) |> first

    let bound order =
        Sandwich(Order = order, Mixture = 1.0).Estimate(model, one, [| MaskedView(mask, 2.0) |], torch.tensor [| -1f |])
        |> first

    bound 1.0 |> should (equalWithin 1e-5) (2.0 * (said + log 2.0))
    // p^100 is no number of float32
    bound 100.0 |> should (equalWithin 1e-4) (2.0 * (said + log 2.0 / 100.0))

[<Fact>]
let ``its loss is -A times the bound, the mean over tokens`` () =
    let loss =
        PolicyLoss(Objective = PolicyObjective.Sandwiched(), DivergenceWeight = 0.0)

    let sum, normalizer, _, gradient =
        evaluated
            loss
            [ [ -1.0; -2.0 ]; [ -3.0; 50.0 ] ]
            [ [ 9.0; 9.0 ]; [ 9.0; 9.0 ] ]
            None
            [ 2.0; -1.0 ]
            [ [ true; true ]; [ true; false ] ]

    sum |> should (equalWithin 1e-6) (6.0 - 3.0)
    normalizer |> should equal 3.0
    close [ -2.0; -2.0; 1.0; 0.0 ] gradient

[<Fact>]
let ``an objective without a ratio refuses a divergence, and one of sequences weights of tokens`` () =
    let problem (loss: PolicyLoss) (weights: torch.Tensor | null) =
        use numbers = torch.zeros (1L, 2L)

        TinyRuns.shouldFailWith<TrainingException>(fun () ->
            loss.Of(numbers, numbers, numbers, torch.zeros 1L, torch.ones (1L, 2L, dtype = torch.ScalarType.Bool), weights)
            |> ignore)

    for objective in [ PolicyObjective.WeightedLikelihood; PolicyObjective.Sandwiched() ] do
        problem (PolicyLoss(Objective = objective)) null
        |> should haveSubstring "compares with no reference; set it to 0"

    use ones = torch.ones (1L, 2L)

    problem (PolicyLoss(Objective = PolicyObjective.ClippedSequences)) ones
    |> should haveSubstring "one ratio for a completion"

[<Fact>]
let ``no objective leaves a tensor`` () =
    use numbers = torch.zeros(2L, 3L).requires_grad_ true
    use advantages = torch.ones 2L
    use mask = torch.ones (2L, 3L, dtype = torch.ScalarType.Bool)

    for loss in
        [
            PolicyLoss()
            PolicyLoss(Objective = PolicyObjective.ClippedSequences, DivergenceCap = Nullable 1.0)
            PolicyLoss(Objective = PolicyObjective.WeightedLikelihood, DivergenceWeight = 0.0)
        ] do
        LiveTensors.LeftBy(fun () -> loss.Of(numbers, numbers, numbers, advantages, mask).Sum.Dispose())
        |> should equal 0L

[<Fact>]
let ``what is capped has no gradient, however far the reference is`` () =
    for difference in [ 5.0; 100.0; 1000.0 ] do
        divergence DivergenceEstimator.K3 (Some 1.0) difference
        |> should equal (1.0, 0.0)

[<Fact>]
let ``a completion's divergence is capped as that of a token`` () =
    let loss =
        PolicyLoss(Objective = PolicyObjective.ClippedSequences, DivergenceWeight = 1.0, DivergenceCap = Nullable 1.0)

    let row value = [ List.replicate 100 value ]

    // each token is 0.02 nats from the reference, all of them 2
    let _, _, measures, gradient =
        evaluated loss (row -1.0) (row -1.0) (Some(row -1.02)) [ 0.0 ] [ List.replicate 100 true ]

    measures["kl"].Value |> should (equalWithin 1e-5) ((exp -2.0 + 1.0) / 100.0)
    gradient.Head |> should (equalWithin 1e-5) ((1.0 - exp -2.0) / 100.0)
