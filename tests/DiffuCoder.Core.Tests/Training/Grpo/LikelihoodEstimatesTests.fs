module DiffuCoder.Core.Tests.Training.Grpo.LikelihoodEstimatesTests

open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Analysis
open DiffuCoder.Datasets
open DiffuCoder.Sampling
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training.TinyRuns

let private row = TokenRow([| 1; 2; 3; 4; 5; 6; 7; 0 |], 2)
let private estimator variant = LikelihoodEstimator(Variant = variant)

[<Fact>]
let ``every draw is that of the estimator under draws of its own`` () =
    use _ = torch.NewDisposeScope()
    use model = createModel "Dream"
    let estimator = LikelihoodEstimator(Drawings = 2, PromptMaskProbability = 0.3)
    let estimates = LikelihoodEstimates.Draw(model, estimator, row, 20, 5L)
    estimates.Tokens.Count |> should equal 20

    let completions =
        Completions(ids [ [ 1L; 2L; 3L; 4L; 5L; 6L; 7L; 0L ] ], 2L, torch.ones (1L, 6L, dtype = torch.ScalarType.Bool))

    for draw in [ 0; 7; 19 ] do
        use expected =
            LikelihoodEstimator.Estimate(model, completions, estimator.Draw(completions, TrainingDraws(5L, int64 draw, 0)))

        for actual, expected in Seq.zip estimates.Tokens[draw] (expected.detach().data<float32>().ToArray()) do
            actual |> should (equalWithin 1e-4) (float expected)

[<Fact>]
let ``the full mask leaves nothing to chance, and coupled masks less than independent ones`` () =
    use model = createModel "Dream"

    let variance variant =
        LikelihoodEstimates.Draw(model, estimator variant, row, 200, 0L).Variance()

    let full = variance MaskVariant.FullMask
    full.PerToken.Value |> should be (lessThan 1e-9)
    full.OfMean.Value |> should be (lessThan 1e-9)

    let coupled, decoupled =
        variance MaskVariant.Coupled, variance MaskVariant.Decoupled

    coupled.PerToken.High |> should be (lessThan decoupled.PerToken.Low)
    coupled.OfMean.High |> should be (lessThan decoupled.OfMean.Low)
    // the weights make each of them an estimate of the same number
    coupled.Mean.Mean |> should be (greaterThan decoupled.Mean.Low)
    coupled.Mean.Mean |> should be (lessThan decoupled.Mean.High)

[<Fact>]
let ``of a generation the written tokens and the one that ends it are counted`` () =
    use model = createModel "Dream"

    let generation textEnd =
        Trajectory(
            Initial = [| 1; 2; 9; 9; 9; 9 |],
            Final = [| 1; 2; 3; 4; 11; 11 |],
            CompletionStart = 2,
            TextEnd = textEnd,
            Steps = [||],
            Options = SamplerOptions.Paper,
            Seed = 0L
        )

    let tokens textEnd =
        LikelihoodEstimates.Draw(model, LikelihoodEstimator.Paper, generation textEnd, 2, 0L).Tokens[0].Count

    tokens 4 |> should equal 3
    tokens 6 |> should equal 4

[<Fact>]
let ``the same seed gives the same draws, no tensor is left, and nothing written is refused`` () =
    use model = createModel "Dream"

    let draw () =
        LikelihoodEstimates.Draw(model, LikelihoodEstimator.Paper, row, 3, 1L).Sequences
        |> List.ofSeq

    draw () |> should equal (draw ())

    DiffuCoder.Runtime.LiveTensors.LeftBy(fun () -> draw () |> ignore)
    |> should equal 0L

    shouldFailWith<TrainingException>(fun () ->
        LikelihoodEstimates.Draw(model, LikelihoodEstimator.Paper, TokenRow([| 1 |], 1), 3, 1L)
        |> ignore)
    |> should haveSubstring "no token to estimate"

    shouldFailWith<TrainingException>(fun () -> LikelihoodEstimates.Draw(model, LikelihoodEstimator.Paper, row, 0, 1L) |> ignore)
    |> should haveSubstring "draws is 0"

    Assert
        .Throws<AnalysisException>(fun () ->
            LikelihoodEstimates.Draw(model, LikelihoodEstimator.Paper, row, 1, 1L).Variance()
            |> ignore)
        .Message
    |> should haveSubstring "it must be at least 2"
