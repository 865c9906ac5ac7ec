module DiffuCoder.Core.Tests.Training.VocabularyTests

open System
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Datasets
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Datasets.TokenStoreTests

let private row (tokens: int list) = TokenRow(ResizeArray tokens, 0)

let private message (data: ITrainingData) (validation: Validation) =
    use model = createModel "Dream"

    Assert
        .Throws<TrainingException>(fun () ->
            Trainer(model, DiffusionObjective(), data, options 2L, Validation = validation).Run()
            |> ignore)
        .Message

let private withStore rows (work: TokenStore -> unit) =
    use directory = new TemporaryDirectory()
    let path = directory.File "rows.tokens"
    TokenStore.Write(path, rows)
    use store = TokenStore.Open path
    work store

let private batching =
    BatchOptions(Tokens = 24, Seed = 5L, PadToken = 7, Window = 8)

let private right =
    "and the model's vocabulary has the ids from 0 to 11. Make the rows with the model's own tokenizer."

[<Theory>]
[<InlineData(12)>]
[<InlineData(-1)>]
[<InlineData(Int32.MaxValue)>]
let ``a token id outside the vocabulary is named by row and place before the model sees it`` (id: int) =
    withStore [ row [ 1; 2; 3 ]; row [ 4; id ] ] (fun store ->
        message (new StoredRows(store, batching)) null
        |> should equal $"{store.Path}, row 2, token 2, has id {id}, {right}")

    withStore [ row [ 1; 2; 3 ]; row [ 4; 5; id; 6 ] ] (fun store ->
        for separate in [ true; false ] do
            message (new PackedRows(store, PackingOptions(Length = 7, Rows = 1, Seed = 1L, SeparateDocuments = separate))) null
            |> should equal $"{store.Path}, row 2, token 3, has id {id}, {right}")

[<Fact>]
let ``so is the token that pads`` () =
    withStore [ row [ 1; 2; 3 ]; row [ 4; 5 ] ] (fun store ->
        message (new StoredRows(store, BatchOptions(Tokens = 24, Seed = 5L, PadToken = 12, Window = 8))) null
        |> should equal $"The padding token behind {store.Path}, row 2 has id 12, {right}")

[<Fact>]
let ``rows of a caller and held-out rows are looked at too`` () =
    let wrong =
        { new ITrainingData with
            member _.Description = "wrong"

            member _.Next _ =
                TrainingRows(ids [ [ 1L; 2L ]; [ 3L; 99L ] ], torch.ones (2L, 2L, dtype = torch.ScalarType.Bool))
        }

    message wrong null
    |> should equal $"Row 2 of the batch, token 2, has id 99, {right}"

    message (counting 2 4) (Validation(wrong, Every = 1L))
    |> should equal $"Row 2 of the batch, token 2, has id 99, {right}"

[<Fact>]
let ``a loss by time refuses such rows`` () =
    use model = createModel "Dream"

    Assert.Throws<TrainingException>(fun () -> LossByTime().Of(model, ResizeArray [ row [ 1; 2 ]; row [ 3; 40 ] ]) |> ignore).Message
    |> should equal $"Row 1, token 2, has id 40, {right}"

[<Fact>]
let ``a likelihood of such a row is refused`` () =
    use model = createModel "Dream"

    Assert
        .Throws<TrainingException>(fun () ->
            Grpo.LikelihoodEstimates.Draw(model, Grpo.LikelihoodEstimator.Paper, TokenRow([| 1; 2; 40 |], 1), 2, 1L)
            |> ignore)
        .Message
    |> should equal $"Token 3 of the row has id 40, {right}"
