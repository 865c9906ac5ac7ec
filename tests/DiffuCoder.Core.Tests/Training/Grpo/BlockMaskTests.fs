/// Masks by blocks: what is before the block is shown, some of it and all behind it is masked.
module DiffuCoder.Core.Tests.Training.Grpo.BlockMaskTests

open System
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Datasets
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training.TinyRuns

[<Literal>]
let private Prompt = 2

/// Rows whose texts end after so many tokens of a canvas.
let private completions canvas (lengths: int list) =
    let tokens =
        torch.ones (int64 lengths.Length, int64 (Prompt + canvas), dtype = torch.ScalarType.Int64)

    let counted =
        array2D [ for length in lengths -> [ for column in 1..canvas -> column <= length ] ]

    Completions(tokens, int64 Prompt, torch.tensor counted)

let private draw (variant: MaskVariant) drawings seed all =
    LikelihoodEstimator(Variant = variant, Drawings = drawings).Draw(all, TrainingDraws(seed, 3L, 0))

/// Of each row: which of the canvas is masked, and the weight.
let private rows canvas (view: MaskedView) =
    let masked =
        view.Masked.data<bool>().ToArray() |> Array.chunkBySize (Prompt + canvas)

    let weights = (nonNull view.RowWeights).data<float32>().ToArray()
    Array.zip (masked |> Array.map (Array.skip Prompt)) weights

/// The block that a mask is about, and how many of its tokens are masked, if it is one of those that there are.
let private read block length (masked: bool array) =
    let blocks = (length + block - 1) / block

    [
        for index in 0 .. blocks - 1 do
            let start = index * block
            let own = min block (length - start)
            let inside = masked |> Array.skip start |> Array.take own |> Array.filter id
            let before, behind = Array.take start masked, Array.skip (start + own) masked

            if inside.Length > 0 && not (Array.exists id before) && Array.forall id behind then
                index, inside.Length
    ]

type private Case =
    {
        Canvas: int
        Lengths: int list
        Block: int
        Drawings: int
        Seed: int64
    }

let private cases =
    gen {
        let! canvas = Gen.choose (1, 20)
        let! lengths = Gen.choose (1, canvas) |> Gen.listOfLength 4
        let! block = Gen.choose (1, 22)
        let! drawings = Gen.choose (1, 3)
        let! seed = Gen.choose (0, 10000)

        return
            {
                Canvas = canvas
                Lengths = lengths
                Block = block
                Drawings = drawings
                Seed = int64 seed
            }
    }

[<Property(MaxTest = 60)>]
let ``every mask shows what stands before a block and hides some of it and all behind it`` () =
    Prop.forAll (Arb.fromGen cases) (fun case ->
        use _ = torch.NewDisposeScope()

        let views =
            completions case.Canvas case.Lengths
            |> draw (BlockMasks.Of case.Block) case.Drawings case.Seed

        views.Count |> should equal case.Drawings

        for view in views do
            for length, (masked, weight) in Seq.zip case.Lengths (rows case.Canvas view) do
                read case.Block length masked |> should not' (be Empty)
                let hidden = masked |> Array.take length |> Array.filter id |> Array.length

                // a pass counts the mean of what it hides, as often as there are tokens; drawings share the estimate
                float weight
                |> should (equalWithin 1e-5) (float length / float hidden / float case.Drawings))

[<Fact>]
let ``blocks are equally likely, and so are the numbers of tokens that are masked`` () =
    use _ = torch.NewDisposeScope()
    let rowCount, length = 6000, 7

    let seen =
        completions 10 (List.replicate rowCount length)
        |> draw (BlockMasks.Of 3) 1 1L
        |> Seq.exactlyOne
        |> rows 10
        |> Array.map (fst >> read 3 length >> List.exactlyOne)
        |> Array.countBy id
        |> Map.ofArray

    // three blocks, of 3, 3 and 1 tokens; a third of the draws each, and of them each number as many
    let expected =
        Map
            [
                for block, own in [ 0, 3; 1, 3; 2, 1 ] do
                    for number in 1..own -> (block, number), float rowCount / 3.0 / float own
            ]

    seen.Keys |> Set.ofSeq |> should equal (Set.ofSeq expected.Keys)

    for KeyValue(key, count) in expected do
        // five standard deviations
        abs (float seen[key] - count) |> should be (lessThan (5.0 * sqrt count))

[<Fact>]
let ``shares bound how much of a block is masked, and one token always is`` () =
    use _ = torch.NewDisposeScope()

    let numbers least most =
        completions 8 (List.replicate 400 8)
        |> draw (BlockMasks.Of(8, least, most)) 1 2L
        |> Seq.exactlyOne
        |> rows 8
        |> Array.map (fst >> Array.filter id >> Array.length)
        |> Set.ofArray

    numbers 0.5 0.75 |> should equal (set [ 4; 5; 6 ])
    numbers 0.0 0.1 |> should equal (set [ 1 ])
    numbers 1.0 1.0 |> should equal (set [ 8 ])

    shouldFailWith<TrainingException>(fun () -> BlockMasks.Of 0 |> ignore)
    |> should haveSubstring "blockLength is 0"

    shouldFailWith<TrainingException>(fun () -> BlockMasks.Of(4, 0.6, 0.5) |> ignore)
    |> should haveSubstring "most is 0.5"

[<Fact>]
let ``draws of one completion are the estimates of its rows, each with its own weight`` () =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    use model = createModel "Dream"
    let estimator = LikelihoodEstimator(Variant = BlockMasks.Of 2, Drawings = 2)
    let row = TokenRow([| 3; 4; 5; 6; 7; 8; 9 |], 2)

    let found = LikelihoodEstimates.Draw(model, estimator, row, 5, 4L)

    for index in 0..4 do
        let one =
            Completions(
                torch.tensor([| for token in row.Tokens -> int64 token |]).unsqueeze 0L,
                2L,
                torch.ones (1L, 5L, dtype = torch.ScalarType.Bool)
            )

        let alone =
            LikelihoodEstimator.Estimate(model, one, estimator.Draw(one, TrainingDraws(4L, int64 index, 0)))

        for drawn, expected in Seq.zip found.Tokens[index] (alone.data<float32>().ToArray()) do
            drawn |> should (equalWithin 1e-4) (float expected)

[<Fact>]
let ``with a ratio of each group rows keep their own weights`` () =
    use _ = torch.NewDisposeScope()
    let all = completions 6 [ 6; 4; 2; 1 ]

    let views =
        LikelihoodEstimator(Variant = BlockMasks.Of 2, RatioPerGroup = true).Draw(all, TrainingDraws(1L, 0L, 0), Nullable 2)

    for length, (masked, weight) in Seq.zip [ 6; 4; 2; 1 ] (rows 6 (Seq.exactlyOne views)) do
        let hidden = masked |> Array.take length |> Array.filter id |> Array.length
        float weight |> should (equalWithin 1e-5) (float length / float hidden)
