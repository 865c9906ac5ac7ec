/// Narrow, shallow checkpoints of drawn weights in the layout of the released ones: names, shards, configurations, vocabulary; and the
/// benchmarks' files, of two problems each.
module DiffuCoder.Kit.Tests.Notebooks.Released

open System
open System.Collections.Generic
open System.IO
open System.Text.Json.Nodes
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Tokenization
open DiffuCoder.Kit.Tests
open DiffuCoder.Notebooks

let private text =
    "system\nYou are a helpful assistant.\nuser\nassistant\nPlease complete the following problem:\n"
    + "Here is the code to solve this problem:\n```python\ndef total(values):\n    return sum(values)\n```\n"

let private tokenizer (specialTokens: string list) =
    BpeTrainer.Train([ text ], 320, specialTokens, 2).ToTokenizer()

let private config modelType vocabulary (mask: string option) (tokenizer: CodeTokenizer) =
    let id name = Nullable((tokenizer.IdOf name).Value)

    ModelConfig(
        ModelType = modelType,
        VocabularySize = vocabulary,
        HiddenSize = 32,
        IntermediateSize = 48,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = (if modelType = "llada" then 4 else 2),
        TiedEmbeddings = false,
        MaxPositions = 8192,
        MaskTokenId = (mask |> Option.map id |> Option.defaultValue (Nullable())),
        EndOfTextId = id "<|endoftext|>",
        PadTokenId = id "<|endoftext|>",
        InitializerRange = 0.4
    )

let private weights (config: ModelConfig) =
    use generator = RandomSource(3L).Generator Device.Cpu

    [
        for weight in config.Weights do
            let tensor = torch.empty (weight.Value, torch.ScalarType.BFloat16)
            // norms are 1 and biases 0
            if weight.Value.Length > 1 then
                tensor.normal_ (0.0, config.InitializerRange, generator) |> ignore
            elif weight.Key.EndsWith ".bias" then
                tensor.zero_ () |> ignore
            else
                tensor.fill_ (1.0) |> ignore

            KeyValuePair(weight.Key, tensor)
    ]

let private write (directory: string) (keys: (string * string) list) (files: (string * byte array) list) (config: ModelConfig) =
    let json = config.ToJson "bfloat16"

    for key, value in keys do
        json[key] <- JsonNode.Parse value

    let tensors = weights config
    CheckpointDirectory.Save(directory, json, null, tensors, 4_000_000L, Map files)

    for tensor in tensors do
        tensor.Value.Dispose()

/// Beside vocabulary and merges there is no `tokenizer.json` in what Dream and DiffuCoder released.
let private withoutTokenizerJson (tokenizer: CodeTokenizer) =
    [
        for file in tokenizer.Files do
            if file.Key <> "tokenizer.json" then
                file.Key, file.Value
    ]

/// The five checkpoints, in a directory.
let models (directory: string) =
    let dream = tokenizer StandIn.specialTokens

    for name in [ "Base"; "Instruct"; "cpGRPO" ] do
        config "Dream" 152_064 (Some "<|mask|>") dream
        |> write
            (Path.Combine(directory, $"DiffuCoder-7B-{name}"))
            [
                "architectures", """["DreamModel"]"""
                "auto_map", """{"AutoConfig":"configuration_dream.DreamConfig","AutoModel":"modeling_dream.DreamModel"}"""
                "transformers_version", "\"4.46.2\""
                "use_cache", "true"
            ]
            (withoutTokenizerJson dream)

    config "qwen2" 152_064 None dream
    |> write
        (Path.Combine(directory, "Qwen2.5-Coder-7B"))
        [ "transformers_version", "\"4.43.1\"" ]
        [ for file in dream.Files -> file.Key, file.Value ]

    let llada = tokenizer [ "<|endoftext|>"; "<|mdm_mask|>" ]

    config "llada" 126_464 (Some "<|mdm_mask|>") llada
    |> write (Path.Combine(directory, "LLaDA-8B-Base")) [] [ for file in llada.Files -> file.Key, file.Value ]

/// The benchmarks, in a directory.
let data (directory: string) =
    let fixtures =
        Path.Combine(Tool.root.Value, "tests", "DiffuCoder.Core.Tests", "Fixtures", "Evaluation")

    let copy (fixture: string) (name: string) =
        File.Copy(Path.Combine(fixtures, fixture), Path.Combine(directory, name))

    copy "humanevalplus.jsonl" "HumanEvalPlus.jsonl"
    copy "mbppplus.jsonl" "MbppPlus.jsonl"
    copy "bigcodebench.jsonl" "BigCodeBench.jsonl"

    use packed =
        new Compression.GZipStream(File.Create(Path.Combine(directory, "HumanEval.jsonl.gz")), Compression.CompressionMode.Compress)

    packed.Write(File.ReadAllBytes(Path.Combine(fixtures, "humaneval.jsonl")))

    let problem number =
        $$"""{"question": "Tom has {{number}} apples and gets 2 more. How many has he?", "answer": "{{number}} + 2 = {{number + 2}}\n#### {{number + 2}}"}"""

    File.WriteAllLines(Path.Combine(directory, "gsm8k_test.jsonl"), [ for number in 1..2 -> problem number ])
    File.WriteAllLines(Path.Combine(directory, "gsm8k_train.jsonl"), [ for number in 11..20 -> problem number ])
