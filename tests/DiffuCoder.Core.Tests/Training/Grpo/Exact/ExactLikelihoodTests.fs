module DiffuCoder.Core.Tests.Training.Grpo.Exact.ExactLikelihoodTests

open System
open System.Threading
open Xunit
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Analysis
open DiffuCoder.Datasets
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Training.Grpo.Exact
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Training.Grpo.Exact.ShortAnswers

/// log p of a row's token at a place when some places show the mask, from the logits, in plain arithmetic.
let private logProbability (model: MaskedLanguageModel) (row: TokenRow) (masked: int list) (place: int) =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()

    let canvas =
        [
            for i in 0 .. row.Tokens.Count - 1 ->
                if List.contains (i - row.LearnedFrom) masked then
                    int64 maskToken
                else
                    int64 row.Tokens[i]
        ]

    let logits =
        model.Logits(TokenBatch(ids [ canvas ]), torch.tensor [| int64 (row.LearnedFrom + place) |]).data<float32>().ToArray()
        |> Array.map float

    let largest = Array.max logits
    let token = row.Tokens[row.LearnedFrom + place]

    logits[token]
    - largest
    - log (logits |> Array.sumBy (fun logit -> exp (logit - largest)))

let rec private permutations (left: int list) =
    match left with
    | [] -> [ [] ]
    | _ ->
        [
            for first in left do
                for rest in permutations (List.except [ first ] left) -> first :: rest
        ]

[<Theory>]
[<InlineData 1>]
[<InlineData 2>]
[<InlineData 3>]
[<InlineData 4>]
let ``the bound is the mean over all orders of writing of the log-probability of writing in that order`` length =
    use model = createModel ()
    let row = row length

    let written order =
        let rec from (left: int list) =
            match left with
            | [] -> 0.0
            | next :: rest -> logProbability model row left next + from rest

        from order

    let expected = permutations [ 0 .. length - 1 ] |> List.averageBy written

    ExactLikelihood.Of(model, row).Bound |> should (equalWithin 1e-4) expected

[<Fact>]
let ``of three tokens the masks of one and of three weigh a third, those of two a sixth`` () =
    use model = createModel ()
    let row = row 3
    let exact = ExactLikelihood.Of(model, row)
    let p = logProbability model row

    let first =
        p [ 0 ] 0 / 3.0 + (p [ 0; 1 ] 0 + p [ 0; 2 ] 0) / 6.0 + p [ 0; 1; 2 ] 0 / 3.0

    exact.TokenBounds[0] |> should (equalWithin 1e-4) first
    exact.LogProbabilities[5][2] |> should (equalWithin 1e-4) (p [ 0; 2 ] 2)
    exact.LogProbabilities[5][1] |> should equal 0.0
    Seq.sum exact.TokenBounds |> should (equalWithin 1e-9) exact.Bound

[<Property(MaxTest = 30)>]
let ``the weights of the masks of one token add up to 1, and are the integrals that they stand for`` (size: FsCheck.PositiveInt) =
    let n = 1 + size.Get % 10

    let weights =
        [
            for k in 1..n -> Combinatorics.Choose(n - 1, k - 1) * Combinatorics.Beta(k, n)
        ]

    List.sum weights |> should (equalWithin 1e-12) 1.0

    for k in 1..n do
        // the mean over t of t^(k-1) (1-t)^(n-k), by the quadrature that estimators are averaged with
        RatioNodes.Of(0.0, 1.0)
        |> Seq.sumBy (fun struct (t, weight) -> weight * Math.Pow(t, float (k - 1)) * Math.Pow(1.0 - t, float (n - k)))
        |> should (equalWithin 1e-12) (Combinatorics.Beta(k, n))

/// Mean over all estimates, variance of their mean over tokens, and the mean over tokens of each token's variance.
let private enumerated (estimates: float list list) =
    let variance (values: float list) =
        let mean = List.average values
        values |> List.averageBy (fun value -> (value - mean) ** 2.0)

    let means = estimates |> List.map List.average
    List.average means, variance means, estimates |> List.transpose |> List.averageBy variance

[<Theory>]
[<InlineData("coupled", 3, 1)>]
[<InlineData("coupled", 2, 2)>]
[<InlineData("decoupled", 3, 1)>]
[<InlineData("decoupled", 2, 2)>]
[<InlineData("full mask", 3, 1)>]
[<InlineData("random mask", 3, 1)>]
[<InlineData("random mask", 2, 3)>]
[<InlineData("coupled counts", 3, 1)>]
[<InlineData("coupled counts", 2, 2)>]
let ``expectation and variance are those of all estimates that can be made`` name length drawings =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    use model = createModel ()
    let row, estimator = row length, estimatorOf (variantOf name) drawings
    let one = completion row

    let mean, ofMean, perToken =
        enumerated
            [
                for views in everyEstimate estimator row ->
                    [
                        for value in LikelihoodEstimator.Estimate(model, one, views).contiguous().data<float32>().ToArray() -> float value
                    ]
            ]

    let exact = ExactLikelihood.Of(model, row)
    let accuracy = exact.Accuracy estimator |> nonNull
    accuracy.IsExact |> should equal true
    accuracy.Mean.Mean |> should (equalWithin 1e-4) mean
    accuracy.Bound |> should (equalWithin 1e-9) (exact.Bound / float length)

    accuracy.Bias.Mean
    |> should (equalWithin 1e-4) (mean - exact.Bound / float length)

    accuracy.OfMean.Value |> should (equalWithin (1e-4 * (1.0 + ofMean))) ofMean

    accuracy.PerToken.Value
    |> should (equalWithin (1e-4 * (1.0 + perToken))) perToken

let private bands = BandOptions(Confidence = 0.999)

[<Theory>]
[<InlineData "coupled">]
[<InlineData "decoupled">]
[<InlineData "random mask">]
[<InlineData "coupled counts">]
let ``what is drawn comes to the exact expectation and variance, over ratios too`` name =
    use model = createModel ()
    let row = row 5
    let estimator = LikelihoodEstimator(Variant = variantOf name)
    let exact = ExactLikelihood.Of(model, row)
    let known = exact.Accuracy estimator |> nonNull

    let drawn =
        EstimatorAccuracy.Drawn(exact, estimator, LikelihoodEstimates.Draw(model, estimator, row, 2000, 4L), bands)

    drawn.IsExact |> should equal false
    drawn.Passes |> should equal known.Passes

    for drawn, known in
        [
            drawn.Mean, known.Mean
            drawn.Bias, known.Bias
            drawn.OfMean.Band, known.OfMean.Band
            drawn.PerToken.Band, known.PerToken.Band
        ] do
        known.Mean |> should be (greaterThan drawn.Low)
        known.Mean |> should be (lessThan drawn.High)

[<Fact>]
let ``masks of a number that is drawn estimate the bound without bias, and a single mask the bound between its ratios`` () =
    use model = createModel ()
    let exact = ExactLikelihood.Of(model, row 4)
    let accuracy estimator = exact.Accuracy estimator |> nonNull

    (accuracy (LikelihoodEstimator(Variant = CountMasks.Coupled))).Bias.Mean
    |> should (equalWithin 1e-9) 0.0

    let single =
        accuracy (LikelihoodEstimator(Variant = MaskVariant.RandomMask, LeastMaskRatio = 0.3, MostMaskRatio = 0.9))

    single.Mean.Mean
    |> should (equalWithin 1e-9) (exact.BoundBetween(0.3, 0.9) / 4.0)

    // at ratio 1 nothing but the full mask is left
    exact.BoundBetween(1.0, 1.0)
    |> should (equalWithin 1e-9) (Seq.sum exact.LogProbabilities[15])

    abs single.Bias.Mean |> should be (greaterThan 1e-3)

[<Fact>]
let ``coupled masks have the expectation of independent ones and less variance at as many passes`` () =
    use model = createModel ()
    let exact = ExactLikelihood.Of(model, row 6)

    let accuracy variant =
        exact.Accuracy(LikelihoodEstimator(Variant = variant).WithPasses 3) |> nonNull

    let coupled, decoupled =
        accuracy MaskVariant.Coupled, accuracy MaskVariant.Decoupled

    coupled.Passes |> should equal 3
    (accuracy MaskVariant.RandomMask).Passes |> should equal 3
    (accuracy MaskVariant.FullMask).Passes |> should equal 1
    coupled.Mean.Mean |> should (equalWithin 1e-9) decoupled.Mean.Mean
    coupled.OfMean.Value |> should be (lessThan (0.5 * decoupled.OfMean.Value))
    coupled.PerToken.Value |> should be (lessThan (0.5 * decoupled.PerToken.Value))
    (accuracy MaskVariant.FullMask).OfMean.Value |> should equal 0.0

[<Fact>]
let ``of a generation the tokens behind its end are masked too and count nothing`` () =
    use model = createModel ()

    let generation =
        Trajectory(
            Initial = [| 1; 2; 9; 9; 9; 9 |],
            Final = [| 1; 2; 3; 0; 11; 11 |],
            CompletionStart = 2,
            TextEnd = 3,
            Steps = [||],
            Options = SamplerOptions.Paper,
            Seed = 0L
        )

    let exact = ExactLikelihood.Of(model, generation)
    List.ofSeq exact.Counted |> should equal [ true; true; false; false ]
    List.ofSeq exact.TokenBounds |> List.skip 2 |> should equal [ 0.0; 0.0 ]
    exact.LogProbabilities.Count |> should equal 16

    let estimator = LikelihoodEstimator()
    let known = exact.Accuracy estimator |> nonNull

    let drawn =
        EstimatorAccuracy.Drawn(exact, estimator, LikelihoodEstimates.Draw(model, estimator, generation, 1000, 1L), bands)

    known.Mean.Mean |> should be (greaterThan drawn.Mean.Low)
    known.Mean.Mean |> should be (lessThan drawn.Mean.High)

[<Fact>]
let ``an estimate with a masked prompt, or of a variant of one's own, can only be drawn`` () =
    use model = createModel ()
    let exact = ExactLikelihood.Of(model, row 2)
    exact.Accuracy LikelihoodEstimator.D1 |> should equal null

    let own =
        MaskVariant("own", 1, false, (fun draw -> [| DrawnMask(draw.Uniforms[0].lt(0.5f.ToScalar()), 2.0) |]))

    exact.Accuracy(LikelihoodEstimator(Variant = own)) |> should equal null

[<Fact>]
let ``what is too long is refused with its passes, and so are nothing written and an infinite weight`` () =
    use model = createModel ()

    let refused length =
        shouldFailWith<TrainingException>(fun () -> ExactLikelihood.Of(model, row length) |> ignore)

    refused 11 |> should haveSubstring "11 tokens"
    refused 11 |> should haveSubstring "2^11 passes"
    refused 0 |> should haveSubstring "no token"
    ExactLikelihood.Of(model, row 10).LogProbabilities.Count |> should equal 1024

    let exact = ExactLikelihood.Of(model, row 2)

    let problem estimator =
        shouldFailWith<TrainingException>(fun () -> exact.Accuracy estimator |> ignore)

    problem (LikelihoodEstimator(MostMaskRatio = 1.0))
    |> should haveSubstring "infinite"

    problem (LikelihoodEstimator(LeastMaskRatio = 0.9))
    |> should haveSubstring "LeastMaskRatio is 0.9"

[<Fact>]
let ``drawings for a number of passes are those that make it, or the next ones are named`` () =
    let drawings variant (passes: int) =
        LikelihoodEstimator(Variant = variant).WithPasses(passes).Drawings

    drawings MaskVariant.Coupled 7 |> should equal 3
    drawings MaskVariant.RandomMask 5 |> should equal 5
    drawings CountMasks.Coupled 4 |> should equal 2

    let problem variant passes =
        shouldFailWith<TrainingException>(fun () -> drawings variant passes |> ignore)

    problem MaskVariant.Coupled 6 |> should haveSubstring "Give 5 or 7."
    problem MaskVariant.Decoupled 1 |> should haveSubstring "Give 3."

[<Fact>]
let ``progress counts the masks, a token ends it, and no tensor is left`` () =
    use model = createModel ()
    let seen = ResizeArray<int * int>()
    let watch = Action<int, int>(fun isDone all -> seen.Add(isDone, all))

    let work () =
        ExactLikelihood.Of(model, row 6, watch) |> ignore

    work ()
    Seq.last seen |> should equal (64, 64)
    seen.Count |> should equal 2
    LiveTensors.LeftBy work |> should equal 0L

    use source = new CancellationTokenSource()
    let stopping = Action<int, int>(fun _ _ -> source.Cancel())

    LiveTensors.LeftBy(fun () ->
        Assert.Throws<OperationCanceledException>(fun () -> ExactLikelihood.Of(model, row 6, stopping, source.Token) |> ignore)
        |> ignore)
    |> should equal 0L
