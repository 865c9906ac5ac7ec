/// Families of Qwen2 and Qwen3 against a reference in double precision that shares nothing with the kit but the files.
module DiffuCoder.Core.Tests.Models.QwenReferenceTests

open System
open System.Diagnostics
open System.IO
open System.Text.Json
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Checkpoints.Files

let private config family tied =
    ModelConfig(
        ModelType = family,
        VocabularySize = 37,
        HiddenSize = 24,
        IntermediateSize = 20,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        // Qwen3's heads need not share the hidden size
        HeadSize = (if family.EndsWith "qwen3" then 10 else 6),
        RopeTheta = 1000.0,
        TiedEmbeddings = tied,
        MaskTokenId = (if family.StartsWith "a2d" then Nullable 36 else Nullable()),
        InitializerRange = 0.3
    )

/// A model with weights of which none is 0 or 1, saved in float32.
let private saved family tied (directory: string) =
    use scope = torch.NewDisposeScope()
    let generator = new torch.Generator(5UL)
    use model = MaskedLanguageModel.Create(config family tied, Device.Cpu, generator)

    for weight in model.Parameters.Values do
        weight.add_ (torch.randn (weight.shape, generator = generator) * torch.tensor 0.2)
        |> ignore

    model.Save(directory, torch.ScalarType.Float32)

let private reference (directory: string) (tokens: int list) : float[][] =
    let script =
        Path.Combine(AppContext.BaseDirectory, "Fixtures", "Models", "qwen_reference.py")

    let start =
        ProcessStartInfo("python3", script :: directory :: List.map string tokens, RedirectStandardOutput = true)

    use running = Process.Start start
    let printed = running.StandardOutput.ReadToEnd()
    running.WaitForExit()
    running.ExitCode |> should equal 0
    JsonSerializer.Deserialize<float[][]> printed

let private logits (model: MaskedLanguageModel) (tokens: int list) : float[][] =
    use scope = torch.NewDisposeScope()
    use _ = torch.no_grad ()

    let batch =
        TokenBatch(torch.tensor([| for token in tokens -> int64 token |]).unsqueeze 0L)

    let all = model.Logits(batch, torch.arange (int64 tokens.Length))

    [|
        for row in 0L .. int64 tokens.Length - 1L -> [| for value in all[row].data<float32>() -> float value |]
    |]

let private largest (ours: float[][]) (right: float[][]) =
    Array.map2
        (Array.map2 (fun a b -> abs (a - b))
         >> fun differences -> differences >> Array.max)
        ours
        right
    |> Array.max

let private tokens = [ 3; 17; 36; 36; 8; 1; 29; 36; 4 ]

[<Theory>]
[<InlineData("a2d-qwen2", true)>]
[<InlineData("a2d-qwen2", false)>]
[<InlineData("a2d-qwen3", true)>]
[<InlineData("a2d-qwen3", false)>]
let ``a converted model predicts in place what the reference does`` (family: string) (tied: bool) =
    use directory = new TemporaryDirectory()
    let folder = directory.File "model"
    saved family tied folder
    use model = MaskedLanguageModel.Load(folder)
    let right = reference folder tokens
    largest (logits model tokens) right |> should be (lessThan 1e-4)

[<Fact>]
let ``Qwen3 is read one place to the left, and sees what stands before only`` () =
    use directory = new TemporaryDirectory()
    let folder = directory.File "model"
    saved "qwen3" false folder
    use model = MaskedLanguageModel.Load(folder)
    let right = reference folder tokens
    let ours = logits model tokens

    for position in 1 .. tokens.Length - 1 do
        largest [| ours[position] |] [| right[position - 1] |]
        |> should be (lessThan 1e-4)

[<Theory>]
[<InlineData("a2d-qwen2")>]
[<InlineData("a2d-qwen3")>]
let ``what a cache reads of the whole canvas is what the model computes of it`` (family: string) =
    use directory = new TemporaryDirectory()
    let folder = directory.File "model"
    saved family false folder
    use model = MaskedLanguageModel.Load(folder)

    let options =
        SamplerOptions(
            MaxNewTokens = 8,
            Steps = 8,
            BlockLength = Nullable 4,
            Temperature = 0.0,
            TopP = 1.0,
            Remasking = Remasking.LowConfidence,
            Schedule = RevealSchedule.Even,
            Cache = Cache.Dual,
            DriftEvery = Nullable 1
        )

    let written =
        DiffusionSampler(model, options).Generate(Canvas.Complete([| 1; 2; 3; 4; 5 |], 8, 36), 3L)

    let full, windowed =
        [
            for step in written.Steps -> step.Computed.Value, float step.Drift.Divergence
        ]
        |> List.partition (fst >> (=) 13)

    full.Length |> should equal 2
    full |> List.map snd |> List.max |> should be (lessThan 1e-5)
    windowed |> List.map snd |> List.max |> should be (greaterThan 1e-5)

let private changed family (change: JsonObject -> unit) =
    use directory = new TemporaryDirectory()
    let folder = directory.File "model"
    saved family false folder
    let path = Path.Combine(folder, "config.json")
    let json = JsonNode.Parse(File.ReadAllText path).AsObject()
    change json
    File.WriteAllText(path, json.ToJsonString())
    use model = MaskedLanguageModel.Load(folder)
    model.Config

[<Fact>]
let ``a configuration as it is released is read`` () =
    let released =
        changed "a2d-qwen3" (fun json ->
            json["attention_bias"] <- false
            json["max_window_layers"] <- 28
            json["sliding_window"] <- null
            json["use_sliding_window"] <- false
            json["layer_types"] <- JsonArray("full_attention", "full_attention")

            json["auto_map"] <-
                JsonObject(
                    dict
                        [
                            "AutoConfig", JsonNode.op_Implicit "modeling_qwen3.A2DQwen3Config"
                            "AutoModelForMaskedLM", JsonNode.op_Implicit "modeling_qwen3.A2DQwen3LMHeadModel"
                        ]
                ))

    released.HeadSize |> should equal 10

[<Theory>]
[<InlineData("a2d-qwen3", "attention_bias", "true")>]
[<InlineData("a2d-qwen2", "attention_bias", "false")>]
[<InlineData("a2d-qwen2", "head_dim", "8")>]
[<InlineData("a2d-qwen3", "block_size", "32")>]
[<InlineData("a2d-qwen3", "architectures", "[\"Qwen3ForCausalLM\"]")>]
let ``what is not built is refused by name`` (family: string) (key: string) (value: string) =
    Assert.Throws<ModelException>(fun () -> changed family (fun json -> json[key] <- JsonNode.Parse value) |> ignore).Message
    |> should haveSubstring key

[<Fact>]
let ``without a mask token anywhere the model is refused`` () =
    Assert
        .Throws<ModelException>(fun () ->
            changed "a2d-qwen2" (fun json -> json.Remove "mask_token_id" |> ignore)
            |> ignore)
        .Message
    |> should haveSubstring "mask_token"
