module DiffuCoder.Core.Tests.Datasets.TokenRowsTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Tokenization
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Tokenization

let private tokenizer = TokenizerFixtures.smallTokenizer
let private idOf (name: string) = tokenizer.Value.IdOf(name).Value
let private text (ids: int seq) = tokenizer.Value.Decode ids

[<Fact>]
let ``a document ends with the end of text, and what it says cannot`` () =
    let row = TokenRows.Of(tokenizer.Value, Document "a<|endoftext|>b")
    Seq.last row.Tokens |> should equal (idOf "<|endoftext|>")

    row.Tokens
    |> Seq.filter ((=) (idOf "<|endoftext|>"))
    |> Seq.length
    |> should equal 1

    row.LearnedFrom |> should equal 0

[<Fact>]
let ``of a conversation the last answer and its end are learned`` () =
    let conversation =
        Conversation
            [|
                ChatMessage(ChatRole.User, "one?")
                ChatMessage(ChatRole.Assistant, "first")
                ChatMessage(ChatRole.User, "two?")
                ChatMessage(ChatRole.Assistant, "second")
            |]

    let row = TokenRows.Of(tokenizer.Value, conversation)

    let asked, learned =
        Seq.take row.LearnedFrom row.Tokens, Seq.skip row.LearnedFrom row.Tokens

    text learned |> should equal "second<|im_end|>"

    text asked
    |> should equal (ChatTemplate.Qwen.Render(Seq.take 3 conversation.Messages))

[<Fact>]
let ``a conversation without question or answer is refused`` () =
    for messages in
        [
            [| ChatMessage(ChatRole.Assistant, "a") |]
            [| ChatMessage(ChatRole.User, "q") |]
            [||]
        ] do
        Assert.Throws<DataException>(fun () -> TokenRows.Of(tokenizer.Value, Conversation messages) |> ignore)
        |> ignore

let private alternating =
    "{% for m in messages %}{% if loop.index0 > 0 and m['role'] == messages[loop.index0 - 1]['role'] %}{{ raise_exception('must alternate') }}{% endif %}"
    + "<|im_start|>{{ m['role'] }}:{{ m['content'] }}<|im_end|>{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant:{% endif %}"

let private withTemplate (template: string) =
    TokenizerFixtures.withDirectory (fun directory ->
        for entry in tokenizer.Value.Files do
            File.WriteAllBytes(Path.Combine(directory, entry.Key), entry.Value)

        File.WriteAllText(Path.Combine(directory, "chat_template.jinja"), template)
        CodeTokenizer.Load directory)

[<Fact>]
let ``a conversation that the tokenizer's template refuses is a bad row`` () =
    let good =
        """{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}"""

    let bad =
        """{"messages": [{"role": "user", "content": "q"}, {"role": "user", "content": "r"}, {"role": "assistant", "content": "a"}]}"""

    DataSets.withText "some.jsonl" $"{good}\n{bad}\n{good}" (fun path ->
        let tokenizer = withTemplate alternating

        let problem =
            Assert.Throws<DataException>(fun () -> TokenRows.Of(tokenizer, Conversations.Read path) |> Seq.iter ignore)

        problem.Message |> should startWith $"{path}, line 2: "
        problem.Message |> should haveSubstring "must alternate"
        let said = ResizeArray<string>()

        TokenRows.Of(tokenizer, Conversations.Read path, BadRows.Skip(fun row -> said.Add row.Message))
        |> Seq.length
        |> should equal 2

        said.Count |> should equal 1)

[<Fact>]
let ``a template that is not read is nobody's bad row`` () =
    let tokenizer = withTemplate "{% something %}"

    Assert.Throws<TokenizerException>(fun () -> TokenRows.Of(tokenizer, [], BadRows.Skip ignore) |> ignore)
    |> ignore

[<Fact>]
let ``a task of a data set becomes a chat whose answer has begun`` () =
    let task = CodingTask("7", "Add.", [| "assert add(1, 2) == 3" |], [||])
    let rollout = RolloutTask.Of(tokenizer.Value, task, "Here:\n")
    text rollout.Prompt |> should haveSubstring "Add.<|im_end|>"
    (text rollout.Prompt).EndsWith "assistant\nHere:\n" |> should equal true
    rollout.Opening |> should equal "Here:\n"
    rollout.Tests.Count |> should equal 1
