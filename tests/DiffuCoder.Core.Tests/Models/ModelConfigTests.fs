module DiffuCoder.Core.Tests.Models.ModelConfigTests

open System.Text.Json
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open DiffuCoder.Models

/// A good configuration, changed.
let private changed (change: JsonObject -> unit) =
    let json =
        JsonNode.Parse
            """{"model_type":"Dream","vocab_size":40,"hidden_size":16,"intermediate_size":24,"num_hidden_layers":2,"num_attention_heads":4,
                "num_key_value_heads":2,"hidden_act":"silu","rope_theta":10000.0,"rope_scaling":null,"rms_norm_eps":1e-06,
                "tie_word_embeddings":true,"max_position_embeddings":128,"mask_token_id":39,"eos_token_id":1,"pad_token_id":0}"""

    change (json.AsObject())
    JsonDocument.Parse(json.ToJsonString()).RootElement

let private refused (words: string) (change: JsonObject -> unit) =
    let problem =
        Assert.Throws<ModelException>(fun () -> ModelConfig.FromJson(changed change) |> ignore)

    problem.Message |> should haveSubstring words

let private set (key: string) (value: JsonNode) (json: JsonObject) = json[key] <- value

[<Fact>]
let ``a configuration is read as it stands`` () =
    let config = ModelConfig.FromJson(changed ignore)
    config.HeadSize |> should equal 4
    config.TiedEmbeddings |> should equal true
    config.Attention |> should equal AttentionKind.Bidirectional
    config.MaskTokenId |> should equal (System.Nullable 39)

[<Fact>]
let ``what is written is read back`` () =
    let config = ModelConfig.FromJson(changed ignore)
    let written = JsonDocument.Parse(config.ToJson("bfloat16").ToJsonString())
    ModelConfig.FromJson written.RootElement |> should equal config

[<Fact>]
let ``an unknown family is refused by name`` () =
    refused "\"gpt_bigcode\"" (set "model_type" (JsonValue.Create "gpt_bigcode"))
    refused "model_type" (fun json -> json.Remove "model_type" |> ignore)

[<Fact>]
let ``what is not built is refused instead of ignored`` () =
    refused "hidden_act" (set "hidden_act" (JsonValue.Create "gelu"))
    refused "rope_scaling" (set "rope_scaling" (JsonNode.Parse """{"type":"yarn","factor":4.0}"""))
    refused "use_sliding_window" (set "use_sliding_window" (JsonValue.Create true))
    refused "head_dim" (set "head_dim" (JsonValue.Create 8))

[<Fact>]
let ``impossible values are refused with their name`` () =
    refused "vocab_size" (fun json -> json.Remove "vocab_size" |> ignore)
    refused "hidden_size" (set "hidden_size" (JsonValue.Create -16))
    refused "num_hidden_layers" (set "num_hidden_layers" (JsonValue.Create "two"))
    refused "rms_norm_eps" (set "rms_norm_eps" (JsonValue.Create 0.0))
    refused "heads do not divide" (set "num_attention_heads" (JsonValue.Create 3))
    refused "key/value heads" (set "num_key_value_heads" (JsonValue.Create 3))
    refused "outside the vocabulary" (set "mask_token_id" (JsonValue.Create 40))
    refused "mask_token_id" (fun json -> json.Remove "mask_token_id" |> ignore)

[<Fact>]
let ``the causal ancestor needs no mask token`` () =
    let config =
        changed (fun json ->
            json["model_type"] <- JsonValue.Create "qwen2"
            json.Remove "mask_token_id" |> ignore)
        |> ModelConfig.FromJson

    config.Attention |> should equal AttentionKind.Causal
