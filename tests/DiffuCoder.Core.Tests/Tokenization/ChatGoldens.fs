/// What the real Jinja2 made of templates; see Fixtures/Tokenization/chat/make_goldens.py.
module DiffuCoder.Core.Tests.Tokenization.ChatGoldens

open System
open System.IO
open System.Numerics
open System.Text.Json
open DiffuCoder.Tokenization
open DiffuCoder.Tokenization.Jinja
open DiffuCoder.Core.Tests.Tokenization.TokenizerFixtures

let private folder = fixture "chat"

let private parse name =
    JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, name))).RootElement

let private text (element: JsonElement) = element.GetString() |> nonNull
let private items (element: JsonElement) = element.EnumerateArray() |> List.ofSeq

/// The control tokens of the families whose templates are in the fixtures, over the small vocabulary.
let controlTokens =
    [|
        "<|endoftext|>"
        "<|im_start|>"
        "<|im_end|>"
        "<|startoftext|>"
        "<|begin_of_text|>"
        "<|start_header_id|>"
        "<|end_header_id|>"
        "<|eot_id|>"
        "<s>"
        "</s>"
        "[INST]"
        "[/INST]"
        "<|EOT|>"
        "<think>"
        "</think>"
    |]

/// The small vocabulary with the control tokens of all families.
let familyVocabulary = lazy BpeTrainer.Train([ corpus.Value ], 600, controlTokens)

/// The clock of the goldens.
let clock = Func<DateTime>(fun () -> DateTime(2025, 3, 7, 9, 5, 2))

/// The text, or the error that Jinja2 raised.
type Expected =
    | Text of string
    | Error of string

let private expected (element: JsonElement) =
    match element.TryGetProperty "text" with
    | true, found -> Text(text found)
    | _ -> Error(element.GetProperty "error" |> text)

let private role name =
    match name with
    | "system" -> ChatRole.System
    | "user" -> ChatRole.User
    | "assistant" -> ChatRole.Assistant
    | other -> failwith $"unknown role {other}"

type GoldenTemplate =
    {
        Name: string
        Template: ChatTemplate
        Config: TokenizerConfig
        /// Chat, whether the answer is opened, and what Jinja2 gives.
        Cases: (ChatMessage list * bool * Expected) list
    }

let private goldenTemplates (root: JsonElement) =
    let chats =
        root.GetProperty "chats"
        |> items
        |> List.map (
            items
            >> List.map (fun message -> ChatMessage(message.GetProperty "role" |> text |> role, message.GetProperty "content" |> text))
        )

    [
        for template in root.GetProperty "templates" |> items do
            let roles =
                dict
                    [
                        for role in (template.GetProperty "roles").EnumerateObject() -> role.Name, text role.Value
                    ]

            let config = TokenizerConfig(Roles = Collections.Generic.Dictionary roles)
            let name = template.GetProperty "name" |> text

            {
                Name = name
                Template = ChatTemplate(TemplateSource(template.GetProperty "template" |> text, name), config, clock)
                Config = config
                Cases =
                    [
                        for chat, output in template.GetProperty "outputs" |> items |> List.zip chats do
                            chat, true, output.GetProperty "opened" |> expected
                            chat, false, output.GetProperty "closed" |> expected
                    ]
            }
    ]

/// Our own templates in the manner of the families, and what further files of goldens are laid beside them.
let templates =
    lazy
        (Directory.GetFiles(folder, "chats*.json")
         |> Seq.sort
         |> Seq.collect (Path.GetFileName >> nonNull >> parse >> goldenTemplates)
         |> List.ofSeq)

/// A template by its name.
let named name =
    templates.Value |> List.find (fun golden -> golden.Name = name)

/// A value of JSON as a template sees Python's.
let rec private value (element: JsonElement) : obj | null =
    match element.ValueKind with
    | JsonValueKind.Null -> null
    | JsonValueKind.True -> true
    | JsonValueKind.False -> false
    | JsonValueKind.String -> MarkedText.Of(text element)
    | JsonValueKind.Number ->
        match element.GetRawText() with
        | integer when not (integer.Contains '.') -> BigInteger.Parse integer
        | _ -> element.GetDouble()
    | JsonValueKind.Array -> JinjaList(element.EnumerateArray() |> Seq.map value |> Array.ofSeq)
    | _ ->
        JinjaDict.Of
            [|
                for entry in element.EnumerateObject() -> struct (entry.Name, value entry.Value)
            |]

/// Small templates, and the text or error that Jinja2 gives.
let corpus =
    lazy
        (parse "corpus.json"
         |> fun root -> root.GetProperty "cases" |> items
         |> List.map (fun case -> case.GetProperty "template" |> text, expected case))

let private values =
    lazy
        [|
            for entry in (parse "corpus.json").GetProperty("values").EnumerateObject() -> struct (entry.Name, value entry.Value)
        |]

/// What our interpreter gives with the corpus's values.
let render source =
    try
        JinjaTemplate.Read(source).Render(values.Value, clock).ToString() |> Text
    with :? JinjaException as e ->
        Error e.Message
