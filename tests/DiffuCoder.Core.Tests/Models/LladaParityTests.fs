module DiffuCoder.Core.Tests.Models.LladaParityTests

open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Core.Tests

let cases = TheoryData<string>(Golden.names "04_llada" "forward_*")

let private batch (case: Golden.Case) =
    TokenBatch(
        case.Tensor "input_ids",
        AttentionMask =
            (if case.Has "attention_mask" then
                 (case.Tensor "attention_mask").``to``(torch.ScalarType.Bool)
             else
                 null)
    )

/// The entries of [B, L, ...] at real tokens.
let private real (batch: TokenBatch) (tensor: torch.Tensor) =
    let kept =
        match batch.AttentionMask with
        | null -> tensor
        | mask -> tensor[torch.TensorIndex.Tensor mask]

    kept.contiguous().data<float32>().ToArray()

[<Theory; MemberData(nameof cases)>]
let ``hidden states and logits are those of the reference`` name =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    use case = Golden.case "04_llada" name
    use model = Golden.model case
    let batch = batch case
    let tolerance = case.Json.GetProperty "tolerance"

    let absolute, relative =
        (Golden.number tolerance "atol").Value, (Golden.number tolerance "rtol").Value

    (model :?> TransformerModel).HiddenStates batch
    |> Seq.iteri (fun i state ->
        Golden.close $"hidden state {i}" absolute relative (real batch state) (real batch (case.Tensor $"hidden_states.{i}")))

    let logits = model.Logits(batch, torch.arange (0L, batch.Rows * batch.Length))
    let expected = case.Tensor "logits"
    Golden.close "logits" absolute relative (real batch (logits.view expected.shape)) (real batch expected)

[<Theory>]
[<InlineData("llada-main")>]
[<InlineData("llada-gqa")>]
let ``a checkpoint survives saving and loading`` name =
    use model = Golden.load name
    let directory = Directory.CreateTempSubdirectory("diffucoder-llada-").FullName

    try
        model.Save(directory, torch.ScalarType.Float32)
        use again = MaskedLanguageModel.Load(directory, precision = Precision.Float32)
        again.Config |> should equal model.Config

        for entry in model.Parameters do
            again.Parameters[entry.Key].bytes.ToArray()
            |> should equal (entry.Value.bytes.ToArray())
    finally
        Directory.Delete(directory, true)

[<Theory>]
[<InlineData("block_type", "\"sequential\"")>]
[<InlineData("alibi", "true")>]
[<InlineData("layer_norm_type", "\"low_precision\"")>]
[<InlineData("rope", "false")>]
[<InlineData("d_model", "0")>]
let ``a configuration that is not built is refused by name`` (key: string) (value: string) =
    let config =
        JsonSerializer.Deserialize<Nodes.JsonObject>(File.ReadAllText(Path.Combine(Golden.checkpoint "llada-main", "config.json")))

    config[key] <- Nodes.JsonNode.Parse value

    Assert.Throws<ModelException>(fun () -> ModelConfig.FromJson(JsonSerializer.SerializeToElement config) |> ignore).Message
    |> should haveSubstring key

[<Fact>]
let ``an adapter takes the family's own layers`` () =
    use model = Golden.load "llada-main"
    use generator = new torch.Generator(1UL, torch.CPU)

    use adapter =
        LoraAdapter.Create(model, LoraOptions(TargetModules = [| "q_proj"; "ff_out" |]), generator)

    adapter.Weights.Count |> should equal (2 * 2 * model.Config.Layers)

    Assert.Throws<ModelException>(fun () -> LoraAdapter.Create(model, LoraOptions(), generator).Dispose()).Message
    |> should haveSubstring "o_proj"
