module DiffuCoder.Core.Tests.Datasets.DataFilesTests

open System.IO
open Xunit
open FsUnit.Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open System.Text.Json
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Checkpoints.Files
open DiffuCoder.Core.Tests.Datasets.DataSets

[<CLIMutable>]
type TextRow = { text: string }

[<Fact>]
let ``a directory is read in the ordinal order of its names, and nothing else in it`` () =
    withParquet 10 [ { text = "c" } ] (fun parquet ->
        use folder = new TemporaryDirectory()

        for name, text in
            [
                "b-10.jsonl", "b10"
                "b-9.jsonl", "b9"
                "Z.ndjson", "Z"
                "readme.md", "no"
                "x.json", "no"
            ] do
            File.WriteAllText(folder.File name, $"{{\"text\": \"{text}\"}}")

        File.WriteAllBytes(folder.File "a.jsonl.gz", packed (utf8 "{\"text\": \"a\"}"))
        File.Copy(parquet, folder.File "c.parquet")
        Directory.CreateDirectory(folder.File "inside.jsonl") |> ignore

        rows folder.Path
        |> List.map _.Text("text")
        |> should equal [ "Z"; "a"; "b10"; "b9"; "c" ])

[<Fact>]
let ``several paths follow each other as given`` () =
    withText "b.jsonl" "{\"text\": \"b\"}" (fun b ->
        withText "a.jsonl" "{\"text\": \"a\"}" (fun a ->
            DataFiles.Read [ b; a; b ]
            |> texts "text"
            |> should equal [ 1L, "b"; 1L, "a"; 1L, "b" ]))

let private refusedAtOnce fragments (path: string) =
    let problem = Assert.Throws<DataException>(fun () -> DataFiles.Read path |> ignore)

    problem.File |> should equal path

    for fragment in path :: fragments do
        problem.Message |> should haveSubstring fragment

[<Fact>]
let ``what cannot be read at all is refused before the first row is asked for`` () =
    refusedAtOnce [ "no such file or directory" ] "/nowhere/some.jsonl"
    withText "some.csv" "" (refusedAtOnce [ "names no format"; ".jsonl"; ".parquet" ])
    withText "some.jsonl.zst" "" (refusedAtOnce [ "names no format" ])
    use folder = new TemporaryDirectory()
    refusedAtOnce [ "holds no file that is read" ] folder.Path

[<Theory>]
[<InlineData("some.jsonl")>]
[<InlineData("some.jsonl.gz")>]
[<InlineData("some.parquet")>]
let ``a Git LFS pointer is recognised`` (name: string) =
    withText name "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n" (fun path ->
        refused [ path; "git lfs pull" ] (fun () -> DataFiles.Read path))

[<Fact>]
let ``rows are read as they are drawn, and again from the begin`` () =
    withText "some.jsonl" "{\"text\": \"one\"}\n{\"text\": \"two\"}\nbad" (fun path ->
        let read = DataFiles.Read path

        for _ in 1..2 do
            read |> Seq.truncate 2 |> texts "text" |> should equal [ 1L, "one"; 2L, "two" ]

        // nothing holds the file any more
        File.Delete path)

let private written (NonNull text: NonNull<string>) =
    // half characters have no UTF-8
    System.String.Join("", text |> Seq.filter (System.Char.IsSurrogate >> not))

[<Property(MaxTest = 60)>]
let ``what is written as JSON Lines is read back equal``
    (values: (NonNull<string> * NormalFloat * NonNull<string> list) list)
    (zipped: bool)
    =
    let records =
        [
            for text, number, list in values -> written text, number.Get, List.map written list
        ]

    let line (text: string, number: float, list: string list) =
        JsonSerializer.Serialize(
            {|
                text = text
                number = number
                list = list
            |}
        )
        + "\n"

    let bytes = records |> List.map line |> String.concat "" |> utf8
    // .NET packs nothing to nothing, which is no gzip file
    let zipped = zipped && bytes.Length > 0

    withBytes (if zipped then "some.jsonl.gz" else "some.jsonl") (if zipped then packed bytes else bytes) (fun path ->
        [
            for row in DataFiles.Read path -> row.Text "text", row.Number "number", List.ofSeq (row.Texts "list")
        ]
            =
            records)
