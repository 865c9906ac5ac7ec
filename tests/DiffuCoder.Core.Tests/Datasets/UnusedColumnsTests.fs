module DiffuCoder.Core.Tests.Datasets.UnusedColumnsTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Datasets.DataSets

let private reports (read: UnusedColumns -> 'a seq) =
    let told = ResizeArray<string>()
    read (UnusedColumns.Report(fun words -> told.Add words)) |> Seq.iter ignore
    List.ofSeq told

[<Fact>]
let ``a column of content that is not used is named once a file, with the remedy`` () =
    let line = """{"text": "a", "summary": "b", "notes": ["c"]}"""

    withText "some.jsonl" (line + "\n" + line + "\n{\"text\": \"a\", \"comment\": \"d\"}") (fun path ->
        reports (fun unused -> Documents.Read(path, unused = unused))
        |> should
            equal
            [
                $"{path}, row 1: the columns \"summary\", \"notes\" are not used. Name what should be used in the columns of the reading; UnusedColumns.Ignore silences this."
                $"{path}, row 3: the column \"comment\" is not used. Name what should be used in the columns of the reading; UnusedColumns.Ignore silences this."
            ])

[<Fact>]
let ``content inside messages that is not used is named as columns are`` () =
    let line =
        """{"messages": [{"role": "user", "content": "u", "name": "Ann"}, {"role": "assistant", "content": "a", "reasoning_content": "because"}]}"""

    withText "some.jsonl" (line + "\n" + line) (fun path ->
        let told = reports (fun unused -> Conversations.Read(path, unused = unused))
        told.Length |> should equal 1
        told.Head |> should haveSubstring "\"messages[].reasoning_content\"")

[<Fact>]
let ``what tells of a row, and what is empty, is not named`` () =
    let line =
        """{"text": "a", "id": "1", "seq_id": "2", "source": "s", "tags": ["t"], "max_stars_repo_path": "p", "language": "py", "sha256": "0", "createdAt": 3, "created": "x",
            "score": "4", "avg_line_length": 5.0, "license": "MIT", "timestamp": "now", "empty": " ", "none": null, "list": [], "numbers": [1, 2], "truth": true}"""

    withText "some.json" line (fun path -> reports (fun unused -> Documents.Read(path, unused = unused)) |> should be Empty)

[<Fact>]
let ``what a reading uses is not named, inside of objects too`` () =
    withText "some.jsonl" """{"a": {"b": "x"}, "c": "y"}""" (fun path ->
        reports (fun unused -> Documents.Read(path, DocumentColumns(Text = "a.b"), unused = unused))
        |> List.map (fun words -> words.Contains "\"c\" is not used", words.Contains "\"a\"")
        |> should equal [ true, false ])

    withText
        "some.jsonl"
        """{"instruction": "i", "input": "x", "output": "o", "code": "c", "testcase": ["t"], "entry_point": "f"}"""
        (fun path ->
            reports (fun unused -> Conversations.Read(path, unused = unused))
            |> should be Empty

            reports (fun unused -> Conversations.Read(path, ConversationColumns.Pair("instruction", "output"), unused = unused))
            |> List.map (fun words -> words.Contains "the columns \"input\", \"code\", \"testcase\" are not used")
            |> should equal [ true ])

[<Fact>]
let ``what another form would use is named`` () =
    let line =
        """{"messages": [{"role": "user", "content": "u"}, {"role": "assistant", "content": "a"}], "input": "x"}"""

    withText "some.jsonl" line (fun path ->
        reports (fun unused -> Conversations.Read(path, unused = unused))
        |> List.map (fun words -> words.Contains "the column \"input\" is not used")
        |> should equal [ true ])

[<Fact>]
let ``AceCode's columns are known`` () =
    let line =
        """{"id": "1", "source": "s", "question": "q", "test_cases": ["assert f(1)"], "inferences": [{"pass_rate": 0.5}], "context_messages": [[{"content": "q"}]]}"""

    withText "some.jsonl" line (fun path ->
        reports (fun unused -> CodingTasks.Read(path, unused = unused))
        |> should be Empty
        // read twice, told once
        withText "other.jsonl" (line.Replace("\"id\"", "\"prompt\": \"p\", \"id\"")) (fun path ->
            reports (fun unused -> HardSubset.Paper.Select(path, unused = unused))
            |> List.length
            |> should equal 1))

// alone, because standard error is everybody's
[<Xunit.Collection "alone">]
type Default() =

    [<Fact>]
    member _.``by default they are named on standard error, the same only once``() =
        let before = Console.Error
        use text = new IO.StringWriter()

        try
            Console.SetError text

            withText "some.jsonl" """{"text": "a", "summary": "b"}""" (fun path ->
                for _ in 1..2 do
                    Documents.Read path |> Seq.iter ignore

                Documents.Read(path, unused = UnusedColumns.Ignore) |> Seq.iter ignore
                text.ToString().Split(path).Length - 1 |> should equal 1)
        finally
            Console.SetError before
