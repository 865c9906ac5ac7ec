module DiffuCoder.Core.Tests.Datasets.BadRowsTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Datasets.DataSets

/// Rows 1, 3 and 6 are good; 2 and 5 are no JSON, 4 lacks the column.
let private file =
    "{\"text\": \"1\"}\nbad\n{\"text\": \"3\"}\n{\"other\": \"4\"}\n[\n{\"text\": \"6\"}\n"

let private documents bad (path: string) =
    Documents.Read(path, badRows = bad) |> Seq.map _.Text

[<Fact>]
let ``by default the first bad row is the end, after the rows before it`` () =
    withText "some.jsonl" file (fun path ->
        Documents.Read path |> Seq.truncate 1 |> Seq.length |> should equal 1
        refused [ $"{path}, line 2: not a JSON object" ] (fun () -> documents BadRows.Fatal path))

[<Fact>]
let ``rows that are no JSON and rows that lack a column are skipped alike, and reported by line`` () =
    withText "some.jsonl" file (fun path ->
        let read, reports = skipping (fun bad -> documents bad path)
        read |> should equal [ "1"; "3"; "6" ]

        reports
        |> List.map _.Row
        |> should equal [ Nullable 2L; Nullable 4L; Nullable 5L ]

        reports |> List.map _.File |> List.distinct |> should equal [ path ]

        reports[1].Message
        |> should haveSubstring "\"text\" is missing; there are other")

[<Fact>]
let ``more bad rows than allowed are fatal, in each pass anew`` () =
    withText "some.jsonl" file (fun path ->
        let three = documents (BadRows.Skip(ignore, 3L)) path
        (Seq.length three, Seq.length three) |> should equal (3, 3)
        let reports = ResizeArray<DataException>()

        refused [ "More than 2 bad rows"; "line 5" ] (fun () -> documents (BadRows.Skip((fun problem -> reports.Add problem), 2L)) path)
        |> ignore

        reports.Count |> should equal 2
        refused [ "More than 0 bad rows"; "line 2" ] (fun () -> documents (BadRows.Skip(ignore, 0L)) path))

[<Fact>]
let ``the limit counts over all files`` () =
    withText "some.jsonl" file (fun path ->
        refused [ "More than 3 bad rows" ] (fun () -> DataFiles.Read([ path; path ], BadRows.Skip(ignore, 3L))))

[<Fact>]
let ``a limit below 0 is refused by name`` () =
    Assert.Throws<DataException>(fun () -> BadRows.Skip(ignore, -1L) |> ignore).Message
    |> should equal "most is -1; it must be at least 0."
