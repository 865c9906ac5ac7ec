/// Which template and which tokens a checkpoint's files give its chats.
module DiffuCoder.Core.Tests.Tokenization.ChatFilesTests

open System.IO
open System.Text.Json
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Tokenization.TokenizerFixtures

let private ask = [ ChatMessage(ChatRole.User, "hi") ]

let private vocabularyOf tokens =
    BpeTrainer.Train([ corpus.Value ], 300, tokens)

let private plainVocabulary =
    lazy (vocabularyOf [| "<|endoftext|>"; "<s>"; "</s>" |])

/// Loads a vocabulary's files after tokenizer_config.json and others were changed.
let private loadWith (vocabulary: BpeVocabulary) (config: JsonObject -> unit) (files: (string * (string -> string)) list) =
    withDirectory (fun directory ->
        vocabulary.Save directory
        let path name = Path.Combine(directory, name)
        let json = JsonNode.Parse(File.ReadAllText(path "tokenizer_config.json")) |> nonNull
        config (json.AsObject())
        File.WriteAllText(path "tokenizer_config.json", json.ToJsonString())

        for name, change in files do
            let before =
                if File.Exists(path name) then
                    File.ReadAllText(path name)
                else
                    ""

            File.WriteAllText(path name, change before)

        CodeTokenizer.Load directory)

let private set (name: string) (value: string) (config: JsonObject) = config[name] <- JsonNode.Parse value

let private text (value: string) = JsonSerializer.Serialize value

[<Fact>]
let ``the template of tokenizer_config is followed, with the special tokens stated there`` () =
    let config config =
        set "chat_template" (text "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}{{ unk_token }}") config
        set "bos_token" "{\"content\": \"<s>\", \"lstrip\": false}" config
        set "eos_token" "\"</s>\"" config

    let tokenizer = loadWith plainVocabulary.Value config []
    (tokenizer.NeedChatTemplate()).Render ask |> should equal "<s>hi</s>"

    tokenizer.EncodeChat ask
    |> List.ofSeq
    |> should equal (tokenizer.Encode "<s>hi</s>" |> List.ofSeq)

[<Fact>]
let ``special_tokens_map states the tokens that tokenizer_config does not`` () =
    let config =
        set "chat_template" (text "{{ bos_token }}{{ eos_token }}{{ additional_special_tokens[0] }}")

    let map _ =
        "{\"bos_token\": \"<s>\", \"eos_token\": \"</s>\"}"

    let tokenizer =
        loadWith plainVocabulary.Value config [ "special_tokens_map.json", map ]

    (tokenizer.NeedChatTemplate()).Render ask
    |> should equal "<s><|endoftext|><|endoftext|>"

[<Fact>]
let ``of several templates the default is taken, and others by name`` () =
    let listed names =
        let entries =
            names
            |> List.map (fun name -> $"{{\"name\": \"{name}\", \"template\": \"is {name}\"}}")

        set "chat_template" ("[" + String.concat ", " entries + "]")

    let both = loadWith plainVocabulary.Value (listed [ "tool_use"; "default" ]) []
    (both.NeedChatTemplate()).Render ask |> should equal "is default"
    both.ChatTemplates["tool_use"].Render ask |> should equal "is tool_use"

    let one = loadWith smallVocabulary.Value (listed [ "tool_use" ]) []
    isNull (box one.ChatTemplate) |> should equal true

    Assert.Throws<TokenizerException>(fun () -> one.EncodeChat ask |> ignore).Message
    |> should haveSubstring "\"tool_use\""

    Assert.Throws<TokenizerException>(fun () -> loadWith plainVocabulary.Value (listed [ "a"; "a" ]) [] |> ignore).Message
    |> should haveSubstring "second time"

[<Fact>]
let ``chat_template.jinja wins, and is carried along with the other files`` () =
    let config = set "chat_template" (text "of the config")

    let tokenizer =
        loadWith plainVocabulary.Value config [ "chat_template.jinja", (fun _ -> "of the file\n") ]

    (tokenizer.NeedChatTemplate()).Render ask |> should equal "of the file"
    tokenizer.Files.Keys |> should contain "chat_template.jinja"

[<Fact>]
let ``a template that is not known to be right still lets the tokenizer load`` () =
    let tokenizer =
        loadWith plainVocabulary.Value (set "chat_template" (text "{{ 'x' }}\n{% magic %}")) []

    tokenizer.Encode "text" |> Seq.isEmpty |> should equal false

    let message =
        Assert.Throws<TokenizerException>(fun () -> tokenizer.EncodeChat ask |> ignore).Message

    message |> should haveSubstring "tokenizer_config.json, chat_template, line 2 "
    message |> should haveSubstring "\"magic\""

[<Fact>]
let ``a tokenizer with Qwen's tokens and no template has Qwen's format, one without them none`` () =
    let remove (config: JsonObject) = config.Remove "chat_template" |> ignore

    (loadWith smallVocabulary.Value remove []).ChatTemplate
    |> should be (sameAs ChatTemplate.Qwen)

    isNull (box (loadWith plainVocabulary.Value remove []).ChatTemplate)
    |> should equal true

[<Fact>]
let ``the template that our own vocabularies carry writes Qwen's format, byte for byte`` () =
    let own = smallTokenizer.Value.NeedChatTemplate()
    own |> should not' (be (sameAs ChatTemplate.Qwen))
    own.Source |> should equal ChatTemplate.Qwen.Source

/// The files with another post-processor.
let private withPostProcessor (processor: string) =
    let replace (json: string) =
        let root = JsonNode.Parse json |> nonNull
        root["post_processor"] <- JsonNode.Parse processor
        root.ToJsonString()

    loadWith plainVocabulary.Value ignore [ "tokenizer.json", replace ]

let private begins =
    let id = plainVocabulary.Value.ToTokenizer().IdOf("<s>").Value

    "{\"type\": \"TemplateProcessing\", \"single\": [{\"SpecialToken\": {\"id\": \"<s>\", \"type_id\": 0}}, {\"Sequence\": {\"id\": \"A\", \"type_id\": 0}}],"
    + " \"special_tokens\": {\"<s>\": {\"id\": \"<s>\", \"ids\": ["
    + string id
    + "], \"tokens\": [\"<s>\"]}}}"

[<Fact>]
let ``what the post-processor puts before a text stands before a prompt, and before no other text`` () =
    for processor in
        [
            begins
            $"{{\"type\": \"Sequence\", \"processors\": [{{\"type\": \"ByteLevel\"}}, {begins}]}}"
        ] do
        let tokenizer = withPostProcessor processor
        let start = tokenizer.IdOf("<s>").Value
        let plain = tokenizer.Encode "a text" |> List.ofSeq
        List.ofSeq tokenizer.Prefix |> should equal [ start ]
        plain |> should not' (contain start)
        tokenizer.EncodePrompt "a text" |> List.ofSeq |> should equal (start :: plain)

        TokenRows.Of(tokenizer, Document "a text").Tokens
        |> List.ofSeq
        |> should equal (start :: plain @ [ tokenizer.IdOf("<|endoftext|>").Value ])

[<Fact>]
let ``a prompt of a tokenizer without such a post-processor is its text`` () =
    smallTokenizer.Value.Prefix |> should be Empty

    smallTokenizer.Value.EncodePrompt "a<|im_end|>"
    |> List.ofSeq
    |> should equal (smallTokenizer.Value.Encode("a<|im_end|>", false) |> List.ofSeq)

[<Fact>]
let ``a post-processor that puts tokens behind a text is refused by name`` () =
    let behind =
        begins.Replace("\"type_id\": 0}}]", "\"type_id\": 0}}, {\"SpecialToken\": {\"id\": \"<s>\", \"type_id\": 0}}]")

    Assert.Throws<TokenizerException>(fun () -> withPostProcessor behind |> ignore).Message
    |> should haveSubstring "behind a text"

    Assert.Throws<TokenizerException>(fun () -> withPostProcessor (begins.Replace("\"ids\": [", "\"ids\": [9")) |> ignore).Message
    |> should haveSubstring "which no token has"

    Assert.Throws<TokenizerException>(fun () -> withPostProcessor "{\"type\": \"RobertaProcessing\"}" |> ignore).Message
    |> should haveSubstring "RobertaProcessing"
