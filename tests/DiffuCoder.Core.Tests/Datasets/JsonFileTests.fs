module DiffuCoder.Core.Tests.Datasets.JsonFileTests

open System
open System.Text.Json
open Xunit
open FsUnit.Xunit
open FsCheck
open FsCheck.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Datasets.DataSets

let private read text =
    withText "some.json" text (rows >> texts "text")

[<Fact>]
let ``a list of objects is read row by row, plain or gzipped`` () =
    let text =
        "\uFEFF [\n  {\"text\": \"a, ]}\\\"\"},\r\n  {\"text\": \"b\", \"more\": [{\"c\": [1]}]}\n, {\"text\":\"c\"}]\n"

    let expected = [ 1L, "a, ]}\""; 2L, "b"; 3L, "c" ]
    read text |> should equal expected
    withBytes "some.json.gz" (packed (utf8 text)) (rows >> texts "text" >> should equal expected)
    read "[]" |> should be Empty
    read " [ ] " |> should be Empty
    read "" |> should be Empty

[<Fact>]
let ``objects one after another are rows, whatever stands between them`` () =
    read "{\"text\": \"a\"}\n{\"text\": \"b\"}" |> should equal [ 1L, "a"; 2L, "b" ]
    read "{\n  \"text\": \"a\"\n}" |> should equal [ 1L, "a" ]

let private message text =
    withText "some.json" text (fun path ->
        Assert.Throws<DataException>(fun () -> DataFiles.Read path |> Seq.iter ignore).Message.Replace(path, "FILE"))

[<Fact>]
let ``an object that holds its rows in a member is refused by the member's name`` () =
    message "{\"data\": [{\"text\": \"a\"}, {\"text\": \"b\"}]}"
    |> should
        equal
        ("FILE: the file is one object, and what looks like its rows is the list in its member \"data\". Write that list alone, say by: "
         + "jq '.[\"data\"]' FILE > rows.json. If the object itself is the row, write it on one line of a .jsonl file.")

    // a row that has a list beside other things is a row
    read "{\"text\": \"a\", \"data\": [{}]}" |> should equal [ 1L, "a" ]

[<Theory>]
[<InlineData("[{\"text\": \"a\"}", "its list does not end")>]
[<InlineData("[{\"text\": \"a\"},", "its list does not end")>]
[<InlineData("[{\"text\": \"a\"} {\"text\": \"b\"}]", "no comma between two items")>]
[<InlineData("[{\"text\": \"a\"},]", "nothing behind a comma")>]
[<InlineData("[{\"text\": \"a\"}] x", "behind the end of its list")>]
[<InlineData("[{\"text\": \"a", "ends within a value")>]
let ``a list that is cut off or damaged is an error of the file`` (text: string, words: string) =
    message text |> should haveSubstring words

[<Fact>]
let ``an item that is no row is a bad row and the next ones go on`` () =
    withText "some.json" "[{\"text\": \"a\"}, 7, [1], {bad}, {\"text\": NaN}, \"x\", {\"text\": \"b\"}]" (fun path ->
        let read, reports = skipping (fun bad -> DataFiles.Read(path, bad))
        read |> List.map _.Row |> should equal [ 1L; 5L; 7L ]

        reports
        |> List.map _.Row
        |> should equal [ Nullable 2L; Nullable 3L; Nullable 4L; Nullable 6L ]

        reports[0].Message
        |> should equal $"{path}, row 2: the row should be a JSON object and is a number. Mend the row, or skip bad rows.")

[<Fact>]
let ``a row above the longest length is a bad row, and the next ones go on`` () =
    let long = String('x', 1000)

    withText "some.json" $"[{{\"text\": \"a\"}}, {{\"text\": \"{long}\"}}, {long}, {{\"text\": \"b\"}}]" (fun path ->
        [ for reading in JsonFileRows.Read(path, 100) -> isNull reading.Problem ]
        |> should equal [ true; false; false; true ])

[<Property(MaxTest = 60)>]
let ``any list is read back equal`` (values: (NonNull<string> * NormalFloat * bool) list) (indented: bool) =
    let records =
        [
            for text, number, truth in values ->
                {|
                    text = String.filter (Char.IsSurrogate >> not) text.Get
                    number = number.Get
                    truth = truth
                |}
        ]

    let text =
        JsonSerializer.Serialize(records, JsonSerializerOptions(WriteIndented = indented))

    withText "some.json" text (fun path ->
        [ for row in DataFiles.Read path -> row.Text "text", row.Number "number" ] =
            [ for record in records -> record.text, record.number ])

[<Fact>]
let ``what JSON leaves open is read as Python reads it`` () =
    withText
        "some.jsonl"
        "{\"text\": \"a\u2028b\\rc\", \"n\": 1e400, \"k\": 1, \"k\": 2, \"big\": 123456789012345678901234567890}\r\n"
        (fun path ->
            let row = rows path |> List.exactlyOne
            row.Text "text" |> should equal "a\u2028b\rc"
            row.Number "n" |> should equal infinity
            row.Number "k" |> should equal 2.0

            row.Columns.GetProperty("big").GetRawText()
            |> should equal "123456789012345678901234567890")

    withText "some.jsonl" "{\"text\": \"a\"}\r{\"text\": \"b\"}\r" (fun path ->
        refused [ "line 1: not a JSON object"; "carriage returns without line feeds" ] (fun () -> DataFiles.Read path))

[<Fact>]
let ``a name with half a character is a bad row, a text with one is the trouble of whoever uses it`` () =
    message "[{\"text\": \"a\", \"\\ud800\": 1}]" |> should haveSubstring "row 1"

    message "[{\"text\": \"a\", \"\\ud800\": 1}]"
    |> should haveSubstring "half a character"

    withText "some.json" "[{\"text\": \"a\", \"summary\": \"\\ud800\"}]" (fun path ->
        Documents.Read(path, unused = UnusedColumns.Ignore)
        |> Seq.length
        |> should equal 1

        let said = ResizeArray<string>()

        Documents.Read(path, unused = UnusedColumns.Report(fun text -> said.Add text))
        |> Seq.length
        |> should equal 1

        said.Count |> should equal 1)
