/// A tokenizer of some hundred tokens, most of them a byte, and models with its vocabulary and a few ids more.
module DiffuCoder.Core.Tests.Constraints.Vocabulary

open DiffuCoder.Constraints
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Tokenization

let tokenizer =
    lazy
        (BpeTrainer
            .Train(
                [
                    """{"name": "Ann", "age": 31, "tags": ["a", "b"], "ok": true, "none": null}"""
                    "abab aab bbaa 2026-11-29 yes no maybe éé €€ return x + 1\n"
                ],
                300,
                [| "<|end|>"; "<|pad|>"; "<|mask|>" |]
            )
            .ToTokenizer())

let idOf (token: string) = tokenizer.Value.IdOf(token).Value

let private configOf modelType (mask: System.Nullable<int>) =
    ModelConfig(
        ModelType = modelType,
        VocabularySize = 310,
        HiddenSize = 16,
        IntermediateSize = 24,
        Layers = 2,
        Heads = 2,
        KeyValueHeads = 1,
        MaxPositions = 64,
        InitializerRange = 0.6,
        MaskTokenId = mask,
        EndOfTextId = idOf "<|end|>",
        PadTokenId = idOf "<|pad|>"
    )

let private create config (seed: int64) =
    use generator = RandomSource(seed).Generator Device.Cpu
    MaskedLanguageModel.Create(config, Device.Cpu, generator)

let model = lazy (create (configOf "Dream" (System.Nullable(idOf "<|mask|>"))) 7L)

/// A causal model, which has no mask token.
let causal = lazy (create (configOf "qwen2" (System.Nullable())) 7L)

let encode (text: string) =
    tokenizer.Value.Encode text |> Array.ofSeq

/// Whether some tokens at the masks make a text of a language, found token by token: what the sampler keeps to after every commitment.
let hasCompletion (language: Constraint) (isStop: int -> int -> bool) (maskId: int) (canvas: int list) =
    let automaton = language.Automaton

    let bytes =
        [|
            for id in 0 .. tokenizer.Value.VocabularySize - 1 -> tokenizer.Value.BytesOf(id, true).ToArray()
        |]

    // an id that the tokenizer does not have is no text, as a special token is none
    let after state id =
        if id < bytes.Length then
            automaton.Run(state, System.ReadOnlySpan bytes[id])
        else
            state

    let rec walk position (states: Set<int>) rest =
        match rest with
        | [] -> states |> Set.exists automaton.Accepts
        | id :: _ when isStop position id -> states |> Set.exists automaton.Accepts
        | id :: more ->
            let next =
                if id = maskId then
                    [
                        for state in states do
                            for token in 0 .. bytes.Length - 1 do
                                if bytes[token].Length > 0 then
                                    after state token
                    ]
                else
                    [ for state in states -> after state id ]

            // a mask may also be the stop token that ends the text
            (id = maskId && isStop position -1 && states |> Set.exists automaton.Accepts)
            || walk (position + 1) (next |> List.filter (fun state -> state >= 0) |> Set.ofList) more

    walk 0 (Set.singleton 0) canvas
