module DiffuCoder.Core.Tests.Training.Grpo.Exact.PolicyNoiseTests

open System
open System.Threading
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Analysis
open DiffuCoder.Datasets
open DiffuCoder.Runtime
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Training.Grpo.Exact
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Training.Grpo.Exact.ShortAnswers

/// Two groups of two, of unequal lengths.
let private completions =
    [|
        struct (row 4, 0.5)
        struct (row 6, -0.5)
        struct (TokenRow([| 4; 1; 2; 5; 6; 7; 0 |], 3), 1.0)
        struct (TokenRow([| 4; 1; 2; 7; 6 |], 3), -1.0)
    |]

let private optionsOf (estimator: LikelihoodEstimator) (loss: PolicyLoss) =
    GrpoOptions(GroupSize = 2, Estimator = estimator, Loss = loss)

let private bands = BandOptions(Confidence = 0.95)

let private noise variant draws =
    use model = createModel ()
    PolicyNoise.Of(model, optionsOf (LikelihoodEstimator(Variant = variant)) (PolicyLoss()), completions, draws, 1L, bands = bands)

[<Fact>]
let ``coupled masks leave less of the loss's gradient to chance than independent ones, and the full mask nothing`` () =
    let coupled, decoupled =
        noise MaskVariant.Coupled 400, noise MaskVariant.Decoupled 400

    TestContext.Current.TestOutputHelper.WriteLine $"noise of coupled masks {coupled.Noise}, of independent ones {decoupled.Noise}"
    coupled.Passes |> should equal 3
    coupled.Noise.Count |> should equal 400
    coupled.Noise.High |> should be (lessThan decoupled.Noise.Low)
    // both have one expectation
    coupled.Norm |> should (equalWithin (0.3 * decoupled.Norm)) decoupled.Norm
    let full = noise MaskVariant.FullMask 5
    full.Noise.Mean |> should be (lessThan 1e-6)
    full.Norm |> should be (greaterThan 0.0)

[<Fact>]
let ``of the full mask the norm is that of the loss's own gradient`` () =
    use _ = torch.NewDisposeScope()
    use model = createModel ()
    let estimator = LikelihoodEstimator(Variant = MaskVariant.FullMask)
    let one = row 4
    let pair = [| struct (one, 0.75); struct (one, 0.25) |]
    let got = PolicyNoise.Of(model, optionsOf estimator (PolicyLoss()), pair, 2, 1L)

    // at the first update c is 1, so that the gradient is that of -A log p, the mean over tokens; the two are one completion
    for weight in model.Parameters.Values do
        weight.requires_grad_ true |> ignore

    let masked = estimator.Draw(completion one, TrainingDraws(0L, 0L, 0))
    LikelihoodEstimator.Estimate(model, completion one, masked).mean().mul((-0.5).ToScalar()).backward()

    let square =
        model.Parameters.Values
        |> Seq.sumBy (fun weight ->
            if isNull weight.grad then
                0.0
            else
                weight.grad.square().sum().ToDouble())

    got.Norm |> should (equalWithin 1e-4) (sqrt square)

[<Fact>]
let ``parts of the completions give what all together do, and a reference pulls`` () =
    use model = createModel ()
    use other = createModel ()
    use _ = torch.no_grad ()

    for weight in other.Parameters.Values do
        weight.mul_ (0.5.ToScalar()) |> ignore

    let norm parts (reference: DiffuCoder.Models.MaskedLanguageModel | null) loss =
        PolicyNoise.Of(model, optionsOf (LikelihoodEstimator()) loss, completions, 4, 1L, reference, parts).Norm

    let whole = norm 1 null (PolicyLoss())
    norm 3 null (PolicyLoss()) |> should (equalWithin (1e-4 * whole)) whole
    // the model is its own reference: k3 has no gradient there
    norm 1 null (PolicyLoss(DivergenceWeight = 5.0))
    |> should (equalWithin (1e-4 * whole)) whole

    let pulled = norm 1 other (PolicyLoss(DivergenceWeight = 5.0))
    abs (pulled - whole) |> should be (greaterThan (0.01 * whole))

[<Fact>]
let ``every objective has a gradient, and advantages are weighed as it says`` () =
    use model = createModel ()

    for objective in
        [
            PolicyObjective.ClippedTokens
            PolicyObjective.ClippedSequences
            PolicyObjective.WeightedLikelihood
            PolicyObjective.Sandwiched()
        ] do
        let loss = PolicyLoss(Objective = objective, DivergenceWeight = 0.0)

        let got =
            PolicyNoise.Of(model, optionsOf (LikelihoodEstimator()) loss, completions, 4, 1L)

        got.Norm |> should be (greaterThan 0.0)
        got.Noise.Mean |> should be (greaterThan 0.0)

    // equal advantages weigh nothing in wd1
    let alike = [| for struct (row, _) in completions -> struct (row, 1.0) |]

    let loss =
        PolicyLoss(Objective = PolicyObjective.WeightedLikelihood, DivergenceWeight = 0.0)

    PolicyNoise.Of(model, optionsOf (LikelihoodEstimator()) loss, alike, 2, 1L).Norm
    |> should equal 0.0

[<Fact>]
let ``no tensor is left, it ends when told to, and groups that are not whole are refused`` () =
    use model = createModel ()
    let options = optionsOf (LikelihoodEstimator(RatioPerGroup = true)) (PolicyLoss())

    let work () =
        PolicyNoise.Of(model, options, completions, 3, 1L) |> ignore

    work ()
    LiveTensors.LeftBy work |> should equal 0L
    use source = new CancellationTokenSource()

    Assert.Throws<OperationCanceledException>(fun () ->
        PolicyNoise.Of(
            model,
            options,
            completions,
            3,
            1L,
            progress = Action<int, int>(fun _ _ -> source.Cancel()),
            cancellation = source.Token
        )
        |> ignore)
    |> ignore

    shouldFailWith<TrainingException>(fun () -> PolicyNoise.Of(model, options, Array.truncate 3 completions, 3, 1L) |> ignore)
    |> should haveSubstring "3 completions do not fill groups of 2"
