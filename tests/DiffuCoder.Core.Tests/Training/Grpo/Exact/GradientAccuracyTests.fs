module DiffuCoder.Core.Tests.Training.Grpo.Exact.GradientAccuracyTests

open System
open System.Threading
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Analysis
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Training.Grpo.Exact
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Training.Grpo.Exact.ShortAnswers

let private numbers (tensor: torch.Tensor) =
    tensor.cpu().contiguous().data<float>().ToArray()

let private exactGradient (model: MaskedLanguageModel) row =
    use _ = torch.NewDisposeScope()
    use copy = new FlatGradient(model)
    let masks = MaskGradients.Of(copy, completion row, null, CancellationToken.None)
    masks, numbers masks.Bound

/// The bound when every weight has gone a step along a direction.
let private boundBeside (model: MaskedLanguageModel) (row: DiffuCoder.Datasets.TokenRow) (direction: float array) (step: float) =
    use _ = torch.NewDisposeScope()
    use moved = MaskedLanguageModel.Adapt model
    use _ = torch.no_grad ()
    let mutable at = 0

    for weight in moved.Parameters.Values do
        let count = int (weight.numel ())

        let part =
            direction[at .. at + count - 1] |> Array.map (fun part -> float32 (step * part))

        at <- at + count
        weight.add_ (torch.tensor(part).view weight.shape) |> ignore

    at |> should equal direction.Length
    ExactLikelihood.Of(moved, row).Bound

[<Fact>]
let ``the exact gradient is the slope of the exact bound along any direction`` () =
    use model = createModel ()
    let row = row 3
    let _, gradient = exactGradient model row
    let random = Random 1

    let directions =
        [
            yield gradient

            for _ in 1..3 do
                yield [| for _ in gradient -> random.NextDouble() - 0.5 |]
        ]

    for direction in directions do
        let norm = sqrt (Array.sumBy (fun part -> part * part) direction)
        let direction = direction |> Array.map (fun part -> part / norm)
        let step = 0.01

        let slope =
            (boundBeside model row direction step - boundBeside model row direction -step)
            / (2.0 * step)

        Array.fold2 (fun sum one other -> sum + one * other) 0.0 gradient direction
        |> should (equalWithin (0.01 + 0.01 * abs slope)) slope

let private dot (left: float array) (right: float array) =
    Array.fold2 (fun sum one other -> sum + one * other) 0.0 left right

let private minus (left: float array) (right: float array) = Array.map2 (-) left right

[<Theory>]
[<InlineData("coupled", 3, 1)>]
[<InlineData("coupled", 2, 2)>]
[<InlineData("decoupled", 2, 1)>]
[<InlineData("full mask", 3, 1)>]
[<InlineData("random mask", 3, 1)>]
[<InlineData("random mask", 2, 2)>]
[<InlineData("coupled counts", 3, 1)>]
let ``bias and variance are those of the gradients of all estimates that can be made`` name length drawings =
    use _ = torch.NewDisposeScope()
    use model = createModel ()
    let row, estimator = row length, estimatorOf (variantOf name) drawings
    use copy = new FlatGradient(model)
    let masks, exact = exactGradient model row

    let every =
        [
            for views in everyEstimate estimator row ->
                numbers (copy.Of(seq { LikelihoodEstimator.Estimate(copy.Model, completion row, views).sum() }))
        ]

    let mean =
        every
        |> List.reduce (Array.map2 (+))
        |> Array.map (fun sum -> sum / float every.Length)

    let variance =
        every |> List.averageBy (fun one -> dot (minus one mean) (minus one mean))

    let square = dot exact exact

    let moments =
        GradientMoments.Of(masks.Moments, DrawingLaw.Of(estimator, length) |> nonNull, DrawingLaw.OfBound length)

    let close expected actual =
        actual |> should (equalWithin (1e-3 * (1.0 + abs expected))) expected

    moments.Bias
    |> close (sqrt (dot (minus mean exact) (minus mean exact) / square))

    moments.Scale |> close (dot mean exact / square)
    moments.Cosine |> close (dot mean exact / sqrt (square * dot mean mean))
    moments.Variance |> close (variance / square)
    moments.Noise |> close (variance / dot mean mean)

let private bands = BandOptions(Confidence = 0.999)

let private measured (estimators: LikelihoodEstimator list) draws =
    use model = createModel ()

    GradientAccuracy.Of(model, ResizeArray estimators, row 4, draws, 2L, bands)
    |> List.ofSeq

let private isBetween (band: Band) (value: float) =
    value |> should be (greaterThanOrEqualTo band.Low)
    value |> should be (lessThanOrEqualTo band.High)

[<Fact>]
let ``what draws say of bias, scale, variance and noise is what all masks say`` () =
    for accuracy in
        measured
            [
                for variant in
                    [
                        MaskVariant.Coupled
                        MaskVariant.Decoupled
                        MaskVariant.RandomMask
                        CountMasks.Coupled
                    ] -> LikelihoodEstimator(Variant = variant)
            ]
            300 do
        let exact = accuracy.Exact |> nonNull
        exact.Bias |> isBetween accuracy.Bias
        exact.Scale |> isBetween accuracy.Scale
        exact.Variance |> isBetween accuracy.Variance
        exact.Noise |> isBetween accuracy.Noise
        accuracy.Noise.Count |> should equal 300
        accuracy.Cosine.Mean |> should be (greaterThan 0.2)
        accuracy.Cosine.Mean |> should be (lessThan 1.0)

[<Fact>]
let ``at three passes the gradient of coupled masks has the expectation of independent ones, and less noise`` () =
    match
        measured
            [
                for variant in [ MaskVariant.Coupled; MaskVariant.Decoupled; MaskVariant.FullMask ] ->
                    LikelihoodEstimator(Variant = variant).WithPasses 3
            ]
            200
    with
    | [ coupled; decoupled; full ] ->
        TestContext.Current.TestOutputHelper.WriteLine $"coupled {coupled}"
        TestContext.Current.TestOutputHelper.WriteLine $"decoupled {decoupled}"
        let exactly (accuracy: GradientAccuracy) = accuracy.Exact |> nonNull
        (coupled.Passes, decoupled.Passes, full.Passes) |> should equal (3, 3, 1)
        (exactly coupled).Bias |> should (equalWithin 1e-6) (exactly decoupled).Bias

        (exactly coupled).Noise
        |> should be (lessThan (0.8 * (exactly decoupled).Noise))

        coupled.Cosine.Low |> should be (greaterThan decoupled.Cosine.Mean)
        // nothing is left to chance, and the expectation is another one
        (exactly full).Variance |> should equal 0.0
        full.Variance.Mean |> should be (lessThan 1e-6)
        (exactly full).Bias |> should be (greaterThan 0.1)
        full.Cosine.Mean |> should (equalWithin 1e-4) (exactly full).Cosine
    | other -> failwith $"{other.Length} accuracies of three estimators"

[<Fact>]
let ``masks of a number that is drawn give the exact gradient on average`` () =
    let accuracy =
        measured [ LikelihoodEstimator(Variant = CountMasks.Coupled) ] 60 |> List.head

    let exact = accuracy.Exact |> nonNull
    exact.Bias |> should be (lessThan 1e-6)
    exact.Scale |> should (equalWithin 1e-9) 1.0
    accuracy.Bias.Low |> should equal 0.0

[<Fact>]
let ``with a masked prompt there is nothing but draws`` () =
    let accuracy = measured [ LikelihoodEstimator.D1 ] 20 |> List.head
    isNull accuracy.Exact |> should equal true
    accuracy.Passes |> should equal 1
    accuracy.Bias.Mean |> should be (greaterThan 0.0)
    accuracy.Variance.Mean |> should be (greaterThan 0.0)

[<Fact>]
let ``the model stays as it is, progress counts masks and draws, and no tensor is left`` () =
    use model = createModel ()
    let before = weightsOf model
    let seen = ResizeArray<int * int>()

    let work () =
        GradientAccuracy.Of(
            model,
            [| LikelihoodEstimator(); LikelihoodEstimator(Variant = MaskVariant.FullMask) |],
            row 3,
            5,
            1L,
            null,
            Action<int, int>(fun isDone all -> seen.Add(isDone, all))
        )
        |> ignore

    work ()
    Seq.last seen |> should equal (18, 18)

    seen
    |> Seq.map fst
    |> Seq.pairwise
    |> Seq.forall (fun (one, next) -> one < next)
    |> should equal true

    LiveTensors.LeftBy work |> should equal 0L
    weightsOf model |> should equal before

    for weight in model.Parameters.Values do
        weight.requires_grad |> should equal false

[<Fact>]
let ``it ends when it is told to, and refuses one draw`` () =
    use model = createModel ()
    use source = new CancellationTokenSource()

    LiveTensors.LeftBy(fun () ->
        Assert.Throws<OperationCanceledException>(fun () ->
            GradientAccuracy.Of(
                model,
                [| LikelihoodEstimator() |],
                row 3,
                5,
                1L,
                null,
                Action<int, int>(fun isDone _ ->
                    if isDone > 9 then
                        source.Cancel()),
                source.Token
            )
            |> ignore)
        |> ignore)
    |> should equal 0L

    shouldFailWith<TrainingException>(fun () -> GradientAccuracy.Of(model, [| LikelihoodEstimator() |], row 3, 1, 1L) |> ignore)
    |> should haveSubstring "draws is 1"
