module DiffuCoder.Core.Tests.Training.Grpo.PolicyLossTests

open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Training.Grpo.GrpoCases

let private value (loss: LossSum) = loss.Sum.ToDouble() / loss.Normalizer

let private intended (golden: Golden.Case) (loss: LossSum) =
    let wanted = golden.Json.GetProperty "metrics_intended"

    for name, measure in [ "kl", "kl"; "clip_low", "clip_low"; "clip_high", "clip_high" ] do
        loss.Measures[measure].Value
        |> should (equalWithin 1e-4) (wanted.GetProperty(name).GetDouble())

/// The paper's loss of log-probabilities against what a case has stored.
let private lossOf (golden: Golden.Case) (current: torch.Tensor) =
    PolicyLoss()
        .Of(
            current,
            golden.Tensor "old_per_token_logps",
            golden.Tensor "ref_per_token_logps",
            golden.Tensor "advantages",
            flag golden "completion_mask"
        )

[<Fact>]
let ``on given log-probabilities the loss, its gradient and the measures are those that were meant`` () =
    use _ = torch.NewDisposeScope()
    use golden = grpoCase "loss_isolated"
    let current = (golden.Tensor "per_token_logps").requires_grad_ true

    let loss = lossOf golden current

    value loss |> should (equalWithin 1e-5) (property golden "loss")
    intended golden loss
    (loss.Sum / float32 loss.Normalizer).backward()
    Golden.close "gradient" 1e-6 1e-5 (current.grad.data<float32>().ToArray()) (golden.Floats "grad_per_token_logps")

let private estimate (model: MaskedLanguageModel) (golden: Golden.Case) =
    let completions =
        released (golden.Tensor "prompt_ids") (golden.Tensor "completion_ids")

    views completions (property golden "mask_ratio") (golden.Tensor "random_matrix")
    |> fun views -> LikelihoodEstimator.Estimate(model, completions, views)

let private trainable (model: MaskedLanguageModel) =
    for weight in model.Parameters.Values do
        weight.requires_grad_ true |> ignore

/// Every stored gradient against that of the model's weight of the same name.
let private gradientsAgree (golden: Golden.Case) (model: MaskedLanguageModel) =
    let stored =
        model.Parameters
        |> Seq.filter (fun entry -> golden.Has $"grad.{entry.Key}")
        |> List.ofSeq

    stored |> should not' (be Empty)

    for entry in stored do
        let mine = entry.Value.grad
        mine |> should not' (be Null)
        Golden.close entry.Key 1e-4 1e-3 (mine.data<float32>().ToArray()) (golden.Floats $"grad.{entry.Key}")

    stored.Length

[<Theory>]
[<InlineData(1, false)>]
[<InlineData(2, false)>]
[<InlineData(1, true)>]
[<InlineData(2, true)>]
[<InlineData(3, false)>]
[<InlineData(4, false)>]
let ``a step of the released trainer has our loss, measures and gradients of every weight`` step checkpointed =
    use _ = torch.NewDisposeScope()
    use golden = grpoCase $"loss_step{step}"
    use model = load "dream-grpo-policy"
    model.CheckpointBlocks <- checkpointed
    trainable model
    let current = estimate model golden

    Golden.close
        "per-token log-probabilities"
        1e-4
        1e-4
        (current.detach().contiguous().data<float32>().ToArray())
        (golden.Floats "per_token_logps")

    let loss = lossOf golden current

    value loss |> should (equalWithin 1e-4) (property golden "loss")
    intended golden loss

    if step <= 2 then
        (loss.Sum / float32 loss.Normalizer).backward()
        gradientsAgree golden model |> should equal model.Parameters.Count

[<Fact>]
let ``with one iteration and no reference the gradient is that of the release`` () =
    use _ = torch.NewDisposeScope()
    use golden = grpoCase "loss_onpolicy_one_iteration"
    use model = load "dream-grpo"
    trainable model
    let current = estimate model golden

    let loss =
        PolicyLoss(DivergenceWeight = 0.0).Of(current, current.detach (), null, golden.Tensor "advantages", flag golden "completion_mask")

    value loss |> should (equalWithin 1e-5) (property golden "loss")
    (loss.Sum / float32 loss.Normalizer).backward()
    gradientsAgree golden model |> ignore

[<Fact>]
let ``the loss of two micro-batches is that of both together`` () =
    use _ = torch.NewDisposeScope()
    use golden = grpoCase "loss_isolated"

    let all =
        [
            "per_token_logps"
            "old_per_token_logps"
            "ref_per_token_logps"
            "advantages"
            "completion_mask"
        ]

    let part first count =
        match [ for name in all -> (golden.Tensor name).narrow(0L, first, count) ] with
        | [ current; old; reference; advantages; mask ] ->
            PolicyLoss().Of(current, old, reference, advantages, mask.to_type torch.ScalarType.Bool)
        | _ -> failwith "five tensors"

    let whole, first, second = part 0L 4L, part 0L 1L, part 1L 3L

    (first.Sum.ToDouble() + second.Sum.ToDouble())
    / (first.Normalizer + second.Normalizer)
    |> should (equalWithin 1e-6) (value whole)

[<Fact>]
let ``a divergence without a reference is refused`` () =
    use _ = torch.NewDisposeScope()
    let numbers = torch.zeros (1L, 2L)

    let problem =
        Assert.Throws<TrainingException>(fun () ->
            PolicyLoss().Of(numbers, numbers, null, torch.zeros 1L, torch.ones (1L, 2L, dtype = torch.ScalarType.Bool))
            |> ignore)

    problem.Message |> should haveSubstring "reference"

/// Two tokens of one row that count and one that does not: c = 2 (clipped to 1.5) and 1/2, both at advantage 1, exp(d) = 1/2 and 1.
let private weighed (weights: torch.Tensor | null) =
    let numbers (values: float list) =
        torch.tensor([| for value in values -> float32 value |]).unsqueeze 0

    let current = (numbers [ log 0.5; log 0.25; 0.0 ]).requires_grad_ true
    let old = numbers [ log 0.25; log 0.5; 0.0 ]
    let reference = numbers [ log 0.25; log 0.25; 0.0 ]
    let counted = torch.tensor([| true; true; false |]).unsqueeze 0

    let loss =
        PolicyLoss(DivergenceWeight = 0.1).Of(current, old, reference, torch.ones 1L, counted, weights)

    loss.Sum.backward ()
    loss, current.grad.data<float32>().ToArray() |> Array.map float

[<Fact>]
let ``weights multiply the policy term of their tokens and not the divergence`` () =
    use _ = torch.NewDisposeScope()
    let weights = torch.tensor([| 0.5f; 3f; 100f |]).unsqueeze(0).requires_grad_ true
    let loss, gradient = weighed weights
    let divergence = 0.1 * (0.5 - log 0.5 - 1.0)

    loss.Sum.ToDouble()
    |> should (equalWithin 1e-6) (-(0.5 * 1.5) - 3.0 * 0.5 + divergence)

    loss.Normalizer |> should equal 2.0
    // d/dx of -w c is -w c, of the clipped one 0; of beta (exp(d) - d - 1) it is beta (1 - exp(d))
    for got, wanted in Seq.zip gradient [ 0.1 * 0.5; -3.0 * 0.5; 0.0 ] do
        got |> should (equalWithin 1e-6) wanted

    // a constant
    isNull (box weights.grad) |> should equal true

[<Fact>]
let ``without weights the loss is that of ones`` () =
    use _ = torch.NewDisposeScope()
    let plain, gradient = weighed null
    let ones, same = weighed (torch.ones (1L, 3L))
    plain.Sum.ToDouble() |> should equal (ones.Sum.ToDouble())
    gradient |> should equal same

    plain.Sum.ToDouble()
    |> should (equalWithin 1e-6) (-1.5 - 0.5 + 0.1 * (0.5 - log 0.5 - 1.0))
