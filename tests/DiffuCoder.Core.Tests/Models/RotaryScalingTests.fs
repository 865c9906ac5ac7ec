module DiffuCoder.Core.Tests.Models.RotaryScalingTests

open System
open System.IO
open System.Text.Json
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Core.Tests

let private folder =
    Path.Combine(AppContext.BaseDirectory, "Fixtures", "Checkpoints", "rotary")

let private expected =
    JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json"))).RootElement

let private numbers (json: JsonElement) =
    [| for value in json.EnumerateArray() -> float32 (value.GetDouble()) |]

let private lastLogits (name: string) =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()

    use model =
        MaskedLanguageModel.Load(Path.Combine(folder, name), precision = Precision.Float32)

    let ids =
        [| for id in expected.GetProperty("ids").EnumerateArray() -> id.GetInt64() |]

    // a causal model's prediction for a position is read one to the left: ask for the place behind the last
    let batch = TokenBatch(torch.tensor(Array.append ids [| 0L |]).unsqueeze 0)
    model.Logits(batch, torch.tensor [| int64 ids.Length |]).data<float32>().ToArray()[..5]

[<Theory>]
[<InlineData("top-level", "theta=1e6")>]
[<InlineData("v5-rope_parameters", "theta=1e6")>]
[<InlineData("v5-linear", "linear4")>]
[<InlineData("v5-yarn", "yarn4")>]
let ``rotary positions turn as the configuration says, in its old form and its new one`` (name: string) (right: string) =
    numbers (expected.GetProperty("logits").GetProperty right)
    |> Golden.close name 1e-5 1e-5 (lastLogits name)

let private configuration (rope: JsonNode) (head: int) =
    let json =
        JsonNode.Parse
            """{"model_type":"qwen2","vocab_size":40,"intermediate_size":24,"num_hidden_layers":1,"num_attention_heads":1,"hidden_act":"silu",
                "max_position_embeddings":32768,"rope_theta":1000000.0}"""

    json["hidden_size"] <- JsonValue.Create head
    json["rope_scaling"] <- rope

    if not (isNull rope["rope_theta"]) then
        json.AsObject().Remove "rope_theta" |> ignore

    ModelConfig.FromJson(JsonDocument.Parse(json.ToJsonString()).RootElement)

[<Fact>]
let ``YaRN keeps fast frequencies, stretches slow ones and mixes those between`` () =
    for case in expected.GetProperty("yarn").EnumerateArray() do
        let config =
            configuration (JsonNode.Parse(case.GetProperty("rope_scaling").GetRawText())) (case.GetProperty("head").GetInt32())

        use frequencies = RotaryFrequencies.Of(config, torch.CPU)

        numbers (case.GetProperty "frequencies")
        |> Golden.close "frequencies" 1e-9 1e-5 (frequencies.Inverse.data<float32>().ToArray())

        frequencies.Attention
        |> should (equalWithin 1e-12) (case.GetProperty("attention").GetDouble())

[<Fact>]
let ``a stretched model may be asked for as many positions as it was stretched to`` () =
    let rope =
        JsonNode.Parse """{"type":"yarn","factor":4.0,"original_max_position_embeddings":32768}"""

    (configuration rope 8).MaxPositions |> should equal 131072

[<Theory>]
[<InlineData("""{"rope_type":"linear","factor":4.0}""")>]
[<InlineData("""{"rope_type":"yarn","factor":8.0,"original_max_position_embeddings":64,"beta_fast":16,"attention_factor":1.5,"truncate":false}""")>]
let ``a stretched configuration is written as it was read`` (rope: string) =
    let config = configuration (JsonNode.Parse rope) 8

    ModelConfig.FromJson(JsonDocument.Parse(config.ToJson("float32").ToJsonString()).RootElement)
    |> should equal config

let private refused (words: string) (rope: string) =
    let problem =
        Assert.Throws<ModelException>(fun () -> configuration (JsonNode.Parse rope) 8 |> ignore)

    problem.Message |> should haveSubstring words

[<Fact>]
let ``what would turn positions otherwise is refused by name`` () =
    refused "\"dynamic\"" """{"rope_type":"dynamic","factor":2.0}"""
    refused "\"longrope\"" """{"type":"longrope","factor":2.0}"""
    refused "rope_scaling.factor" """{"rope_type":"linear"}"""
    refused "rope_scaling.factor" """{"rope_type":"yarn","factor":0.5}"""
    refused "rope_scaling.low_freq_factor" """{"rope_type":"yarn","factor":2.0,"low_freq_factor":1.0}"""
    refused "rope_scaling.beta_fast" """{"rope_type":"yarn","factor":2.0,"beta_fast":1,"beta_slow":4}"""
    refused "partial_rotary_factor" """{"rope_type":"default","partial_rotary_factor":0.5}"""
    refused "rope_scaling.rope_type" """{"type":"linear","rope_type":"yarn","factor":4.0}"""
    refused "rope_scaling.rope_type" """{"type":"linear","rope_type":"default"}"""
    refused "full_attention" """{"full_attention":{"rope_type":"default"}}"""

[<Fact>]
let ``two bases, or two scalings, that differ are refused`` () =
    let read (text: string) =
        ModelConfig.FromJson(JsonDocument.Parse(text).RootElement) |> ignore

    let shape =
        """"model_type":"qwen2","vocab_size":40,"hidden_size":8,"intermediate_size":24,"num_hidden_layers":1,"num_attention_heads":1"""

    let refused (words: string) (rope: string) =
        Assert.Throws<ModelException>(fun () -> read ("{" + shape + "," + rope + "}")).Message
        |> should haveSubstring words

    refused "two bases" """"rope_theta":10000.0,"rope_parameters":{"rope_theta":1000000.0}"""
    refused "both" """"rope_scaling":{"type":"linear","factor":2.0},"rope_parameters":{"rope_type":"linear","factor":4.0}"""

    read (
        "{"
        + shape
        + ""","rope_theta":1000000.0,"rope_parameters":{"rope_theta":1000000.0,"rope_type":"default"}}"""
    )
