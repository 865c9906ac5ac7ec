/// Reinforcement learning of a causal model, whose likelihood is one pass and no estimate.
module DiffuCoder.Core.Tests.Training.Grpo.CausalGrpoTests

open System
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Datasets
open DiffuCoder.Models
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Training.Grpo.SmallRuns

let private createCausal () = createOf "qwen2" (Nullable())

let private nextToken =
    GrpoOptions(
        GroupSize = 8,
        Sampling = options.Sampling,
        Estimator = LikelihoodEstimator.NextToken,
        Loss = PolicyLoss(DivergenceWeight = 0.001)
    )

let private draw (estimator: LikelihoodEstimator) completions =
    estimator.Draw(completions, TrainingDraws(1L, 0L, 0))

// two rows of five tokens, of the first of which two are the prompt and one padding before it
let private someCompletions () =
    let tokens =
        torch.tensor (array2D [ [ 0L; 11L; 12L; 13L; 14L ]; [ 20L; 21L; 22L; 23L; 24L ] ])

    let counted = torch.tensor (array2D [ [ true; true ]; [ true; false ] ])

    Completions(
        tokens,
        3L,
        counted,
        AttentionMask = torch.tensor (array2D [ [ false; true; true; true; true ]; [ true; true; true; true; true ] ])
    )

[<Fact>]
let ``the likelihood is what the model gives each token after those before it`` () =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    use model = createCausal ()
    let completions = someCompletions ()
    let views = draw LikelihoodEstimator.NextToken completions
    views.Count |> should equal LikelihoodEstimator.NextToken.Passes

    let estimate =
        LikelihoodEstimator.Estimate(model, completions, views).data<float32>().ToArray()

    // each row by itself, without its padding
    let expected (row: int64 list) at =
        let tokens = torch.tensor([| yield! row |]).unsqueeze 0L

        let logits =
            model.Logits(TokenBatch tokens, torch.tensor ([| int64 at |])).log_softmax 1L

        logits[0L, row[at]].ToSingle()

    let first, second = [ 11L; 12L; 13L; 14L ], [ 20L; 21L; 22L; 23L; 24L ]

    for found, wanted in Seq.zip estimate [ expected first 2; expected first 3; expected second 3; 0f ] do
        found |> should (equalWithin 1e-4f) wanted

[<Fact>]
let ``the estimate of one completion has no variance`` () =
    use model = createCausal ()
    let row = TokenRow([| 20; 21; 22; 23; 24 |], 2)

    let estimates =
        LikelihoodEstimates.Draw(model, LikelihoodEstimator.NextToken, row, 20, 1L)

    estimates.Tokens |> Seq.distinct |> Seq.length |> should equal 1
    estimates.Variance().OfMean.Value |> should equal 0.0

[<Fact>]
let ``a causal model learns what is rewarded`` () =
    use model = createCausal ()
    let rewards = ResizeArray<float>()

    let watch =
        { new IProgress<TrainingProgress> with
            member _.Report report = rewards.Add report.Measures["reward"]
        }

    (trainer model nextToken (trainingAt 0.03 80L) null ignore).Run watch |> ignore

    let early, late = Seq.take 6 rewards, Seq.skip 25 rewards
    Seq.average late |> should be (greaterThan (Seq.average early + 0.08))

[<Fact>]
let ``a causal model cannot fill masks, and one that sees every token predicts no next one`` () =
    use causal = createCausal ()
    use masked = SmallRuns.createModel ()

    let run model options () =
        (trainer model options (training 4L) null ignore).Run() |> ignore

    run causal SmallRuns.options
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "NextToken"

    run masked nextToken
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "Coupled"

    use _ = torch.NewDisposeScope()

    let estimate model estimator () =
        let completions = someCompletions ()

        LikelihoodEstimator.Estimate(model, completions, draw estimator completions)
        |> ignore

    estimate causal LikelihoodEstimator.Paper
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "does not see"

    estimate masked LikelihoodEstimator.NextToken
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "sees every token"

[<Fact>]
let ``a first token without a prompt, and a masked prompt, are refused`` () =
    use _ = torch.NewDisposeScope()
    use model = createCausal ()

    let all =
        Completions(torch.tensor (array2D [ [ 5L; 6L ] ]), 0L, torch.tensor (array2D [ [ true; true ] ]))

    (fun () ->
        LikelihoodEstimator.Estimate(model, all, draw LikelihoodEstimator.NextToken all)
        |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "nothing before it"

    // the second row's whole prompt is padding
    let padded =
        Completions(
            torch.tensor (array2D [ [ 5L; 6L; 7L ]; [ 0L; 6L; 7L ] ]),
            1L,
            torch.tensor (array2D [ [ true; true ]; [ true; true ] ]),
            AttentionMask = torch.tensor (array2D [ [ true; true; true ]; [ false; true; true ] ])
        )

    (fun () ->
        LikelihoodEstimator.Estimate(model, padded, draw LikelihoodEstimator.NextToken padded)
        |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "nothing before it"

    let masking =
        LikelihoodEstimator(Variant = MaskVariant.NextToken, PromptMaskProbability = 0.15)

    (fun () -> draw masking all |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "masks nothing"

    let options =
        GrpoOptions(GroupSize = 4, Sampling = options.Sampling, Estimator = masking)

    (fun () -> (trainer model options (training 4L) null ignore).Run() |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "masks nothing"
