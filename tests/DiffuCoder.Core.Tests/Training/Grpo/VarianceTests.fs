module DiffuCoder.Core.Tests.Training.Grpo.VarianceTests

open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training.Grpo.GrpoCases

/// Variance of a token's estimate over mask draws, averaged over the tokens of a batch.
let private variance (variant: MaskVariant) draws =
    use _ = torch.NewDisposeScope()
    use golden = grpoCase "rollout"
    use model = load "dream-grpo"
    use _ = torch.no_grad ()

    let completions =
        released (golden.Tensor "prompt_ids") (golden.Tensor "completion_ids")

    let estimator = LikelihoodEstimator(Variant = variant)

    let estimates =
        [|
            for draw in 1..draws ->
                LikelihoodEstimator.Estimate(model, completions, estimator.Draw(completions, TrainingDraws(1L, int64 draw, 0)))
        |]

    torch.stack(estimates).var(0L).mean().ToDouble()

// Paper, appendix A.4: the two masks of a pair are antithetic, so that the variance of the estimate falls.
[<Fact>]
let ``the estimate of coupled masks varies less than that of independent ones`` () =
    let coupled, decoupled =
        variance MaskVariant.Coupled 200, variance MaskVariant.Decoupled 200

    TestContext.Current.TestOutputHelper.WriteLine
        $"variance per token over 200 draws: coupled {coupled:F2}, decoupled {decoupled:F2}, ratio {coupled / decoupled:F3}"

    coupled |> should be (lessThan (0.7 * decoupled))
