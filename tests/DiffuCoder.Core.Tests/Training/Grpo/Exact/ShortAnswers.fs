/// A model whose answers depend on what it sees, rows short enough for all their masks, and every estimate that can be made of one.
module DiffuCoder.Core.Tests.Training.Grpo.Exact.ShortAnswers

open System
open TorchSharp
open DiffuCoder.Datasets
open DiffuCoder.Models
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training

let createModel () =
    use generator = new torch.Generator(3UL, torch.CPU)

    let config =
        ModelConfig(
            ModelType = "Dream",
            VocabularySize = 12,
            HiddenSize = 16,
            IntermediateSize = 24,
            Layers = 2,
            Heads = 2,
            KeyValueHeads = 1,
            MaskTokenId = Nullable TinyRuns.maskToken,
            PadTokenId = Nullable 11,
            InitializerRange = 0.4
        )

    MaskedLanguageModel.Create(config, TinyRuns.Device.Cpu, generator)

/// A prompt of two tokens and an answer of so many.
let row (length: int) =
    TokenRow([| 1; 2; yield! [ for i in 0 .. length - 1 -> (3 + 5 * i) % 8 ] |], 2)

let completion (row: TokenRow) =
    let tokens = torch.tensor (array2D [ [ for token in row.Tokens -> int64 token ] ])
    Completions(tokens, int64 row.LearnedFrom, torch.ones (1L, int64 (row.Tokens.Count - row.LearnedFrom), dtype = torch.ScalarType.Bool))

/// Sets of tokens as numbers between 0 and 1: below a half where a token is in the set.
let private uniformsOf length (set: int) =
    torch.tensor (array2D [ [ for i in 0 .. length - 1 -> if set >>> i &&& 1 = 1 then 0.25f else 0.75f ] ])

let private orders length =
    let rec permutations (left: int list) =
        match left with
        | [] -> [ [] ]
        | _ ->
            [
                for first in left do
                    for rest in permutations (List.except [ first ] left) -> first :: rest
            ]

    permutations [ 0 .. length - 1 ]

/// Every drawing of a variant at ratio a half, all equally likely.
let private drawings (variant: MaskVariant) length =
    let sets = [ for set in 0 .. (1 <<< length) - 1 -> set ]

    if variant = CountMasks.Coupled then
        [
            for order in orders length do
                for masked in 0..length ->
                    let ranks = torch.tensor (array2D [ [ for rank in order -> float32 rank / 10f ] ])

                    let number =
                        torch.full_like (ranks, ((float masked + 0.5) / float (length + 1)).ToScalar())

                    MaskDrawing(0.5, [| ranks; number |])
        ]
    else
        match variant.Uniforms with
        | 0 -> [ MaskDrawing(0.5, [||]) ]
        | 1 -> [ for set in sets -> MaskDrawing(0.5, [| uniformsOf length set |]) ]
        | _ ->
            [
                for first in sets do
                    for second in sets -> MaskDrawing(0.5, [| uniformsOf length first; uniformsOf length second |])
            ]

/// The masks of every estimate that an estimator can make of a row at ratio a half, all equally likely.
let everyEstimate (estimator: LikelihoodEstimator) (row: TokenRow) =
    let one = completion row
    let single = drawings estimator.Variant (row.Tokens.Count - row.LearnedFrom)

    let rec several count =
        if count = 0 then
            [ [] ]
        else
            [
                for drawing in single do
                    for rest in several (count - 1) -> drawing :: rest
            ]

    [
        for drawn in
            (if estimator.Variant.Uniforms = 0 then
                 [ [] ]
             else
                 several estimator.Drawings) -> estimator.Views(one, ResizeArray drawn)
    ]

let estimatorOf (variant: MaskVariant) drawings =
    LikelihoodEstimator(Variant = variant, Drawings = drawings, LeastMaskRatio = 0.5, MostMaskRatio = 0.5)

let variantOf name =
    MaskVariant.All |> Seq.find (fun variant -> variant.Name = name)
