/// The likelihood bound of tokens anywhere in a row.
module DiffuCoder.Core.Tests.Training.Grpo.HoleLikelihoodTests

open System.Threading
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Datasets
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training.TinyRuns

let private tokens = [| 1; 2; 3; 4; 5; 6; 7; 0 |]

[<Fact>]
let ``of the tokens behind a prompt it is the estimate of that completion`` () =
    use model = createModel "Dream"

    for variant in MaskVariant.All do
        let estimator = LikelihoodEstimator(Variant = variant, Drawings = 2)
        let whole = LikelihoodEstimates.Draw(model, estimator, TokenRow(tokens, 3), 5, 4L)
        let hole = LikelihoodEstimates.Draw(model, estimator, tokens, [| 3..7 |], 5, 4L)

        for one, other in Seq.zip whole.Tokens hole.Tokens do
            Seq.length other |> should equal 5

            for a, b in Seq.zip one other do
                b |> should (equalWithin 1e-5) a

[<Fact>]
let ``under the full mask it is the log-probability of each token where all of the holes are masked`` () =
    use model = createModel "Dream"
    use _ = torch.NewDisposeScope()
    let positions = [| 2; 5; 6 |]
    let mask = model.Config.MaskTokenId.Value

    let estimates =
        LikelihoodEstimates.Draw(model, LikelihoodEstimator(Variant = MaskVariant.FullMask), tokens, positions, 1, 0L)

    let masked =
        [|
            for place, token in Array.indexed tokens -> int64 (if Array.contains place positions then mask else token)
        |]

    let logits =
        model
            .Logits(TokenBatch(torch.tensor(masked).unsqueeze 0L), torch.tensor [| for position in positions -> int64 position |])
            .log_softmax(-1L)

    for index, (position, actual) in Seq.indexed (Seq.zip positions estimates.Tokens[0]) do
        actual
        |> should (equalWithin 1e-4) (float (logits[int64 index, int64 tokens[position]].item<float32>()))

[<Fact>]
let ``as a score it is the mean over draws of the sum over tokens, under the prior`` () =
    use model = createModel "Dream"

    let trajectory =
        Trajectory(
            Initial = tokens,
            Final = tokens,
            CompletionStart = 0,
            TextEnd = 8,
            Steps = [||],
            Options = SamplerOptions.Paper,
            Seed = 0L
        )

    let score (prior: LengthPrior) =
        HoleLikelihood
            .Score(LikelihoodEstimator.Paper, 6, 3L)
            .Of.Invoke(HoleFilling(model, trajectory, [| 2; 3; 4 |]), prior, CancellationToken.None)

    let sum =
        LikelihoodEstimates.Draw(model, LikelihoodEstimator.Paper, tokens, [| 2; 3; 4 |], 6, 3L).Tokens
        |> Seq.averageBy Seq.sum

    score LengthPrior.None |> should (equalWithin 1e-9) sum
    score LengthPrior.Mean |> should (equalWithin 1e-9) (sum / 3.0)

    LiveTensors.LeftBy(fun () -> score LengthPrior.Mean |> ignore)
    |> should equal 0L

    shouldFailWith<TrainingException>(fun () ->
        LikelihoodEstimates.Draw(model, LikelihoodEstimator.Paper, tokens, [||], 2, 0L)
        |> ignore)
    |> ignore
