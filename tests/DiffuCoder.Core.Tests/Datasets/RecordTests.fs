module DiffuCoder.Core.Tests.Datasets.RecordTests

open System
open System.Collections.Generic
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Datasets.DataSets

let private said (conversation: Conversation) =
    [ for message in conversation.Messages -> message.Role, message.Content ]

[<Fact>]
let ``documents come from the text column or another one`` () =
    withText "some.jsonl" """{"text": "a", "content": {"code": "b"}}""" (fun path ->
        Documents.Read path |> Seq.map _.Text |> List.ofSeq |> should equal [ "a" ]

        Documents.Read(path, DocumentColumns(Text = "content.code"))
        |> Seq.map _.Text
        |> List.ofSeq
        |> should equal [ "b" ])

[<Fact>]
let ``OpenCoder's rows are one request and one answer`` () =
    withText "some.jsonl" """{"instruction": "i", "output": "o", "tag": "t"}""" (fun path ->
        Conversations.Read path
        |> Seq.map said
        |> List.ofSeq
        |> should equal [ [ ChatRole.User, "i"; ChatRole.Assistant, "o" ] ]

        Conversations.Read(path, ConversationColumns.Pair("tag", "instruction"))
        |> Seq.map said
        |> List.ofSeq
        |> should equal [ [ ChatRole.User, "t"; ChatRole.Assistant, "i" ] ])

[<Fact>]
let ``a list of messages is a conversation`` () =
    let line =
        """{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}, {"role": "assistant", "content": "a"}]}"""

    let expected =
        [ [ ChatRole.System, "s"; ChatRole.User, "u"; ChatRole.Assistant, "a" ] ]

    withText "some.jsonl" line (fun path ->
        Conversations.Read(path, ConversationColumns.Messages)
        |> Seq.map said
        |> List.ofSeq
        |> should equal expected)

    withText "some.jsonl" (line.Replace("messages", "turns").Replace("role", "from").Replace("content", "value")) (fun path ->
        Conversations.Read(path, ConversationColumns.Dialogue("turns", "from", "value"))
        |> Seq.map said
        |> List.ofSeq
        |> should equal expected)

[<Theory>]
[<InlineData("""[]""", "\"messages\" is empty")>]
[<InlineData("""[{"role": "user", "content": "u"}]""", "ends with another message than the assistant's")>]
[<InlineData("""[{"role": "user", "content": "u"}, {"role": "assistant", "content": " \n"}]""", "\"messages[1].content\" is an empty answer")>]
[<InlineData("""[{"role": "tool", "content": "u"}, {"role": "assistant", "content": "a"}]""", "\"messages[0].role\" is \"tool\"")>]
[<InlineData("""[{"role": "user", "content": "u"}, {"role": "system", "content": "s"}]""",
             "\"messages[1].role\" is \"system\"; only the first")>]
[<InlineData("""[{"role": "assistant"}]""", "\"messages[0].content\" is missing")>]
let ``a conversation with nothing to learn is a bad row`` (messages: string, words: string) =
    withText "some.jsonl" ("{\"messages\": " + messages + "}") (fun path ->
        refused [ "line 1: the column"; words ] (fun () -> Conversations.Read(path, ConversationColumns.Messages)))

[<Fact>]
let ``an empty answer of OpenCoder's is a bad row`` () =
    withText "some.jsonl" "{\"instruction\": \"i\", \"output\": \"\"}\n{\"instruction\": \"i\", \"output\": \"o\"}" (fun path ->
        let read, reports = skipping (fun bad -> Conversations.Read(path, badRows = bad))
        read.Length |> should equal 1

        (List.exactlyOne reports).Message
        |> should haveSubstring "line 1: the column \"output\" is an empty answer")

let private task =
    """{"id": "t1", "question": "q", "test_cases": ["assert 1", "assert 2"], "inferences": [{"completion": "c", "pass_rate": 0.5}, {"completion": "d", "pass_rate": 1}]}"""

let private parts (task: CodingTask) =
    task.Id, task.Question, List.ofSeq task.Tests, List.ofSeq task.PassRates

[<Fact>]
let ``reference answers have a text, and the name of a model where the file has it`` () =
    let named =
        task.Replace("\"completion\": \"c\"", "\"completion\": \"c\", \"model_name\": \"m\"")

    withText "some.jsonl" named (fun path ->
        List.ofSeq (Seq.exactlyOne (CodingTasks.Read path)).Answers
        |> should equal [ ReferenceAnswer("m", "c", 0.5); ReferenceAnswer("", "d", 1.0) ]

        List.ofSeq (Seq.exactlyOne (CodingTasks.Read(path, CodingTaskColumns(Model = "none", Answer = "model_name")))).Answers
        |> should equal [ ReferenceAnswer("", "m", 0.5); ReferenceAnswer("", "", 1.0) ])

[<Fact>]
let ``AceCode's rows are tasks with pass rates`` () =
    withText "some.jsonl" task (fun path ->
        CodingTasks.Read path
        |> Seq.map parts
        |> List.ofSeq
        |> should equal [ "t1", "q", [ "assert 1"; "assert 2" ], [ 0.5; 1.0 ] ]

        CodingTasks.Read(path, CodingTaskColumns(Inferences = "other", Id = "question"))
        |> Seq.map parts
        |> List.ofSeq
        |> should equal [ "q", "q", [ "assert 1"; "assert 2" ], List.empty<float> ])

[<CLIMutable>]
type AceInference =
    {
        completion: string
        pass_rate: Nullable<float>
    }

[<CLIMutable>]
type AceRow =
    {
        id: string
        question: string
        test_cases: List<string>
        inferences: List<AceInference>
    }

[<Fact>]
let ``tasks of a Parquet file are the same`` () =
    let row id tests rates =
        {
            id = id
            question = "q"
            test_cases = List(tests: string list)
            inferences =
                rates
                |> List.map (fun rate ->
                    {
                        completion = "c"
                        pass_rate = Nullable rate
                    })
                |> List
        }

    withParquet 2 [ row "a" [ "t" ] [ 0.5; 1.0 ]; row "b" [] []; row "c" [ "t"; "u" ] [] ] (fun path ->
        let read, reports = skipping (fun bad -> CodingTasks.Read(path, badRows = bad))

        read
        |> List.map parts
        |> should equal [ "a", "q", [ "t" ], [ 0.5; 1.0 ]; "c", "q", [ "t"; "u" ], [] ]

        (List.exactlyOne reports).Message
        |> should haveSubstring "row 2: the column \"test_cases\" is empty")

[<Theory>]
[<InlineData("[\"assert 1\", \"assert 2\"]", "[]", "\"test_cases\" is empty")>]
[<InlineData("\"assert 2\"", "\" \"", "\"test_cases[1]\" is blank")>]
[<InlineData("\"assert 2\"", "null", "\"test_cases[1]\" should be text and is null")>]
[<InlineData("0.5", "1.5", "\"inferences[0].pass_rate\" is 1.5; it should lie in [0, 1]")>]
[<InlineData("0.5", "null", "\"inferences[0].pass_rate\" is null")>]
[<InlineData("\"t1\"", "1", "\"id\" should be text")>]
let ``a task that cannot be used is a bad row`` (right: string, wrong: string, words: string) =
    withText "some.jsonl" (task.Replace(right, wrong)) (fun path ->
        refused [ "line 1: the column"; words ] (fun () -> CodingTasks.Read path))

[<Fact>]
let ``a column needs a name`` () =
    let message (work: unit -> obj) =
        Assert.Throws<DataException>(fun () -> work () |> ignore).Message

    message (fun () -> DocumentColumns(Text = ""))
    |> should equal "Text is \"\"; it must be the name of a column."

    message (fun () -> CodingTaskColumns(PassRate = " "))
    |> should haveSubstring "PassRate is"

    message (fun () -> ConversationColumns.Pair("a", ""))
    |> should haveSubstring "Answer is"

    message (fun () -> ConversationColumns.Dialogue(""))
    |> should haveSubstring "List is"
