module DiffuCoder.Core.Tests.Training.StoredRowsTests

open Xunit
open FsCheck
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Datasets
open DiffuCoder.Runtime
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Datasets.TokenStoreTests
open DiffuCoder.Core.Tests.Training.TinyRuns

let private stored (directory: TemporaryDirectory) lengths =
    let path = directory.File "rows.tokens"
    TokenStore.Write(path, rowsOf lengths)
    TokenStore.Open path

let private options = BatchOptions(Tokens = 24, Seed = 5L, PadToken = 7, Window = 8)

let private grid (tensor: torch.Tensor) =
    tensor.``to``(torch.ScalarType.Int64).data<int64>().ToArray()
    |> Array.chunkBySize (int tensor.shape[1])

let private lengths = [ for i in 0..20 -> 1 + (i * 7) % 12 ]

/// The first token of each row of the batches of one pass.
let private pass (data: ITrainingData) batches =
    [
        for number in batches do
            use _ = torch.NewDisposeScope()
            for row in grid (data.Next number).Tokens -> row[0]
    ]

[<Property>]
let ``an order asks for every row once`` (count: PositiveInt) (seed: int64) =
    let order = RowOrder(int64 count.Get, RandomSource seed)
    let rows = [ for place in 0 .. count.Get - 1 -> order[int64 place] ]
    List.sort rows |> should equal [ for i in 0 .. count.Get - 1 -> int64 i ]

[<Fact>]
let ``orders of different seeds differ and look drawn`` () =
    let order seed =
        let order = RowOrder(1000L, RandomSource seed)
        [ for place in 0..999 -> order[int64 place] ]

    order 1L |> should not' (equal (order 2L))
    // places of neighbours: a drawn order has a mean distance of a third of the count
    order 1L
    |> List.pairwise
    |> List.averageBy (fun (a, b) -> float (abs (a - b)))
    |> should (equalWithin 40.0) 333.0

[<Fact>]
let ``a pass reads every row once, within the tokens of a batch`` () =
    use directory = new TemporaryDirectory()
    use store = stored directory lengths
    let data = new StoredRows(store, options)
    let mutable batch, seen = 0L, []

    while seen.Length < lengths.Length do
        use _ = torch.NewDisposeScope()
        let rows = data.Next batch
        rows.Rows * rows.Length |> should be (lessThanOrEqualTo 24L)
        seen <- seen @ [ for row in grid rows.Tokens -> row[0] / 1000L ]
        batch <- batch + 1L

    seen
    |> List.sort
    |> should equal [ for i in 0 .. lengths.Length - 1 -> int64 i ]

[<Fact>]
let ``a batch depends on its number alone`` () =
    use directory = new TemporaryDirectory()
    use store = stored directory lengths
    let all = pass (new StoredRows(store, options)) [ 0L .. 40L ]
    let last = new StoredRows(store, options)

    pass last [ 40L ]
    |> should equal (all |> List.skip (all.Length - (pass last [ 40L ]).Length))

    pass last [ 0L .. 40L ] |> should equal all

    pass (new StoredRows(store, BatchOptions(Tokens = 24, Seed = 6L, PadToken = 7, Window = 8))) [ 0L .. 40L ]
    |> should not' (equal all)

[<Theory>]
[<InlineData(false)>]
[<InlineData(true)>]
let ``the answer is learned, and padding only where that is asked for`` learnPadding =
    use directory = new TemporaryDirectory()
    let path = directory.File "rows.tokens"
    TokenStore.Write(path, [ TokenRow([| 1; 2; 3; 4; 5 |], 3); TokenRow([| 6; 7; 8 |], 1) ])
    use store = TokenStore.Open path
    use _ = torch.NewDisposeScope()

    let rows =
        (new StoredRows(store, BatchOptions(Tokens = 10, Seed = 1L, PadToken = 0, LearnPadding = learnPadding))).Next 0L

    grid rows.Tokens
    |> should equal [| [| 6L; 7L; 8L; 0L; 0L |]; [| 1L; 2L; 3L; 4L; 5L |] |]

    let padding = if learnPadding then 1L else 0L

    grid rows.Targets
    |> should equal [| [| 0L; 1L; 1L; padding; padding |]; [| 0L; 0L; 0L; 1L; 1L |] |]

    if learnPadding then
        rows.AttentionMask |> should be null
    else
        grid rows.AttentionMask
        |> should equal [| [| 1L; 1L; 1L; 0L; 0L |]; [| 1L; 1L; 1L; 1L; 1L |] |]

[<Fact>]
let ``a row that no batch can hold is refused`` () =
    use directory = new TemporaryDirectory()
    use store = stored directory [ 3; 25 ]

    shouldFailWith<TrainingException>(fun () -> new StoredRows(store, options) |> ignore)
    |> should haveSubstring "row of 25 tokens"

let private packing separate =
    PackingOptions(Length = 6, Rows = 2, Seed = 1L, SeparateDocuments = separate)

[<Fact>]
let ``packed rows hold the documents one after another, each token once a pass`` () =
    use directory = new TemporaryDirectory()
    use store = stored directory lengths
    let all = store.Stretch(0L, int store.Tokens) |> Array.map int64
    let data = new PackedRows(store, packing true)
    let rows = all.Length / 6

    let read =
        [
            for batch in 0 .. (rows + 1) / 2 - 1 do
                use _ = torch.NewDisposeScope()
                yield! grid (data.Next(int64 batch)).Tokens
        ]
        |> List.truncate rows

    List.sort read
    |> should equal (all |> Array.chunkBySize 6 |> Array.truncate rows |> List.ofArray |> List.sort)

[<Fact>]
let ``a packed document sees only itself, counts from 0, and does not learn its first token`` () =
    use directory = new TemporaryDirectory()
    use store = stored directory [ 4; 5; 3 ]
    use _ = torch.NewDisposeScope()
    let rows = (new PackedRows(store, packing true)).Next 0L
    // two rows of six tokens: documents of 4 and 2, then of 3 and 3
    for row, expected in List.indexed [ for tokens in grid rows.Tokens -> if tokens[0] = 0L then 4 else 3 ] do
        let document column = if column < expected then 0 else 1

        let position column =
            if column < expected then column else column - expected

        (grid rows.PositionIds)[row]
        |> should equal [| for c in 0..5 -> int64 (position c) |]

        (grid rows.Targets)[row]
        |> should equal [| for c in 0..5 -> if position c = 0 then 0L else 1L |]

        (grid (rows.Edges[int64 row]))
        |> should
            equal
            [|
                for a in 0..5 -> [| for b in 0..5 -> if document a = document b then 1L else 0L |]
            |]

[<Fact>]
let ``a packed document is predicted as it would be alone`` () =
    use directory = new TemporaryDirectory()
    use _ = torch.NewDisposeScope()
    use model = createModel "Dream"
    let path = directory.File "rows.tokens"
    TokenStore.Write(path, [ TokenRow [| 1; 2; 3; 4 |]; TokenRow [| 5; 6 |] ])
    use store = TokenStore.Open path
    use quiet = torch.no_grad ()

    let rows =
        (new PackedRows(store, PackingOptions(Length = 6, Rows = 1, Seed = 1L))).Next 0L

    let logits (batch: DiffuCoder.Models.TokenBatch) at =
        model.Logits(batch, torch.tensor ([| for i in at -> int64 i |]))

    let packed = logits (rows.Canvas rows.Tokens) [ 1; 2; 3; 5 ]

    let first =
        logits (DiffuCoder.Models.TokenBatch(ids [ [ 1L; 2L; 3L; 4L ] ])) [ 1; 2; 3 ]

    let second = logits (DiffuCoder.Models.TokenBatch(ids [ [ 5L; 6L ] ])) [ 1 ]

    (packed - torch.cat ([| first; second |])).abs().max().item<float32>()
    |> should be (lessThan 1e-5f)
