module DiffuCoder.Core.Tests.Datasets.JsonLinesTests

open System
open System.Text
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Datasets.DataSets

let private three =
    "{\"text\": \"one\"}\n\n  \r\n{\"text\": \"two\"}\r\n{\"text\": \"drei ä\"}"

[<Theory>]
[<InlineData("some.jsonl")>]
[<InlineData("some.ndjson")>]
[<InlineData("some.json-lines")>]
[<InlineData("SOME.JSONL")>]
let ``lines are numbered as in the file, blank ones and the last newline left out`` (name: string) =
    let expected = [ 1L, "one"; 4L, "two"; 5L, "drei ä" ]
    withText name three (rows >> texts "text" >> should equal expected)
    withText name (three + "\n") (rows >> texts "text" >> should equal expected)

[<Fact>]
let ``a row knows its file`` () =
    withText "some.jsonl" three (fun path ->
        for row in rows path do
            row.File |> should equal path)

[<Fact>]
let ``a byte order mark is accepted at the begin only`` () =
    withText "some.jsonl" ("\uFEFF" + three) (fun path -> rows path |> List.length |> should equal 3)

    withText "some.jsonl" ("{\"a\": 1}\n\uFEFF{\"a\": 1}") (fun path ->
        refused [ "line 2: not a JSON object" ] (fun () -> DataFiles.Read path))

[<Fact>]
let ``a file without rows gives none`` () =
    for text in [ ""; "\n"; " \n\t\r\n"; "\uFEFF" ] do
        withText "some.jsonl" text (rows >> should be Empty)

[<Fact>]
let ``a line that is not UTF-8 is one bad row`` () =
    let bytes =
        Array.concat
            [
                utf8 "{\"text\": \"one\"}\n{\"text\": \""
                [| 0xFFuy |]
                utf8 "\"}\n{\"text\": \"two\"}\n"
            ]

    withBytes "some.jsonl" bytes (fun path ->
        let read, reports = skipping (fun bad -> DataFiles.Read(path, bad))
        texts "text" read |> should equal [ 1L, "one"; 3L, "two" ]

        (List.exactlyOne reports).Message
        |> should startWith $"{path}, line 2: the line is not UTF-8"

        (refused [ "line 2: the line is not UTF-8" ] (fun () -> DataFiles.Read path)).Row
        |> should equal (Nullable 2L))

[<Theory>]
[<InlineData("{\"text\": ", "not a JSON object")>]
[<InlineData("{} {}", "not a JSON object")>]
[<InlineData("[1]", "should be a JSON object and is a list")>]
[<InlineData("7", "should be a JSON object and is a number")>]
[<InlineData("<!DOCTYPE html>", "web page")>]
let ``a line that is no object is named`` (line: string, words: string) =
    withText "some.jsonl" (line + "\n{}") (fun path ->
        let problem = refused [ $"{path}, line 1: "; words ] (fun () -> DataFiles.Read path)
        (problem.File, problem.Row) |> should equal (path, Nullable 1L))

[<Fact>]
let ``nesting beyond all measure is a bad row`` () =
    let deep = String('[', 5000)

    withText "some.jsonl" ($"{{\"a\": {deep}\n{{}}") (fun path ->
        let read, reports = skipping (fun bad -> DataFiles.Read(path, bad))
        (read.Length, reports.Length) |> should equal (1, 1))

[<Fact>]
let ``a line above 64 MiB is a bad row and the next ones go on`` () =
    let limit = 64 * 1024 * 1024
    let long = Array.create (limit + 1) (byte 'x')

    let bytes =
        Array.concat [ utf8 "{\"text\": \"one\"}\n"; long; utf8 "\n{\"text\": \"two\"}\n"; long ]

    withBytes "some.jsonl.gz" (packed bytes) (fun path ->
        let read, reports = skipping (fun bad -> DataFiles.Read(path, bad))
        texts "text" read |> should equal [ 1L, "one"; 3L, "two" ]
        reports |> List.map _.Row |> should equal [ Nullable 2L; Nullable 4L ]
        reports[0].Message |> should haveSubstring "longer than 67108864 bytes")

[<Fact>]
let ``a line of just the longest length is read, whatever the buffer`` () =
    for longest in [ 20; 65535; 65536; 65537; 200000 ] do
        let line length =
            let text = String('x', length - "{\"t\":\"\"}".Length)
            $"{{\"t\":\"{text}\"}}"

        let lines =
            [
                line longest
                line (longest + 1)
                line 10
                line longest
                line (longest + 70000)
                line longest
            ]

        withText "some.jsonl" (String.Join("\n", lines)) (fun path ->
            let readings = JsonLineRows.Read(path, longest) |> List.ofSeq

            [ for reading in readings -> isNull reading.Problem ]
            |> should equal [ true; false; true; true; false; true ]

            [
                for reading in readings do
                    if isNull reading.Problem then
                        reading.Row.Text("t").Length
            ]
            |> should equal [ longest - 8; 2; longest - 8; longest - 8 ])

[<Fact>]
let ``Python's numbers are read and its words in texts are left alone`` () =
    let line =
        """{"a": Infinity, "b": -Infinity, "c": NaN, "text": "NaN \" Infinity", "list": [NaN, 1]}"""

    withText "some.jsonl" line (fun path ->
        let row = rows path |> List.exactlyOne
        row.Number "a" |> should equal infinity
        row.Number "b" |> should equal -infinity
        row.Has "c" |> should be False
        row.Text "text" |> should equal "NaN \" Infinity")

[<Fact>]
let ``a file in UTF-16 is refused`` () =
    withBytes "some.jsonl" (Encoding.Unicode.GetBytes "\uFEFF{\"text\": \"one\"}\n") (fun path ->
        refused [ "line 1: the line is not UTF-8" ] (fun () -> DataFiles.Read path))
