module DiffuCoder.Core.Tests.Datasets.ConversationFormTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Datasets.DataSets

let private said (columns: ConversationColumns) (line: string) =
    withText "some.jsonl" line (fun path ->
        [
            for conversation in Conversations.Read(path, columns) ->
                [ for message in conversation.Messages -> message.Role, message.Content ]
        ])

let private two = [ ChatRole.User, "u"; ChatRole.Assistant, "a" ]

[<Fact>]
let ``Alpaca's input stands behind the instruction and a blank line, and an empty one is none`` () =
    for columns in [ null; ConversationColumns.OpenCoder ] do
        said columns """{"instruction": "Add the numbers.", "input": "2 and 3", "output": "5"}"""
        |> should equal [ [ ChatRole.User, "Add the numbers.\n\n2 and 3"; ChatRole.Assistant, "5" ] ]

        for input in [ "\"\""; "null"; "\" \\n\"" ] do
            said columns ("{\"instruction\": \"u\", \"output\": \"a\", \"input\": " + input + "}")
            |> should equal [ two ]

[<Fact>]
let ``a pair may name an input of its own`` () =
    said (ConversationColumns.Pair("q", "r", Input = "context")) """{"q": "x", "context": "y", "r": "z"}"""
    |> should equal [ [ ChatRole.User, "x\n\ny"; ChatRole.Assistant, "z" ] ]

[<Theory>]
[<InlineData("""{"conversations": [{"from": "human", "value": "u"}, {"from": "gpt", "value": "a"}]}""")>]
[<InlineData("""{"conversations": [{"role": "user", "content": "u"}, {"role": "assistant", "content": "a"}]}""")>]
[<InlineData("""{"conversations": [{"from": "user", "value": "u"}, {"from": "assistant", "value": "a"}]}""")>]
[<InlineData("""{"messages": [{"role": "user", "content": "u"}, {"role": "assistant", "content": "a"}]}""")>]
[<InlineData("""{"messages": [{"role": "user", "content": [{"type": "text", "text": "u"}]}, {"role": "assistant", "content": "a", "tool_calls": []}]}""")>]
[<InlineData("""{"messages": [{"from": "human", "value": "u"}, {"from": "gpt", "value": "a"}]}""")>]
let ``the form of a row is seen from its columns`` (line: string) = said null line |> should equal [ two ]

[<Fact>]
let ``ShareGPT's form has a name, and its system message`` () =
    said
        ConversationColumns.ShareGpt
        """{"conversations": [{"from": "system", "value": "s"}, {"from": "human", "value": "u"}, {"from": "gpt", "value": "a"}], "messages": []}"""
    |> should equal [ (ChatRole.System, "s") :: two ]

[<Fact>]
let ``the texts of parts are joined as they are`` () =
    said
        ConversationColumns.Messages
        """{"messages": [{"role": "user", "content": [{"type": "text", "text": "u "}, {"type": "input_text", "text": " v\n"}]}, {"role": "assistant", "content": "a"}]}"""
    |> should equal [ [ ChatRole.User, "u  v\n"; ChatRole.Assistant, "a" ] ]

let private first = """{"role": "user", "content": "u"}"""
let private last = """{"role": "assistant", "content": "a"}"""

[<Theory>]
[<InlineData("""{"role": "tool", "content": "4"}""",
             "\"messages[1].role\" is \"tool\"; calls of tools and what they give are not learned from. Leave such conversations out, or skip bad rows.")>]
[<InlineData("""{"role": "observation", "content": "4"}""", "\"messages[1].role\" is \"observation\"; calls of tools")>]
[<InlineData("""{"role": "developer", "content": "4"}""",
             "\"messages[1].role\" is \"developer\"; if these words are to be the model's system message, write \"system\".")>]
[<InlineData("""{"role": "narrator", "content": "4"}""",
             "\"messages[1].role\" is \"narrator\"; it should be system, user (or human) or assistant (or gpt).")>]
[<InlineData("""{"role": "assistant", "content": null, "tool_calls": [{"id": "1"}]}""", "\"messages[1].tool_calls\" is not learned from")>]
[<InlineData("""{"role": "user", "content": "x", "images": ["a.png"]}""", "\"messages[1].images\" is not learned from")>]
[<InlineData("""{"role": "user", "content": "x", "tool_call_id": "1"}""", "\"messages[1].tool_call_id\" is not learned from")>]
[<InlineData("""{"role": "user", "content": [{"type": "text", "text": "x", "image": "a.png"}]}""",
             "\"messages[1].content[0].image\" is not learned from")>]
[<InlineData("""{"role": "user", "content": [{"text": "x", "image_url": {"url": "x"}}]}""",
             "\"messages[1].content[0].image_url\" is not learned from")>]
[<InlineData("""{"role": "user", "from": "human", "content": "x", "value": "y"}""", "\"messages[1].role\" stands beside \"from\"")>]
[<InlineData("""{"role": "assistant", "content": "x", "function_call": {"name": "f"}}""",
             "\"messages[1].function_call\" is not learned from: only text is")>]
[<InlineData("""{"role": "user", "content": null}""", "\"messages[1].content\" is null")>]
[<InlineData("""{"role": "user", "content": [{"type": "text", "text": "x"}, {"type": "image_url", "image_url": {"url": "x"}}]}""",
             "\"messages[1].content[1].type\" is \"image_url\"; only parts of text are learned from.")>]
let ``what cannot be learned is refused by its name and place`` (message: string, words: string) =
    withText "some.jsonl" $"{{\"messages\": [{first}, {message}, {last}]}}" (fun path ->
        refused [ "line 1: the column " + words ] (fun () -> Conversations.Read path))

[<Fact>]
let ``a row in two forms asks for a name`` () =
    withText "some.jsonl" $"{{\"instruction\": \"u\", \"output\": \"a\", \"messages\": [{first}, {last}]}}" (fun path ->
        refused
            [
                "line 1: the column \"instruction\" stands beside \"messages\""
                "ConversationColumns.OpenCoder or ConversationColumns.Messages"
            ]
            (fun () -> Conversations.Read path)
        |> ignore

        Conversations.Read(path, ConversationColumns.Messages)
        |> Seq.length
        |> should equal 1)

[<Theory>]
[<InlineData("\"messages\": [{\"role\": \"assistant\", \"content\": \"a\"}]", "\"messages\" is an answer to nothing")>]
[<InlineData("\"images\": [\"a.png\"], \"instruction\": \"u\", \"output\": \"a\"", "\"images\" is not learned from")>]
[<InlineData("\"tools\": \"[{}]\", \"instruction\": \"u\", \"output\": \"a\"", "\"tools\" is not learned from")>]
[<InlineData("\"messages\": [{\"role\": \"user\", \"content\": \"u\"}, {\"role\": \"assistant\", \"content\": \"a\", \"weight\": 0}]",
             "\"messages[1].weight\" is 0")>]
let ``a row that is not all text, or not to be learned, is refused`` (members: string, words: string) =
    withText "some.jsonl" ("{" + members + "}") (fun path -> refused [ "line 1: the column " + words ] (fun () -> Conversations.Read path))

[<Fact>]
let ``tools and pictures that are none, or are left out by name, are no trouble`` () =
    said null """{"instruction": "u", "output": "a", "images": [], "tools": "[]", "image": null, "audio": ""}"""
    |> should equal [ two ]

    said (ConversationColumns.Pair("q", "r", LeftOut = [| "images" |])) """{"q": "u", "r": "a", "images": ["x"]}"""
    |> should equal [ two ]

    said
        null
        """{"messages": [{"role": "user", "content": "u", "weight": 0}, {"role": "assistant", "content": "a", "weight": 1, "tool_calls": "[]"}]}"""
    |> should equal [ two ]

[<Fact>]
let ``two conversations are the same when the same is said`` () =
    let of' text =
        Conversation [| ChatMessage(ChatRole.User, text); ChatMessage(ChatRole.Assistant, "a") |]

    of' "u" |> should equal (of' "u")
    of' "u" |> should not' (equal (of' "v"))
