module DiffuCoder.Core.Tests.Models.PeftTests

open System
open System.Collections.Generic
open System.IO
open System.Text.Json
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Models
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Checkpoints.Files

let private folder =
    Path.Combine(AppContext.BaseDirectory, "Fixtures", "Checkpoints", "peft")

let private expected =
    JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json"))).RootElement

let private basis () =
    MaskedLanguageModel.Load(Path.Combine(folder, "base"), precision = Precision.Float32)

/// Logits of the last position of the fixture's ids.
let private lastLogits (model: MaskedLanguageModel) =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    let batch = TokenBatch(torch.tensor([| 3L; 17L; 5L; 29L; 0L |]).unsqueeze 0)
    model.Logits(batch, torch.tensor [| 4L |]).data<float32>().ToArray()[..3]

let private right (name: string) =
    [|
        for value in expected.GetProperty(name).EnumerateArray() -> float32 (value.GetDouble())
    |]

let private under (directory: string) =
    use model = basis ()
    use adapted = model.WithAdapter(LoraAdapter.Load(directory, model))
    lastLogits adapted

[<Theory>]
[<InlineData "plain">]
[<InlineData "bf16">]
[<InlineData "rslora">]
[<InlineData "alpha_pattern">]
[<InlineData "rank_pattern">]
[<InlineData "layers_to_transform">]
let ``an adapter of PEFT computes what PEFT computes`` (name: string) =
    right name
    |> Golden.close name 2e-5 2e-5 (under (Path.Combine(folder, "adapters", name)))

[<Theory>]
[<InlineData "rslora">]
[<InlineData "alpha_pattern">]
[<InlineData "rank_pattern">]
[<InlineData "layers_to_transform">]
let ``merged, and saved again, an adapter is the same`` (name: string) =
    use directory = new TemporaryDirectory()
    use model = basis ()
    use adapter = LoraAdapter.Load(Path.Combine(folder, "adapters", name), model)
    adapter.Save directory.Path

    right name |> Golden.close "saved" 2e-5 2e-5 (under directory.Path)
    use adapted = model.WithAdapter(LoraAdapter.Load(directory.Path, model))
    use merged = adapted.Merge()
    right name |> Golden.close "merged" 2e-5 2e-5 (lastLogits merged)

/// An adapter's settings, changed; its weights are those of all q_proj and v_proj, or the given ones.
let private changed (weightsOf: string) (change: JsonObject -> unit) (directory: TemporaryDirectory) =
    let source = Path.Combine(folder, "adapters", weightsOf)
    let settings = "adapter_config.json"

    let json =
        JsonNode.Parse(File.ReadAllText(Path.Combine(source, settings))).AsObject()

    change json
    File.WriteAllText(directory.File settings, json.ToJsonString())
    File.Copy(Path.Combine(source, "adapter_model.safetensors"), directory.File "adapter_model.safetensors")
    directory.Path

let private set (key: string) (value: string) (json: JsonObject) = json[key] <- JsonNode.Parse value

[<Theory>]
[<InlineData("target_modules", "\"model\\\\.layers\\\\.\\\\d+\\\\.self_attn\\\\.(q|v)_proj\"")>]
[<InlineData("target_modules", "[\"self_attn.q_proj\",\"v_proj\"]")>]
[<InlineData("target_modules",
             "[\"model.layers.0.self_attn.q_proj\",\"model.layers.1.self_attn.q_proj\",\"layers.0.self_attn.v_proj\",\"1.self_attn.v_proj\"]")>]
[<InlineData("exclude_modules", "[\"lm_head\"]")>]
[<InlineData("init_lora_weights", "\"gaussian\"")>]
[<InlineData("lora_dropout", "0.1")>]
[<InlineData("layers_to_transform", "[0,1]")>]
let ``layers may be named by endings, whole, or by a pattern`` (key: string) (value: string) =
    use directory = new TemporaryDirectory()

    right "plain"
    |> Golden.close key 2e-5 2e-5 (under (changed "plain" (set key value) directory))

[<Theory>]
[<InlineData("1", "\"layers\"")>]
[<InlineData("[1]", "[\"blocks\",\"layers\"]")>]
[<InlineData("[1]", "\"\"")>]
let ``blocks are chosen by number, behind any word or a named one`` (layers: string) (pattern: string) =
    use directory = new TemporaryDirectory()

    let path =
        changed
            "layers_to_transform"
            (fun json ->
                set "layers_to_transform" layers json
                set "layers_pattern" pattern json)
            directory

    right "layers_to_transform" |> Golden.close pattern 2e-5 2e-5 (under path)

[<Fact>]
let ``excluded layers are not adapted`` () =
    use directory = new TemporaryDirectory()

    let path =
        changed
            "layers_to_transform"
            (fun json ->
                set "layers_to_transform" "null" json
                set "exclude_modules" "\"model\\\\.layers\\\\.0\\\\..*\"" json)
            directory

    right "layers_to_transform" |> Golden.close "excluded" 2e-5 2e-5 (under path)

[<Fact>]
let ``all-linear is every linear layer of the blocks, and not the output layer`` () =
    use directory = new TemporaryDirectory()
    use model = basis ()
    use generator = new torch.Generator(3UL, torch.CPU)
    use adapter = LoraAdapter.Create(model, LoraOptions(Rank = 2), generator)
    adapter.Save directory.Path
    let path = directory.File "adapter_config.json"
    let json = JsonNode.Parse(File.ReadAllText path).AsObject()
    set "target_modules" "\"all-linear\"" json
    File.WriteAllText(path, json.ToJsonString())
    use again = LoraAdapter.Load(directory.Path, model)

    List.sort (List.ofSeq again.Weights.Keys)
    |> should equal (List.sort (List.ofSeq adapter.Weights.Keys))

[<Theory>]
[<InlineData("bias", "\"all\"")>]
[<InlineData("use_dora", "true")>]
[<InlineData("lora_bias", "true")>]
[<InlineData("modules_to_save", "[\"lm_head\"]")>]
[<InlineData("layer_replication", "[[0,1],[0,2]]")>]
[<InlineData("trainable_token_indices", "[1]")>]
[<InlineData("target_parameters", "[\"experts.weight\"]")>]
[<InlineData("init_lora_weights", "\"pissa\"")>]
[<InlineData("init_lora_weights", "\"olora\"")>]
[<InlineData("use_qalora", "true")>]
[<InlineData("megatron_config", "{}")>]
[<InlineData("alora_invocation_tokens", "[1]")>]
[<InlineData("some_new_method", "{\"k\":1}")>]
[<InlineData("rank_pattern", "{\"v_proj\":0}")>]
[<InlineData("rank_pattern", "{\"(v_proj\":2}")>]
[<InlineData("rank_pattern", "{\"(?P<a>v_proj)\":2}")>]
[<InlineData("alpha_pattern", "{\"layers.\\\\d{,2}.self_attn.v_proj(\":64}")>]
[<InlineData("alpha_pattern", "{\"layers.\\\\d{,2}.self_attn.v_proj\":64}")>]
[<InlineData("rank_pattern", "{\"\\\\p{L}+\":2}")>]
[<InlineData("rank_pattern", "{\"(?<a>q_proj)\":2}")>]
[<InlineData("rank_pattern", "{\"(?'a'q_proj)\":2}")>]
[<InlineData("rank_pattern", "{\"(?n)(q_proj)\":2}")>]
[<InlineData("rank_pattern", "{\"[\\\\d-[9]]\":2}")>]
[<InlineData("rank_pattern", "{\"[0-9--[5]]+\":2}")>]
[<InlineData("rank_pattern", "{\"q_proj\\\\z\":2}")>]
[<InlineData("lora_alpha", "null")>]
[<InlineData("alpha_pattern", "[1]")>]
[<InlineData("target_modules", "[\"q_proj\",\"lm_head\"]")>]
[<InlineData("target_modules", "[\"q_proj\",\"w1\"]")>]
[<InlineData("target_modules", "\".*nothing\"")>]
[<InlineData("layers_to_transform", "[-1]")>]
let ``a setting that changes the result and is not built is refused by name`` (key: string) (value: string) =
    use directory = new TemporaryDirectory()
    use model = basis ()
    let path = changed "plain" (set key value) directory

    let isPattern =
        value.Contains "("
        || value.Contains "{,2}"
        || value.Contains "\\"
        || value.Contains "["

    let named =
        if key.EndsWith "_pattern" && isPattern then
            "pattern"
        else
            key

    refused [ "adapter_config.json"; named ] (fun () -> LoraAdapter.Load(path, model).Dispose())

[<Theory>]
[<InlineData "layers\\.[01]\\.self_attn\\.v_proj">]
[<InlineData "layers.\\d{0,2}.self_attn.v_proj">]
[<InlineData "(?:layers|blocks)\\.(0|1)\\..*v_proj$">]
[<InlineData "self_attn\\.[^qk]_proj">]
[<InlineData "(?!.*q_proj).+?_proj">]
let ``patterns that Python and .NET read alike choose layers`` (pattern: string) =
    use directory = new TemporaryDirectory()

    let path =
        changed
            "alpha_pattern"
            (fun json -> json["alpha_pattern"] <- JsonObject([ KeyValuePair(pattern, JsonValue.Create 32 :> JsonNode) ]))
            directory

    right "alpha_pattern" |> Golden.close pattern 2e-5 2e-5 (under path)

[<Fact>]
let ``a setting that is null says nothing, and pickled matrices are not read`` () =
    use directory = new TemporaryDirectory()
    use model = basis ()
    let path = changed "plain" (set "a_method_of_tomorrow" "null") directory
    right "plain" |> Golden.close "null" 2e-5 2e-5 (under path)
    File.Move(directory.File "adapter_model.safetensors", directory.File "adapter_model.bin")
    refused [ "adapter_model.bin"; "pickle" ] (fun () -> LoraAdapter.Load(path, model).Dispose())

[<Fact>]
let ``what is saved has PEFT's settings, each with its meaning`` () =
    use directory = new TemporaryDirectory()
    use model = basis ()
    use generator = new torch.Generator(3UL, torch.CPU)

    let options =
        LoraOptions(
            Rank = 2,
            Alpha = 6.0,
            RankStabilized = true,
            TargetModules = [| "q_proj"; "layers.1.mlp.down_proj" |],
            RankPattern = [| KeyValuePair("layers.0.self_attn.q_proj", 3) |],
            AlphaPattern = [| KeyValuePair("down_proj", 12.0) |]
        )

    use adapter = LoraAdapter.Create(model, options, generator)
    adapter.Save(directory.Path, "some/base")

    let json =
        JsonDocument.Parse(File.ReadAllText(directory.File "adapter_config.json")).RootElement

    let text (key: string) = json.GetProperty(key).GetRawText()

    [
        "peft_type", "\"LORA\""
        "base_model_name_or_path", "\"some/base\""
        "r", "2"
        "lora_alpha", "6"
        "use_rslora", "true"
        "bias", "\"none\""
        "fan_in_fan_out", "false"
        "inference_mode", "true"
        "task_type", "null"
    ]
    |> List.iter (fun (key, value) -> text key |> should equal value)

    json.GetProperty("lora_dropout").GetDouble() |> should equal 0.0

    [
        for module' in json.GetProperty("target_modules").EnumerateArray() -> module'.GetString()
    ]
    |> should equal [ "q_proj"; "layers.1.mlp.down_proj" ]

    json.GetProperty("rank_pattern").GetProperty("layers.0.self_attn.q_proj").GetInt32()
    |> should equal 3

    json.GetProperty("alpha_pattern").GetProperty("down_proj").GetDouble()
    |> should equal 12.0

    use weights = SafetensorsFile.Open(directory.File "adapter_model.safetensors")

    let shape (name: string) =
        List.ofSeq weights.Entries["base_model.model.model.layers." + name].Shape

    weights.Entries.Count |> should equal 6
    shape "0.self_attn.q_proj.lora_A.weight" |> should equal [ 3L; 16L ]
    shape "1.self_attn.q_proj.lora_B.weight" |> should equal [ 16L; 2L ]
    shape "1.mlp.down_proj.lora_A.weight" |> should equal [ 2L; 24L ]
    weights.Metadata["format"] |> should equal "pt"

    adapter.Options.ScaleOf "model.layers.0.self_attn.q_proj"
    |> should (equalWithin 1e-12) (6.0 / sqrt 3.0)

    adapter.Options.ScaleOf "model.layers.1.mlp.down_proj"
    |> should (equalWithin 1e-12) (12.0 / sqrt 2.0)

[<Fact>]
let ``LLaDA's output layer, which is called as a layer of its blocks, is not adapted by what is saved`` () =
    use directory = new TemporaryDirectory()

    use model = Golden.load "llada-main"

    use generator = new torch.Generator(3UL, torch.CPU)

    use adapter =
        LoraAdapter.Create(model, LoraOptions(Rank = 2, TargetModules = [| "ff_out" |]), generator)

    adapter.Save directory.Path

    let json =
        JsonDocument.Parse(File.ReadAllText(directory.File "adapter_config.json")).RootElement

    [
        for name in json.GetProperty("target_modules").EnumerateArray() -> name.GetString()
    ]
    |> should equal [ for block in 0..2 -> $"model.transformer.blocks.{block}.ff_out" ]

    use again = LoraAdapter.Load(directory.Path, model)

    List.sort (List.ofSeq again.Weights.Keys)
    |> should equal (List.sort (List.ofSeq adapter.Weights.Keys))
