/// Qwen2.5's tokenizer files, laid out as the checkpoints of each family have them, and the ids they must give.
module DiffuCoder.Core.Tests.Tokenization.QwenFixtures

open System
open System.Collections.Concurrent
open System.IO
open System.IO.Compression
open System.Text.Json
open Xunit
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Tokenization.TokenizerFixtures

type GoldenCase =
    {
        Name: string
        Text: string option
        Ids: int list
        IdsOfDream: int list
        IdsOfQwen: int list
        Decoded: string
        Messages: ChatMessage list
        AddGenerationPrompt: bool
    }

let private find (name: string) (element: JsonElement) =
    match element.TryGetProperty name with
    | true, value -> Some value
    | _ -> None

let private need name = find name >> Option.get
let private text (element: JsonElement) = element.GetString() |> nonNull

let private items (element: JsonElement) = element.EnumerateArray() |> List.ofSeq

let private role name =
    match name with
    | "system" -> ChatRole.System
    | "user" -> ChatRole.User
    | "assistant" -> ChatRole.Assistant
    | other -> failwith $"unknown role {other}"

let private parseCase (line: string) =
    use document = JsonDocument.Parse line
    let case = document.RootElement
    let ids = items >> List.map _.GetInt32()
    let own = case |> need "ids" |> ids

    {
        Name = case |> need "name" |> text
        Text = case |> find "text" |> Option.map text
        Ids = own
        IdsOfDream = case |> find "ids_dream" |> Option.map ids |> Option.defaultValue own
        IdsOfQwen = case |> find "ids_qwen" |> Option.map ids |> Option.defaultValue own
        Decoded = case |> need "decoded" |> text
        Messages =
            case
            |> find "messages"
            |> Option.map items
            |> Option.defaultValue []
            |> List.map (fun message -> ChatMessage(message |> need "role" |> text |> role, message |> need "content" |> text))
        AddGenerationPrompt = case |> find "add_generation_prompt" |> Option.exists _.GetBoolean()
    }

let golden =
    lazy
        (File.ReadAllLines(fixture "qwen-golden.jsonl")
         |> Seq.map parseCase
         |> List.ofSeq)

let rec private above (directory: DirectoryInfo | null) =
    match directory with
    | null -> []
    | here -> here :: above here.Parent

/// The folder with Qwen2.5's files, or a skipped test: a clone does not carry these 6 MB.
let private qwenFolder () =
    let beside =
        above (DirectoryInfo AppContext.BaseDirectory)
        |> List.filter (fun directory -> File.Exists(Path.Combine(directory.FullName, "DiffuCoder.Kit.sln")))
        |> List.map (fun root -> Path.Combine(root.FullName, "..", "shared", "data", "qwen2.5-tokenizer"))

    let stated =
        Environment.GetEnvironmentVariable "DIFFUCODER_QWEN_TOKENIZER"
        |> Option.ofObj
        |> Option.toList

    let found =
        stated @ beside
        |> List.tryFind (fun directory -> File.Exists(Path.Combine(directory, "vocab.json")))

    if found.IsNone then
        Assert.Skip
            "Qwen2.5's tokenizer is not here: let DIFFUCODER_QWEN_TOKENIZER be a folder with vocab.json, merges.txt, added_tokens.json, tokenizer.json.gz"

    found.Value

type Family =
    | Qwen
    | Dream
    | DiffuCoder

/// Content, id and whether it is special.
let private addedTokens folder family =
    let tag =
        match family with
        | Qwen -> "qwen2.5"
        | Dream -> "dream"
        | DiffuCoder -> "diffucoder-instruct"

    use document =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "added_tokens.json")))

    [
        for token in document.RootElement |> need "tokens" |> items do
            if token |> need "in" |> items |> List.exists (fun name -> text name = tag) then
                token |> need "content" |> text, (token |> need "id").GetInt32(), (token |> need "special").GetBoolean()
    ]

let private entry content special =
    $""" "content": "{content}", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": {(string special).ToLowerInvariant()} """

let private join (parts: string seq) = String.Join(",\n", parts)

/// vocab.json, merges.txt, added_tokens.json, tokenizer_config.json, as the 7B checkpoints have them.
let private buildFromVocabulary family =
    let folder = qwenFolder ()
    let tokens = addedTokens folder family

    withDirectory (fun directory ->
        for name in [ "vocab.json"; "merges.txt" ] do
            File.Copy(Path.Combine(folder, name), Path.Combine(directory, name))

        let ids = tokens |> Seq.map (fun (content, id, _) -> $"\"{content}\": {id}") |> join

        let decoder =
            tokens
            |> Seq.map (fun (content, id, special) -> $"\"{id}\": {{{entry content special}}}")
            |> join

        File.WriteAllText(Path.Combine(directory, "added_tokens.json"), $"{{{ids}}}")

        File.WriteAllText(
            Path.Combine(directory, "tokenizer_config.json"),
            $"{{\"tokenizer_class\": \"DreamTokenizer\", \"added_tokens_decoder\": {{{decoder}}}}}"
        )

        CodeTokenizer.Load directory)

/// Qwen2.5's own tokenizer.json, with the added tokens that a family has beyond it.
let private buildFromTokenizerJson family =
    let folder = qwenFolder ()
    let known = addedTokens folder Qwen |> List.map (fun (content, _, _) -> content)

    let more =
        [
            for content, id, special in addedTokens folder family do
                if not (List.contains content known) then
                    $"{{\"id\": {id}, {entry content special}}},"
        ]

    use packed = File.OpenRead(Path.Combine(folder, "tokenizer.json.gz"))
    use reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress))
    let opening = "\"added_tokens\": ["
    let json = reader.ReadToEnd().Replace(opening, opening + String.concat "\n" more)

    withDirectory (fun directory ->
        File.WriteAllText(Path.Combine(directory, "tokenizer.json"), json)
        CodeTokenizer.Load directory)

/// Each tokenizer is loaded once, by the first test that needs it.
let private once build =
    let loaded = ConcurrentDictionary<Family, CodeTokenizer>()
    fun family -> loaded.GetOrAdd(family, valueFactory = build)

let loadFromVocabulary = once buildFromVocabulary
let loadFromTokenizerJson = once buildFromTokenizerJson
