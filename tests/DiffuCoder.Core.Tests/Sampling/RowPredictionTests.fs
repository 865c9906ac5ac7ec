/// The predictions of managed code against those of tensors, which are their plain form.
module DiffuCoder.Core.Tests.Sampling.RowPredictionTests

open System
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Sampling.Forms

/// Logits [rows, width] and how to sample from them.
type Question =
    {
        Width: int
        Logits: float32[]
        MaskId: int
        Options: SamplerOptions
        Seed: int64
    }

let private rowsOf question =
    question.Logits |> Array.chunkBySize question.Width

// sharp, flat, tied, and equal rows; a few entries removed by the model's own hand
let private logitGenerator width =
    gen {
        let normal = Gen.choose (-1000000, 1000000) |> Gen.map (fun n -> float32 n * 1e-6f)

        let! entry =
            Gen.elements
                [
                    normal |> Gen.map (fun x -> 40.0f * x)
                    normal |> Gen.map (fun x -> 4.0f * x)
                    normal |> Gen.map (fun x -> 0.1f * x + 30.0f)
                    Gen.choose (-3, 3) |> Gen.map float32
                    Gen.constant 1.5f
                ]

        let removed = Gen.elements [ Single.NegativeInfinity; Single.MinValue ]
        let! share = Gen.elements [ 0; 1; 10 ]

        return! Gen.arrayOfLength width (Gen.frequency [ 20 - share, entry; share, removed ])
    }

/// The lines of top-p lie well between two tokens: closer ones are a matter of rounding.
let private isClear question =
    let clear (row: float32[]) =
        let temperature = max question.Options.Temperature 1e-30

        let scaled =
            row
            |> Array.map (fun x ->
                if question.Options.Temperature > 0.0 then
                    float x / temperature
                else
                    float x)

        let weights = scaled |> Array.map (fun x -> exp (x - Array.max scaled))

        Array.sortDescending weights
        |> Array.scan (+) 0.0
        |> Array.forall (fun mass -> abs (mass / Array.sum weights - question.Options.TopP) > 1e-5)

    question.Options.TopP = 1.0
    || (let masked = rowsOf question |> Array.map Array.copy

        for row in masked do
            row[question.MaskId] <- Single.MinValue

        Array.forall clear (rowsOf question) && Array.forall clear masked)

/// Something is left to predict besides the mask token.
let private isAnswerable question =
    rowsOf question
    |> Array.forall (fun row ->
        row
        |> Array.indexed
        |> Array.exists (fun (i, x) -> i <> question.MaskId && x > Single.MinValue))

type Questions =
    static member Question() =
        gen {
            let! width =
                Gen.frequency
                    [
                        1, Gen.choose (2, 17)
                        1, Gen.choose (18, 400)
                        1, Gen.elements [ 8; 16; 512; 3000 ]
                    ]

            let! rows = Gen.choose (1, 3)
            let! logits = Gen.listOfLength rows (logitGenerator width)
            let! maskId = Gen.choose (0, width - 1)
            let! likelyMask = Gen.elements [ true; false ]
            let! temperature = Gen.elements [ 0.0; 0.2; 1.0; 1.7 ]
            let! topP = Gen.elements [ 1.0; 0.95; 0.5; 1e-6; 0.9999 ]
            let! topK = Gen.elements [ Nullable(); Nullable 1; Nullable 3; Nullable 50 ]

            let! strategy =
                Gen.elements [ Remasking.Entropy; Remasking.MaskgitPlus; Remasking.TopkMargin ]

            let! kept = Gen.elements [ MaskPrediction.Keep; MaskPrediction.Replace ]
            let! seed = Gen.choose (0, 1000000)

            if likelyMask then
                for row in logits do
                    row[maskId] <- 20.0f

            return
                {
                    Width = width
                    Logits = Array.concat logits
                    MaskId = maskId
                    Options =
                        SamplerOptions(Temperature = temperature, TopP = topP, TopK = topK, Remasking = strategy, MaskPrediction = kept)
                    Seed = int64 seed
                }
        }
        |> Gen.filter (fun question -> isAnswerable question && isClear question)
        |> Arb.fromGen

/// The prediction, or what it was refused for.
let private ask form question =
    use scope = torch.NewDisposeScope()
    let logits = torch.tensor(question.Logits).reshape(-1L, int64 question.Width)
    let options = question.Options

    let inForm =
        SamplerOptions(
            Temperature = options.Temperature,
            TopP = options.TopP,
            TopK = options.TopK,
            Remasking = inForm form options.Remasking,
            MaskPrediction = options.MaskPrediction
        )

    let draws = SeededDraws(RandomSource question.Seed, 3, 1)

    try
        TokenPrediction.Of(logits, [| 5 .. 4 + int logits.shape[0] |], inForm, question.MaskId, draws)
        |> Ok
    with :? SamplerException as problem ->
        Error problem.Message

[<Properties(Arbitrary = [| typeof<Questions> |], MaxTest = 400)>]
module Properties =

    [<Property>]
    let ``managed code and tensors agree`` question =
        match ask Form.Rows question, ask Form.Tensors question with
        | Ok rows, Ok tensors ->
            rows.Tokens |> should equal tensors.Tokens
            Golden.close "confidence" 2e-5 2e-5 rows.Confidences tensors.Confidences
            Golden.close "entropy" 2e-5 2e-5 rows.Entropies tensors.Entropies
        | rows, tensors -> rows |> should equal tensors

    [<Property>]
    let ``logits that are not numbers are refused alike`` question (NonNegativeInt place) infinite =
        let broken =
            { question with
                Logits = Array.copy question.Logits
            }

        broken.Logits[place % broken.Logits.Length] <- if infinite then Single.PositiveInfinity else nanf

        for form in all do
            match ask form broken with
            | Error message ->
                message
                |> should haveSubstring $"position {5 + place % broken.Logits.Length / broken.Width} are not numbers"
            | Ok _ -> failwith $"{form} gave an answer"

    [<Property>]
    let ``a position is predicted as if it were alone`` question =
        match ask Form.Rows question with
        | Ok together ->
            let first =
                { question with
                    Logits = (rowsOf question)[0]
                }

            match ask Form.Rows first with
            | Ok alone ->
                (alone.Tokens[0], alone.Confidences[0], alone.Entropies[0])
                |> should equal (together.Tokens[0], together.Confidences[0], together.Entropies[0])
            | Error message -> failwith message
        | Error _ -> ()

    [<Property>]
    let ``no tensor is left behind`` question =
        LiveTensors.LeftBy(fun () -> ask Form.Rows question |> ignore)
        |> should equal 0L

[<Theory; InlineData(0.3, 0.0); InlineData(0.3, 1.0); InlineData(30.0, 0.2); InlineData(30.0, 1.0)>]
let ``a whole vocabulary agrees, flat and sharp`` (spread: float) (temperature: float) =
    use scope = torch.NewDisposeScope()
    use generator = RandomSource(5L).Generator Device.Cpu

    let logits =
        torch.randn ([| 4L; 152064L |], generator = generator)
        * torch.tensor (float32 spread)

    for strategy in [ Remasking.Entropy; Remasking.MaskgitPlus; Remasking.TopkMargin ] do
        let predict form =
            let options =
                SamplerOptions(Temperature = temperature, Remasking = inForm form strategy)

            TokenPrediction.Of(logits, [| 0..3 |], options, 151666, SeededDraws(RandomSource 1L, 0, 4))

        let rows, tensors = predict Form.Rows, predict Form.Tensors
        rows.Tokens |> should equal tensors.Tokens
        // the line of top-p may fall one token apart: the tensors add up a hundred thousand float32
        Golden.close strategy.Name 1e-4 1e-4 rows.Confidences tensors.Confidences

[<Fact>]
let ``views, other types and errors of a score are taken as they are`` () =
    use scope = torch.NewDisposeScope()
    let logits = torch.tensor([| 0.0f; 5.0f; 1.0f; 9.0f; 2.0f; 3.0f |]).reshape(3L, 2L)
    let draws = StoredTokenDraws(0, [||])

    let greedy confidence =
        SamplerOptions(Temperature = 0.0, Remasking = Remasking("mine", confidence, Remasking.Entropy.Reveal))

    let tokens (logits: torch.Tensor) =
        TokenPrediction.Of(logits, [| 0; 1 |], greedy ConfidenceScores.Probability, -1, draws).Tokens

    tokens (logits.t ()) |> should equal [| 2; 1 |]
    tokens (logits.t().``to``(torch.ScalarType.Float64)) |> should equal [| 2; 1 |]

    let failing =
        ConfidenceScore(ConfidenceScores.Margin.OfTensors, (fun _ _ -> raise (NotSupportedException "mine")))

    (fun () -> TokenPrediction.Of(logits, [| 0..2 |], greedy failing, -1, draws) |> ignore)
    |> should throw typeof<NotSupportedException>
