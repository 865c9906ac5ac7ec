module DiffuCoder.Core.Tests.Models.DreamParityTests

open System.Collections.Generic
open System.IO
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Core.Tests

let cases = TheoryData<string>(Golden.names "01_dream_forward" "*")

let private load (case: Golden.Case) precision =
    let directory =
        Path.Combine(Golden.folder, case.Json.GetProperty("checkpoint").GetString())

    MaskedLanguageModel.Load(directory, Device.Cpu, precision) :?> TransformerModel

let private precision (name: string) =
    if name.EndsWith "bf16compute" then
        Precision.BFloat16
    else
        Precision.Float32

/// Left-padded cases state the mask only, so that positions are our own; the others state positions where these are not 0..L-1.
let private batch (case: Golden.Case) =
    let padded = case.Has "attention_mask_4d"

    TokenBatch(
        case.Tensor "input_ids",
        AttentionMask =
            (if padded then
                 (case.Tensor "attention_mask").``to``(torch.ScalarType.Bool)
             else
                 null),
        PositionIds =
            (if not padded && case.Has "position_ids" then
                 case.Tensor "position_ids"
             else
                 null)
    )

/// The entries of [B, L, ...] or [B, heads, L, d] at real tokens.
let private real (case: Golden.Case) (tensor: torch.Tensor) =
    let ordered = if tensor.ndim = 4L then tensor.transpose (1, 2) else tensor
    let mask = (case.Tensor "attention_mask").``to``(torch.ScalarType.Bool)
    let wide = ordered.``to`` (torch.ScalarType.Float32)
    wide[torch.TensorIndex.Tensor mask].contiguous().data<float32>().ToArray()

let private agree (case: Golden.Case) what (actual: torch.Tensor) (expected: torch.Tensor) =
    let tolerance = case.Json.GetProperty "tolerance"
    let actual, expected = real case actual, real case expected

    match Golden.number tolerance "max_abs", Golden.number tolerance "mean_abs" with
    | Some most, Some mean ->
        let gaps = Array.map2 (fun a b -> abs (float (a - b))) actual expected
        gaps |> Array.max |> should be (lessThanOrEqualTo most)
        gaps |> Array.average |> should be (lessThanOrEqualTo mean)
    | _ -> Golden.close what (Golden.number tolerance "atol").Value (Golden.number tolerance "rtol").Value actual expected

/// Flat positions whose prediction the model reads at the column before: all but the first of each row.
let private afterFirst (rows: int64) (length: int64) =
    [|
        for row in 0L .. rows - 1L do
            for column in 1L .. length - 1L -> row * length + column
    |]

[<Theory; MemberData(nameof cases)>]
let ``logits agree with the reference`` (name: string) =
    use scope = torch.NewDisposeScope()
    use inference = torch.no_grad ()
    use case = Golden.case "01_dream_forward" name
    use model = load case (precision name)
    let input = batch case
    let expected = case.Tensor "logits"

    let all =
        model.Project(model.Hidden(input).view(-1L, int64 model.Config.HiddenSize))

    agree case "raw logits" (all.view expected.shape) expected

[<Theory; MemberData(nameof cases)>]
let ``a position's prediction is the reference's output one position to the left`` (name: string) =
    use scope = torch.NewDisposeScope()
    use inference = torch.no_grad ()
    use case = Golden.case "01_dream_forward" name
    use model = load case (precision name)
    let input = batch case
    let rows, length = input.Rows, input.Length
    let real = case.Ids "attention_mask"
    // a real token whose left neighbour is real as well: elsewhere the reference reads padding
    let asked =
        afterFirst rows length
        |> Array.filter (fun at -> real[int at] = 1 && real[int at - 1] = 1)

    let predicted = model.Logits(input, torch.tensor asked)

    let expected =
        (case.Tensor "logits").``to``(torch.ScalarType.Float32).view(rows * length, -1L)

    let left =
        expected.index_select (0L, torch.tensor (asked |> Array.map (fun at -> at - 1L)))

    let absolute, relative =
        if name.EndsWith "bf16compute" then 1.0, 0.0 else 1e-4, 1e-4

    Golden.close "logits" absolute relative (predicted.data<float32>().ToArray()) (left.contiguous().data<float32>().ToArray())

[<Theory; MemberData(nameof cases)>]
let ``hidden states agree at every depth`` (name: string) =
    use scope = torch.NewDisposeScope()
    use inference = torch.no_grad ()
    use case = Golden.case "01_dream_forward" name
    use model = load case (precision name)
    let states = model.HiddenStates(batch case)
    states.Count |> should equal (model.Config.Layers + 1)

    states
    |> Seq.iteri (fun depth state -> agree case $"hidden state {depth}" state (case.Tensor $"hidden_states.{depth}"))

[<Theory; MemberData(nameof cases)>]
let ``the first block agrees at every stage`` (name: string) =
    use scope = torch.NewDisposeScope()
    use inference = torch.no_grad ()
    use case = Golden.case "01_dream_forward" name
    use model = load case (precision name)
    let seen = Dictionary<string, torch.Tensor>()

    model.Hidden(batch case, (fun stage tensor -> seen[stage] <- tensor.clone().DetachFromDisposeScope()))
    |> ignore

    for stage in
        [
            "input_layernorm"
            "q_proj"
            "k_proj"
            "v_proj"
            "q_rot"
            "k_rot"
            "attn_out"
            "mlp_out"
        ] do
        agree case stage seen[stage] (case.Tensor $"layer0.{stage}")

    for tensor in seen.Values do
        tensor.Dispose()

[<Theory; MemberData(nameof cases)>]
let ``rotary tables agree`` (name: string) =
    use scope = torch.NewDisposeScope()
    use case = Golden.case "01_dream_forward" name
    use model = load case (precision name)
    use frequencies = RotaryFrequencies.Of(model.Config, torch.CPU)
    Golden.close "inverse frequencies" 0.0 1e-6 (frequencies.Inverse.data<float32>().ToArray()) (case.Floats "inv_freq")

    let positions =
        if case.Has "position_ids" then
            case.Tensor "position_ids"
        else
            torch.arange(case.Shape("input_ids")[1]).unsqueeze 0L

    let tables = RotaryPositions.At(positions, frequencies, model.ComputeType)

    let values (tensor: torch.Tensor) =
        tensor.``to``(torch.ScalarType.Float32).data<float32>().ToArray()

    Golden.close "cosines" 1e-6 1e-6 (values tables.Cos) (case.Floats "rope.cos")
    Golden.close "sines" 1e-6 1e-6 (values tables.Sin) (case.Floats "rope.sin")
