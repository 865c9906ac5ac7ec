module DiffuCoder.Core.Tests.Datasets.TokenStoreTests

open System.IO
open Xunit
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Training.TinyRuns

let rowsOf (lengths: int list) =
    lengths
    |> List.mapi (fun i length -> TokenRow([| for t in 0 .. length - 1 -> 1000 * i + t |], (i % length)))

let private written (directory: TemporaryDirectory) rows =
    let path = directory.File "rows.tokens"
    TokenStore.Write(path, rows)
    TokenStore.Open path

[<Property(MaxTest = 30)>]
let ``rows are read back as they were written, in any order`` (lengths: FsCheck.PositiveInt list) =
    use directory = new TemporaryDirectory()
    let rows = rowsOf ([ 3; 1 ] @ [ for length in lengths -> length.Get ])
    use store = written directory rows

    store.Rows |> should equal (int64 rows.Length)
    store.Longest |> should equal (rows |> List.map _.Tokens.Count |> List.max)
    store.RequireIntact()

    for i, row in List.indexed rows |> List.rev do
        let read = store.Row(int64 i)
        Seq.toList read.Tokens |> should equal (Seq.toList row.Tokens)
        read.LearnedFrom |> should equal row.LearnedFrom

    let all = rows |> List.collect (fun row -> Seq.toList row.Tokens)
    store.Stretch(0L, all.Length) |> List.ofArray |> should equal all

    for token in 0 .. all.Length - 1 do
        store.RowAt(int64 token) |> should equal (int64 (all[token] / 1000))

[<Fact>]
let ``a store that is cut off, altered or no store is refused by name`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "rows.tokens"
    TokenStore.Write(path, rowsOf [ 5; 7 ])
    let good = File.ReadAllBytes path

    let opening (bytes: byte array) =
        File.WriteAllBytes(path, bytes)
        shouldFailWith<DataException>(fun () -> (TokenStore.Open path).Dispose())

    opening good[.. good.Length - 2] |> should haveSubstring "cut off"
    opening [||] |> should haveSubstring "no token store"
    opening (Array.append [| 0uy |] good) |> should haveSubstring "does not fit"
    opening good[4..] |> should haveSubstring path

    let altered = Array.copy good
    altered[0] <- altered[0] + 1uy
    File.WriteAllBytes(path, altered)
    use store = TokenStore.Open path

    shouldFailWith<DataException> store.RequireIntact
    |> should haveSubstring "damaged"

[<Fact>]
let ``what cannot be learned from is not written, and an older store stays`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "rows.tokens"
    TokenStore.Write(path, rowsOf [ 4 ])
    let before = File.ReadAllBytes path

    let writing rows =
        shouldFailWith<DataException>(fun () -> TokenStore.Write(path, rows))

    writing [] |> should haveSubstring "no row"
    writing [ TokenRow([||]) ] |> should haveSubstring "no token"

    writing [ TokenRow([| 1 |]); TokenRow([| 1; 2 |], 2) ]
    |> should haveSubstring "row 2"

    File.ReadAllBytes path |> should equal before
    Directory.GetFiles directory.Path |> should equal [| path |]
