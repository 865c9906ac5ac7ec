module DiffuCoder.Core.Tests.Datasets.GzipTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Datasets.DataSets

let private lines first last =
    String.concat "" [ for i in first..last -> $"{{\"text\": \"line {i} {i * 7919 % 1000}\"}}\n" ]

let private whole = packed (utf8 (lines 1 40))

[<Theory>]
[<InlineData("some.jsonl.gz")>]
[<InlineData("some.ndjson.gz")>]
[<InlineData("some.json-lines.gz")>]
[<InlineData("gzipped-in-spite-of-its-name.jsonl")>]
let ``a gzipped file reads as a plain one`` (name: string) =
    let plain = withText "some.jsonl" (lines 1 40) (rows >> texts "text")
    withBytes name whole (rows >> texts "text" >> should equal plain)

[<Fact>]
let ``the last line may lack its newline`` () =
    withBytes "some.jsonl.gz" (packed (utf8 "{\"text\": \"one\"}")) (rows >> texts "text" >> should equal [ 1L, "one" ])

[<Fact>]
let ``several gzip files in one are read to the end`` () =
    withBytes "some.jsonl.gz" (Array.append whole (packed (utf8 (lines 41 50)))) (rows >> List.length >> should equal 50)

[<Fact>]
let ``a file cut at any byte gives whole rows and then an error that no policy skips`` () =
    let texts = withBytes "some.jsonl.gz" whole (rows >> List.map _.Text("text"))

    for length in 2 .. whole.Length - 1 do
        withBytes "some.jsonl.gz" whole[.. length - 1] (fun path ->
            let read = ResizeArray<string>()

            let problem =
                refused [ path; "cut off or damaged" ] (fun () ->
                    DataFiles.Read(path, BadRows.Skip ignore)
                    |> Seq.map (fun row -> read.Add(row.Text "text")))

            problem.Row |> should equal (Nullable<int64>())
            List.ofSeq read |> should equal (List.truncate read.Count texts))

[<Fact>]
let ``several files in one that are cut off are refused`` () =
    let two = Array.append whole (packed (utf8 (lines 41 50)))

    for length in [ whole.Length + 1; whole.Length + 15; two.Length - 8; two.Length - 1 ] do
        withBytes "some.jsonl.gz" two[.. length - 1] (fun path ->
            refused [ "cut off or damaged" ] (fun () -> DataFiles.Read path) |> ignore)

[<Fact>]
let ``a changed byte of the data or the check sum is noticed`` () =
    for place in [ 12; whole.Length / 2; whole.Length - 12; whole.Length - 8; whole.Length - 1 ] do
        let changed = Array.copy whole
        changed[place] <- changed[place] ^^^ 0x55uy

        withBytes "some.jsonl.gz" changed (fun path -> Assert.Throws<DataException>(fun () -> DataFiles.Read path |> Seq.iter ignore))
        |> ignore

[<Fact>]
let ``a name that says gzip needs a gzipped file`` () =
    for bytes in [ utf8 (lines 1 2); [||] ] do
        withBytes "some.jsonl.gz" bytes (fun path -> refused [ "not gzipped" ] (fun () -> DataFiles.Read path) |> ignore)
