module DiffuCoder.Core.Tests.Training.DiffusionObjectiveTests

open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Training
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Training.LossCases
open DiffuCoder.Core.Tests.Training.TinyRuns

let loadDream () = Golden.load "dream-main"

/// The noised rows of the golden case: conditional masking under right padding.
let noised (golden: Golden.Case) =
    let rows =
        TrainingRows(golden.Tensor "input_ids", labelled golden "labels", AttentionMask = flags golden "attention_mask")

    Masking.Apply(rows, golden.Tensor "u_t", golden.Tensor "u_mask", 150, MaskingOptions())

let value (loss: LossSum) = loss.Sum.ToDouble() / loss.Normalizer

let weighting name =
    match name with
    | "scheduler" -> LossWeighting.Scheduler
    | "uniform" -> LossWeighting.Uniform
    | "1/t" -> LossWeighting.InverseTime
    | "1/p" -> LossWeighting.InverseProbability
    | "1-t" -> LossWeighting.OneMinusTime
    | cart -> LossWeighting.ContextAdaptive(float (cart.Substring 4))

[<Theory>]
[<InlineData("dllm_scheduler_token", "scheduler", LossNormalization.Token)>]
[<InlineData("dllm_scheduler_sequence", "scheduler", LossNormalization.Sequence)>]
[<InlineData("dllm_scheduler_batch", "scheduler", LossNormalization.Batch)>]
[<InlineData("dllm_uniform_token", "uniform", LossNormalization.Token)>]
[<InlineData("dllm_uniform_sequence", "uniform", LossNormalization.Sequence)>]
[<InlineData("dllm_uniform_batch", "uniform", LossNormalization.Batch)>]
[<InlineData("dllm_cart[geo_p:0.3]_token", "cart0.3", LossNormalization.Token)>]
[<InlineData("dllm_cart[geo_p:0.3]_sequence", "cart0.3", LossNormalization.Sequence)>]
[<InlineData("dllm_cart[geo_p:0.3]_batch", "cart0.3", LossNormalization.Batch)>]
[<InlineData("dllm_cart[geo_p:0.1]_token", "cart0.1", LossNormalization.Token)>]
[<InlineData("dream_sft_original", "1/t", LossNormalization.Masked)>]
[<InlineData("dream_sft_original", "1/p", LossNormalization.Masked)>]
[<InlineData("dream_sft_linear", "1-t", LossNormalization.Masked)>]
[<InlineData("dream_sft_none", "uniform", LossNormalization.Masked)>]
[<InlineData("dream_sft_cart0.1", "cart0.1", LossNormalization.Masked)>]
[<InlineData("dream_sft_cart0.8", "cart0.8", LossNormalization.Masked)>]
let ``the loss is that of the reference`` name weight normalization =
    use _ = torch.NewDisposeScope()
    use golden = lossCase "dream_losses"
    use model = loadDream ()

    let objective =
        DiffusionObjective(Weighting = weighting weight, Normalization = normalization)

    let expected = expectedLoss golden name

    value (objective.Evaluate(model, noised golden))
    |> should (equalWithin (1e-5 * expected)) expected

[<Fact>]
let ``the pre-training loss of the reference prepends a token that is never masked`` () =
    use _ = torch.NewDisposeScope()
    use golden = lossCase "dream_losses"
    use model = loadDream ()

    let column (fill: int64) =
        torch.full ([| 3L; 1L |], fill.ToScalar(), dtype = torch.ScalarType.Int64)

    let withFirst fill name =
        torch.cat ([| column fill; golden.Tensor name |], 1L)

    let tokens = withFirst 1L "input_ids"
    let targets = torch.ones_like (tokens, dtype = torch.ScalarType.Bool)
    targets[torch.TensorIndex.Colon, torch.TensorIndex.Single 0L] <- torch.tensor false
    // padding is learned here, hence real
    let rows = TrainingRows(tokens, targets)

    let draws =
        torch.cat ([| torch.full ([| 3L; 1L |], 0.5f.ToScalar()); golden.Tensor "u_mask" |], 1L)

    let noised = Masking.Apply(rows, golden.Tensor "u_t", draws, 150, MaskingOptions())

    noised.Tokens.eq(golden.Tensor "pt.masked_batch_with_bos").all().ToBoolean()
    |> should equal true

    let objective = DiffusionObjective(Weighting = LossWeighting.Scheduler)
    let expected = expectedLoss golden "dllm_pretrain_bos_scheduler_token"

    value (objective.Evaluate(model, noised))
    |> should (equalWithin (1e-5 * expected)) expected

[<Fact>]
let ``every parameter's gradient is that of the reference`` () =
    use _ = torch.NewDisposeScope()
    use golden = lossCase "dream_losses"
    use model = loadDream ()

    for weight in model.Parameters.Values do
        weight.requires_grad_ true |> ignore

    let loss =
        DiffusionObjective(Weighting = LossWeighting.Scheduler).Evaluate(model, noised golden)

    (loss.Sum / loss.Normalizer.ToScalar()).backward()

    for name in model.Parameters.Keys do
        excess 1e-3 model.Parameters[name].grad (golden.Tensor $"dllm_scheduler_token.grad.{name}")
        |> should be (lessThan 1e-4)

[<Theory>]
[<InlineData(0.1)>]
[<InlineData(0.3)>]
let ``context-adaptive weights are those of the reference`` p =
    use _ = torch.NewDisposeScope()
    use golden = lossCase "dream_losses"
    let noised = noised golden
    let weights = LossWeighting.ContextAdaptive(p).Of.Invoke noised * noised.Masked

    excess 0.0 weights (golden.Tensor $"cart_weights_p{p}")
    |> should be (lessThan 1e-6)

/// LLaDA's and d1's formulas, by hand on the cross entropies of the Dream model (LLaDA's weights belong to another family).
[<Fact>]
let ``the formulas of LLaDA and d1 weight by 1 over p`` () =
    use _ = torch.NewDisposeScope()
    use golden = lossCase "dream_losses"
    use model = loadDream ()
    let noised = noised golden
    let p = golden.Tensor("u_t").unsqueeze(1) * 0.999f.ToScalar() + 0.001f.ToScalar()
    let weighted = golden.Tensor "token_cross_entropy" * noised.Masked / p
    let targets = labelled golden "labels"

    let check normalization (expected: torch.Tensor) =
        let objective =
            DiffusionObjective(Weighting = LossWeighting.InverseProbability, Normalization = normalization)

        let expected = expected.ToDouble()

        value (objective.Evaluate(model, noised))
        |> should (equalWithin (1e-5 * expected)) expected

    // pre-training: by B L; SFT: each row by its answer, then by B; d1: by B L less the prompts
    check LossNormalization.Position (weighted.sum () / 42.0.ToScalar())
    check LossNormalization.Sequence ((weighted.sum (1L) / targets.sum (1L)).mean())
    check LossNormalization.Token (weighted.sum () / targets.sum ())

/// Counts what a model is asked for.
type AskedFor(inner: MaskedLanguageModel) =
    inherit MaskedLanguageModel()
    let mutable asked: torch.Tensor list = []

    member _.Positions =
        List.map (fun (at: torch.Tensor) -> at.data<int64>().ToArray() |> List.ofArray) asked

    override _.Config = inner.Config
    override _.Device = inner.Device
    override _.ComputeType = inner.ComputeType
    override _.Parameters = inner.Parameters

    override _.Logits(batch, at) =
        asked <- at.clone().DetachFromDisposeScope() :: asked
        inner.Logits(batch, at)

[<Fact>]
let ``the model is asked for masked positions only`` () =
    use _ = torch.NewDisposeScope()
    use golden = lossCase "dream_losses"
    let inner = loadDream ()
    use model = new AskedFor(inner)
    DiffusionObjective().Evaluate(model, noised golden) |> ignore
    let masked = golden.Tensor("masked_positions").reshape(-1L).nonzero().squeeze(1L)

    model.Positions
    |> should equal [ masked.data<int64>().ToArray() |> List.ofArray ]

[<Fact>]
let ``rows without a masked token cost nothing and still count`` () =
    use _ = torch.NewDisposeScope()
    let inner = createModel "Dream"
    use model = new AskedFor(inner)
    let rows = countingRows 3 10 0L
    let never = torch.ones (3L, 10L)

    let loss =
        DiffusionObjective().Evaluate(model, Masking.Apply(rows, torch.zeros (3L), never, maskToken, MaskingOptions()))

    model.Positions |> should be Empty
    loss.Sum.ToDouble() |> should equal 0.0
    loss.Normalizer |> should equal 30.0

[<Theory>]
[<InlineData(LossNormalization.Token)>]
[<InlineData(LossNormalization.Sequence)>]
[<InlineData(LossNormalization.Batch)>]
[<InlineData(LossNormalization.Masked)>]
[<InlineData(LossNormalization.Position)>]
let ``the sums of two halves are those of the whole`` normalization =
    use _ = torch.NewDisposeScope()
    use model = createModel "Dream"
    let objective = DiffusionObjective(Normalization = normalization)
    let rows = countingRows 6 10 0L
    let draws = TrainingDraws(1L, 0L, 0)
    let time, mask = draws.Uniform("time", 6L), draws.Uniform("mask", 6L, 10L)

    let lossOf (first: int64) count =
        let part (t: torch.Tensor) = t.narrow (0L, first, count)
        let rows = TrainingRows(part rows.Tokens, part rows.Targets)
        objective.Evaluate(model, Masking.Apply(rows, part time, part mask, maskToken, MaskingOptions()))

    let whole, left, right = lossOf 0L 6L, lossOf 0L 4L, lossOf 4L 2L
    left.Normalizer + right.Normalizer |> should equal whole.Normalizer

    left.Sum.ToDouble() + right.Sum.ToDouble()
    |> should (equalWithin 1e-3) (whole.Sum.ToDouble())

[<Fact>]
let ``a model without a mask token is refused`` () =
    use _ = torch.NewDisposeScope()
    use generator = new torch.Generator(7UL, torch.CPU)
    let config = config "qwen2"

    let ancestor =
        ModelConfig(
            ModelType = "qwen2",
            VocabularySize = 12,
            HiddenSize = 16,
            IntermediateSize = 24,
            Layers = 1,
            Heads = 2,
            KeyValueHeads = 1
        )

    config.MaskTokenId.HasValue |> should equal true
    use model = MaskedLanguageModel.Create(ancestor, Device.Cpu, generator)

    (fun () ->
        DiffusionObjective().Evaluate(model, countingRows 2 5 0L, TrainingDraws(1L, 0L, 0))
        |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "mask_token_id"

[<Fact>]
let ``an evaluation leaves nothing alive but its sum`` () =
    use model = createModel "Dream"

    let evaluate () =
        use _ = torch.NewDisposeScope()

        let objective =
            DiffusionObjective(Annealing = AttentionAnnealing 10L, Weighting = LossWeighting.ContextAdaptive 0.3)

        let loss = objective.Evaluate(model, countingRows 2 10 0L, TrainingDraws(1L, 0L, 0))

        loss.Sum.DetachFromDisposeScope()

    let before = DiffuCoder.Runtime.LiveTensors.OnThisThread
    let sum = evaluate ()
    DiffuCoder.Runtime.LiveTensors.OnThisThread |> should equal (before + 1L)
    sum.Dispose()
