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
    refused "65536 blocks" (set "num_hidden_layers" (JsonValue.Create 65536))
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

[<Theory>]
[<InlineData("quantization_config", """{"bits":4}""")>]
[<InlineData("attention_dropout", "0.1")>]
[<InlineData("mlp_bias", "true")>]
[<InlineData("attention_bias", "false")>]
[<InlineData("use_mrope", "true")>]
[<InlineData("layer_types", """["full_attention","sliding_attention"]""")>]
[<InlineData("layer_types", "[1,null]")>]
[<InlineData("pruned_heads", """{"0":[1]}""")>]
[<InlineData("pretraining_tp", "2")>]
[<InlineData("use_qk_norm", "true")>]
[<InlineData("partial_rotary_factor", "0.5")>]
[<InlineData("num_experts", "8")>]
[<InlineData("logit_scale", "0.5")>]
[<InlineData("d_model", "16")>]
[<InlineData("eos_token_id", "[1,\"two\"]")>]
[<InlineData("mask_token_id", "[38,39]")>]
let ``a key that would change the model, or is not known, is refused by name`` (key: string) (value: string) =
    refused key (set key (JsonNode.Parse value))

[<Theory>]
[<InlineData("architectures", """["Qwen2ForSequenceClassification"]""", "Qwen2ForSequenceClassification")>]
[<InlineData("architectures", "\"OtherModel\"", "OtherModel")>]
[<InlineData("auto_map", "\"OtherModel\"", "OtherModel")>]
[<InlineData("auto_map", """{"AutoModel":"somebody/model--modeling_other.OtherModel"}""", "OtherModel")>]
let ``code of somebody else's is refused by its class`` (key: string) (value: string) (name: string) =
    refused name (set key (JsonNode.Parse value))

[<Fact>]
let ``keys that are known to be harmless load`` () =
    [
        "torch_dtype", "\"bfloat16\""
        "dtype", "\"bfloat16\""
        "transformers_version", "\"4.46.2\""
        "use_cache", "false"
        "sliding_window", "4096"
        "use_sliding_window", "false"
        "max_window_layers", "2"
        "layer_types", """["full_attention","full_attention"]"""
        "pruned_heads", "{}"
        "rope_parameters", "null"
        "architectures", """["DreamModel"]"""
        "auto_map",
        """{"AutoConfig":"configuration_dream.DreamConfig","AutoModel":"Dream-org/Dream-v0-Base-7B--modeling_dream.DreamModel",
            "AutoTokenizer":["tokenization_dream.DreamTokenizer",null]}"""
        "eos_token_id", "[1,2]"
        "a_key_of_tomorrow", "null"
        "pretraining_tp", "1"
        "qkv_bias", "true"
        "output_router_logits", "false"
    ]
    |> List.iter (fun (key, value) ->
        ModelConfig.FromJson(changed (set key (JsonNode.Parse value))).HiddenSize
        |> should equal 16)

[<Fact>]
let ``an error names the file that it speaks of`` () =
    let problem =
        Assert.Throws<ModelException>(fun () ->
            ModelConfig.FromJson(changed (set "hidden_act" (JsonValue.Create "gelu")), "models/mine/config.json")
            |> ignore)

    problem.Message |> should startWith "models/mine/config.json"

/// The released configuration of LLaDA, small, changed.
let private llada (change: JsonObject -> unit) =
    let json =
        JsonNode.Parse
            """{"activation_type":"silu","alibi":false,"alibi_bias_max":8.0,"architectures":["LLaDAModelLM"],"attention_dropout":0.0,"attention_layer_norm":false,
                "attention_layer_norm_with_affine":true,"auto_map":{"AutoConfig":"configuration_llada.LLaDAConfig",
                "AutoModelForCausalLM":"modeling_llada.LLaDAModelLM"},"bias_for_layer_norm":false,"block_group_size":1,"block_type":"llama","d_model":64,
                "embedding_dropout":0.0,"embedding_size":151,"eos_token_id":2,"flash_attention":false,"include_bias":false,"include_qkv_bias":false,
                "init_cutoff_factor":null,"init_device":"meta","init_fn":"mitchell","init_std":0.02,"input_emb_norm":false,"layer_norm_type":"rms",
                "layer_norm_with_affine":true,"mask_token_id":140,"max_sequence_length":256,"mlp_hidden_size":104,"mlp_ratio":4,"model_type":"llada",
                "multi_query_attention":null,"n_heads":4,"n_kv_heads":4,"n_layers":3,"pad_token_id":2,"precision":"amp_bf16","residual_dropout":0.0,
                "rms_norm_eps":1e-05,"rope":true,"rope_full_precision":true,"rope_theta":500000.0,"scale_logits":false,"transformers_version":"4.46.3",
                "use_cache":false,"vocab_size":150,"weight_tying":false}"""

    change (json.AsObject())
    ModelConfig.FromJson(JsonDocument.Parse(json.ToJsonString()).RootElement)

[<Fact>]
let ``LLaDA's released configuration is read`` () =
    let config = llada ignore
    (config.VocabularySize, config.RopeTheta) |> should equal (151, 500000.0)

[<Theory>]
[<InlineData("weight_tying")>]
[<InlineData("include_bias")>]
[<InlineData("rope")>]
[<InlineData("block_type")>]
[<InlineData("layer_norm_type")>]
[<InlineData("activation_type")>]
let ``where LLaDA's own code would take another default, the key has to be there`` (key: string) =
    let problem =
        Assert.Throws<ModelException>(fun () -> llada (fun json -> json.Remove key |> ignore) |> ignore)

    problem.Message |> should haveSubstring key

[<Theory>]
[<InlineData("rope_full_precision", "false")>]
[<InlineData("layer_norm_with_affine", "false")>]
[<InlineData("block_group_size", "2")>]
[<InlineData("embedding_dropout", "0.1")>]
[<InlineData("rope_scaling", """{"type":"linear","factor":2.0}""")>]
[<InlineData("hidden_size", "64")>]
[<InlineData("tie_word_embeddings", "true")>]
let ``what LLaDA's configuration asks for and is not built is refused by name`` (key: string) (value: string) =
    let problem =
        Assert.Throws<ModelException>(fun () -> llada (set key (JsonNode.Parse value)) |> ignore)

    problem.Message |> should haveSubstring key
