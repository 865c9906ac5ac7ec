/// What is learned of an answer: what the template writes for it, and the token that ends it.
module DiffuCoder.Core.Tests.Tokenization.AnsweredChatTests

open System.Collections.Generic
open System.IO
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open FsCheck.Xunit
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Tokenization.TokenizerFixtures

/// The vocabulary with another template and end of text.
let private tokenizerOf (template: string) (roles: (string * string) list) =
    withDirectory (fun directory ->
        ChatGoldens.familyVocabulary.Value.Save directory
        let path = Path.Combine(directory, "tokenizer_config.json")
        let json = JsonNode.Parse(File.ReadAllText path) |> nonNull

        for name, value in ("chat_template", template) :: roles do
            json[name] <- JsonValue.Create<string> value

        File.WriteAllText(path, json.ToJsonString())
        CodeTokenizer.Load directory)

let private family name =
    let golden = ChatGoldens.named name
    tokenizerOf golden.Template.Source [ for role in golden.Config.Roles -> role.Key, role.Value ]

let private asked = [| ChatMessage(ChatRole.User, "q") |]

let private learned (tokenizer: CodeTokenizer) (answer: string) prefix =
    let chat = AnsweredChat.Of(tokenizer, asked, answer, prefix)
    tokenizer.Decode(Seq.take chat.LearnedFrom chat.Tokens), tokenizer.Decode(Seq.skip chat.LearnedFrom chat.Tokens)

[<Theory>]
[<InlineData("qwen2", "a  ", "a  <|im_end|>")>]
[<InlineData("qwen2.5", "a\n", "a\n<|im_end|>")>]
[<InlineData("dream", "", "<|im_end|>")>]
[<InlineData("qwen3", "a", "<think>\n\n</think>\n\na<|im_end|>")>]
[<InlineData("llama3", " a\n", "a<|eot_id|>")>]
[<InlineData("llada", "a", "a<|eot_id|>")>]
[<InlineData("mistral", "a", " a</s>")>]
[<InlineData("deepseek-coder", "a", "\na\n<|EOT|>")>]
let ``an answer is learned as the template writes it, up to its first control token`` (name: string, answer: string, expected: string) =
    let tokenizer = family name
    let prompt, answered = learned tokenizer answer ""
    answered |> should equal expected
    prompt |> should equal (tokenizer.Decode(tokenizer.EncodeChat asked))

[<Fact>]
let ``an answer's prefix is not learned`` () =
    for name in [ "qwen2"; "llama3"; "llada" ] do
        let tokenizer = family name
        let prompt, answered = learned tokenizer "second" "first "
        prompt.EndsWith "first " |> should equal true
        answered.StartsWith "second<|" |> should equal true

[<Fact>]
let ``a template that writes no control token ends an answer by the end of text`` () =
    let tokenizer =
        tokenizerOf
            "{% for m in messages %}{{ m.role + ': ' + m.content + '\n' }}{% endfor %}{{ 'assistant: ' if add_generation_prompt }}"
            [ "eos_token", "</s>" ]

    learned tokenizer "a" "" |> should equal ("user: q\nassistant: ", "a</s>")

[<Fact>]
let ``a template that rewrites the answer, or what was said before it, is refused`` () =
    let refused template =
        Assert.Throws<TokenizerException>(fun () -> AnsweredChat.Of(tokenizerOf template [], asked, "a b", "") |> ignore).Message

    refused "{% for m in messages %}{{ m.content.replace(' ', '') }}{% endfor %}"
    |> should haveSubstring "rewrites an answer"

    refused "{% for m in messages if m.role == 'assistant' or messages|length == 1 %}{{ m.content }}{% endfor %}"
    |> should haveSubstring "before an answer"

[<Property(MaxTest = 100)>]
let ``an answer says nothing but plain characters, and of Qwen's format every one of them`` () =
    let tokenizer = family "qwen2"
    let controls = HashSet tokenizer.SpecialTokens.Values

    forAllTexts (fun text ->
        let answer = text + "<|im_end|>" + text
        let chat = AnsweredChat.Of(tokenizer, asked, answer, "")
        let body = chat.Tokens |> Seq.skip chat.LearnedFrom |> List.ofSeq |> List.rev

        body.Head = tokenizer.IdOf("<|im_end|>").Value
        && body.Tail |> List.forall (controls.Contains >> not)
        && List.rev body.Tail = List.ofSeq (tokenizer.Encode(answer, false)))

[<Fact>]
let ``documents end with the tokenizer's own end of text, or the usual one`` () =
    (family "mistral").NeedEndOfText()
    |> should equal ((family "mistral").IdOf("</s>").Value)

    smallTokenizer.Value.NeedEndOfText()
    |> should equal (smallTokenizer.Value.IdOf("<|endoftext|>").Value)
