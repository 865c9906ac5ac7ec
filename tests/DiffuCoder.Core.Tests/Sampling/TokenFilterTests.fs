module DiffuCoder.Core.Tests.Sampling.TokenFilterTests

open System.Text.Json
open Xunit
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Sampling.Forms

let private family = "03_token_filters"
let private cases name = Golden.case family name
let configurations = TheoryData<int>(seq { 0..13 })
let configurationsInBothForms = casesInBoth (seq { 0..13 })

let private filter (config: JsonElement) (logits: torch.Tensor) =
    let number = Golden.number config

    LogitFilter.Apply(
        logits,
        (number "temperature").Value,
        (number "top_p" |> Option.defaultValue 1.0),
        (number "top_k" |> Option.map int |> Option.toNullable)
    )

let private floats (tensor: torch.Tensor) =
    tensor.``to``(torch.ScalarType.Float32).contiguous().data<float32>().ToArray()

let private scores =
    [
        "maxprob", Remasking.MaskgitPlus
        "margin", Remasking.TopkMargin
        "neg_entropy", Remasking.Entropy
    ]

[<Theory; MemberData(nameof configurations)>]
let ``filters keep what the reference keeps`` (index: int) =
    use scope = torch.NewDisposeScope()
    use case = cases "filters_and_confidences"

    let filtered =
        filter (case.Json.GetProperty("configs")[index]) (case.Tensor "logits")

    filtered.ne(System.Single.MinValue.ToScalar()).data<bool>().ToArray()
    |> should equal (case.Flags $"{index}.kept")

    Golden.close "filtered logits" 1e-6 1e-6 (floats filtered) (case.Floats $"{index}.filtered_logits")
    Golden.close "probabilities" 1e-6 1e-5 (floats (filtered.softmax -1L)) (case.Floats $"{index}.probs")

[<Theory; MemberData(nameof configurationsInBothForms)>]
let ``tokens and confidences are the reference's`` (index: int) (form: Form) =
    use scope = torch.NewDisposeScope()
    use case = cases "filters_and_confidences"
    let number = Golden.number (case.Json.GetProperty("configs")[index])
    let rows, width = (case.Shape "logits")[0], (case.Shape "logits")[1]
    let drawn = $"{index}.exponential_draws"

    let draws =
        StoredTokenDraws(width, (if case.Has drawn then case.Floats drawn else [||]))

    for name, strategy in scores do
        let options =
            SamplerOptions(
                Temperature = (number "temperature").Value,
                TopP = (number "top_p" |> Option.defaultValue 1.0),
                TopK = (number "top_k" |> Option.map int |> Option.toNullable),
                Remasking = inForm form strategy,
                MaskPrediction = MaskPrediction.Keep
            )

        let prediction =
            TokenPrediction.Of(case.Tensor "logits", [| 0 .. rows - 1 |], options, width, draws)

        prediction.Tokens |> should equal (case.Ids $"{index}.x0")
        Golden.close name 1e-5 1e-5 prediction.Confidences (case.Floats $"{index}.confidence_{name}")
        Golden.close "entropy" 1e-5 1e-5 (prediction.Entropies |> Array.map (~-)) (case.Floats $"{index}.confidence_neg_entropy")

[<Theory; InlineData(1); InlineData(2); InlineData(3); InlineData(4)>]
let ``top-k keeps every entry equal to the last one kept`` (k: int) =
    use scope = torch.NewDisposeScope()
    use case = cases "filters_and_confidences"

    let filtered =
        LogitFilter.Apply(case.Tensor "ties.logits", 0.0, 1.0, System.Nullable k)

    floats filtered |> should equal (case.Floats $"ties.filtered_logits_topk{k}")

[<Theory; InlineData(Form.Rows); InlineData(Form.Tensors)>]
let ``confidences of bfloat16 logits agree loosely`` (form: Form) =
    use scope = torch.NewDisposeScope()
    use case = cases "bf16_confidences"
    let logits = (case.Tensor "logits").``to``(torch.ScalarType.Float32)
    let positions = [| 0 .. int logits.shape[0] - 1 |]

    for name, strategy in scores do
        let options =
            SamplerOptions(Temperature = 0.0, TopP = 1.0, Remasking = inForm form strategy)

        let prediction =
            TokenPrediction.Of(logits, positions, options, -1, StoredTokenDraws(0, [||]))

        prediction.Tokens |> should equal (case.Ids "x0")
        Golden.close name 0.03 0.03 prediction.Confidences (case.Floats $"confidence_{name}")

/// The definition, one row at a time: likeliest first, until the probability
/// before a token exceeds p; then whatever equals the last one kept.
let private nucleus (logits: float32[]) (p: float) =
    let exps = logits |> Array.map (fun x -> exp (float (x - Array.max logits)))
    let total = Array.sum exps

    let order =
        [| 0 .. logits.Length - 1 |] |> Array.sortByDescending (fun i -> logits[i])

    let before = order |> Array.scan (fun sum i -> sum + exps[i] / total) 0.0

    let kept =
        [
            for rank in 0 .. order.Length - 1 do
                if rank = 0 || before[rank] <= p then
                    order[rank]
        ]

    let floor = kept |> List.map (fun i -> logits[i]) |> List.min
    logits |> Array.map (fun x -> x >= floor)

[<Property(MaxTest = 60)>]
let ``top-p equals its definition, for narrow and for wide nuclei`` (seed: int) (sharp: bool) =
    use scope = torch.NewDisposeScope()
    use generator = new torch.Generator(uint64 (abs (int64 seed)), torch.CPU)
    // 300 tokens: flat rows have nuclei wider than the kept prefix, sharp rows narrower ones
    let logits =
        torch.randn ([| 4L; 300L |], generator = generator)
        * (if sharp then 4.0 else 0.3).ToScalar()

    let p = 0.05 + 0.9 * float (abs (seed % 97)) / 97.0

    let kept =
        LogitFilter.Apply(logits, 0.0, p, System.Nullable()).ne(System.Single.MinValue.ToScalar()).data<bool>().ToArray()

    let expected =
        floats logits
        |> Array.chunkBySize 300
        |> Array.collect (fun row -> nucleus row p)

    kept |> should equal expected
