/// Damaged, foreign and contradictory tokenizer files: refused with the file and the place, never a wrong tokenizer.
module DiffuCoder.Core.Tests.Tokenization.TokenizerFilesTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open FsCheck.FSharp
open FsCheck.Xunit
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Tokenization.TokenizerFixtures

let private vocabulary =
    lazy (BpeTrainer.Train([ "ab ab abc abc" ], 300, [| "<|mask|>" |]))

let private json, vocab, merges, config =
    "tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json"

/// Loads the small vocabulary's files after some were changed; those of tokenizer.json are only there if it is among the changed.
let private loadWith (changes: (string * (string -> string)) list) =
    withDirectory (fun directory ->
        vocabulary.Value.Save directory

        if not (changes |> List.exists (fun (name, _) -> name = json)) then
            File.Delete(Path.Combine(directory, json))

        for name, change in changes do
            let path = Path.Combine(directory, name)
            let before = if File.Exists path then File.ReadAllText path else ""
            File.WriteAllText(path, change before)

        CodeTokenizer.Load directory)

let private message changes =
    Assert.Throws<TokenizerException>(fun () -> loadWith changes |> ignore).Message

let private shouldSay (parts: string list) (message: string) =
    for part in parts do
        message |> should haveSubstring part

let private replace (before: string) (after: string) (text: string) =
    text |> should haveSubstring before
    text.Replace(before, after)

[<Fact>]
let ``a directory without a tokenizer says which files were looked for`` () =
    withDirectory (fun directory ->
        CodeTokenizer.ExistsIn directory |> should equal false
        File.WriteAllText(Path.Combine(directory, vocab), "{}")
        CodeTokenizer.ExistsIn directory |> should equal false

        Assert.Throws<TokenizerException>(fun () -> CodeTokenizer.Load directory |> ignore).Message
        |> shouldSay [ directory; json; vocab; merges ])

[<Fact>]
let ``either kind of files makes a tokenizer exist`` () =
    withDirectory (fun directory ->
        vocabulary.Value.Save directory
        CodeTokenizer.ExistsIn directory |> should equal true
        File.Delete(Path.Combine(directory, json))
        CodeTokenizer.ExistsIn directory |> should equal true)

[<Fact>]
let ``a Git LFS pointer in place of a file says what to run`` () =
    let pointer _ =
        "version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 7031645\n"

    for name in [ json; vocab; merges ] do
        message [ name, pointer ] |> shouldSay [ name; "git lfs pull" ]

[<Fact>]
let ``a file cut short is named with its line`` () =
    for name in [ json; vocab; config ] do
        message [ name, (fun text -> text.Substring(0, text.Length / 2)) ]
        |> shouldSay [ name; "line "; "not JSON" ]

    message [ vocab, (fun _ -> "") ] |> shouldSay [ vocab; "not JSON" ]
    message [ vocab, (fun _ -> "[]") ] |> shouldSay [ vocab; "not a JSON object" ]

[<Fact>]
let ``a string that is not Unicode is refused`` () =
    message [ json, replace "\"a b\"" "\"\\ud800 b\"" ]
    |> shouldSay [ json; "not valid Unicode" ]

[<Fact>]
let ``a merge that is not two tokens is named with its line`` () =
    for bad in [ "ab"; "a  b"; " a"; "a b c"; "" ] do
        message [ merges, replace "\na b\n" $"\na b\n{bad}\n" ]
        |> shouldSay [ merges; "line 3" ]

    message [ json, replace "\"a b\"" "\"ab\"" ]
    |> shouldSay [ json; "model.merges[0]" ]

    message [ json, replace "\"a b\"" "[\"a\"]" ]
    |> shouldSay [ json; "model.merges[0]" ]

    message [ json, replace "\"a b\"" "17" ]
    |> shouldSay [ json; "model.merges[0]" ]

[<Fact>]
let ``a merge of tokens that the vocabulary does not have is named with its line`` () =
    message [ merges, (fun text -> text + "x y\n") ]
    |> shouldSay [ merges; "line 5"; "\"xy\"" ]

    message [ merges, (fun text -> text + "ab zz\n") ]
    |> shouldSay [ merges; "line 5"; "\"zz\"" ]

    message [ json, replace "\"a b\"" "\"x y\"" ]
    |> shouldSay [ json; "model.merges[0]"; "\"xy\"" ]

[<Fact>]
let ``a merge that is there twice is refused`` () =
    message [ merges, (fun text -> text + "a b\n") ]
    |> shouldSay [ merges; "line 5"; "second time" ]

[<Fact>]
let ``merges may be pairs, as newer files have them, and end in Windows' line ends`` () =
    let expected = loadWith [] |> _.Encode("ab abc") |> List.ofSeq

    let pairs = loadWith [ json, replace "\"a b\"" "[\"a\", \"b\"]" ]
    List.ofSeq (pairs.Encode "ab abc") |> should equal expected

    let windows = loadWith [ merges, replace "\n" "\r\n" ]
    List.ofSeq (windows.Encode "ab abc") |> should equal expected

[<Fact>]
let ``missing merges are refused`` () =
    message [ json, replace "\"merges\"" "\"mergers\"" ]
    |> shouldSay [ json; "model"; "\"merges\" is missing" ]

[<Fact>]
let ``an id that two tokens have, a token that is there twice and a wild id are refused`` () =
    message [ vocab, replace "\"ab\": 256" "\"ab\": 5" ]
    |> shouldSay [ vocab; "5"; "\"ab\"" ]

    message [ vocab, replace "\"ab\": 256" "\"a\": 256" ]
    |> shouldSay [ vocab; "\"a\""; "second time" ]

    message [ vocab, replace "\"ab\": 256" "\"ab\": 2000000000" ]
    |> shouldSay [ vocab; "\"ab\""; "2000000000" ]

    message [ vocab, replace "\"ab\": 256" "\"ab\": -1" ]
    |> shouldSay [ vocab; "\"ab\""; "-1" ]

    message [ vocab, replace "\"ab\": 256" "\"ab\": 2.5" ]
    |> shouldSay [ vocab; "ab"; "integer" ]

[<Fact>]
let ``a vocabulary without all bytes is refused`` () =
    message [ vocab, replace "\"Ġ\": 220" "\"no byte\": 220" ]
    |> shouldSay [ vocab; "1 of the 256"; "Ġ" ]

[<Fact>]
let ``what tokenizer json asks for beyond byte-level BPE is refused by name`` () =
    let postProcessor = "\"post_processor\": {\n    \"type\": \"ByteLevel\","

    let template part =
        $"\"post_processor\": {{\"type\": \"TemplateProcessing\", \"single\": [{{{part}: {{\"id\": \"A\"}}}}],"

    // a template that adds nothing is no reason to refuse
    loadWith [ json, replace postProcessor (template "\"Sequence\"") ] |> ignore

    let cases =
        [
            "\"type\": \"BPE\"", "\"type\": \"Unigram\"", "Unigram"
            "\"type\": \"NFC\"", "\"type\": \"Lowercase\"", "Lowercase"
            "\"dropout\": null", "\"dropout\": 0.1", "dropout"
            "\"byte_fallback\": false", "\"byte_fallback\": true", "byte_fallback"
            "\"end_of_word_suffix\": \"\"", "\"end_of_word_suffix\": \"</w>\"", "end_of_word_suffix"
            "\"behavior\": \"Isolated\"", "\"behavior\": \"Removed\"", "Removed"
            "\"invert\": false", "\"invert\": true", "invert"
            "\"Split\"", "\"Digits\"", "pre_tokenizer"
            "\\\\p{N}|", "\\\\p{N}{1,2}|", "\\p{N}{1,2}"
            "\"add_prefix_space\": false", "\"add_prefix_space\": true", "add_prefix_space"
            "\"single_word\": false", "\"single_word\": true", "single_word"
            postProcessor, template "\"SpecialToken\"", "TemplateProcessing"
            "\"decoder\": {\n    \"type\": \"ByteLevel\"", "\"decoder\": {\n    \"type\": \"Metaspace\"", "Metaspace"
        ]

    for before, after, named in cases do
        message [ json, replace before after ] |> shouldSay [ json; named ]

[<Fact>]
let ``a tokenizer class that does not say how to split is refused by name`` () =
    message [ config, replace "Qwen2Tokenizer" "LlamaTokenizer" ]
    |> shouldSay [ config; "LlamaTokenizer" ]

    message [ config, replace "\"add_prefix_space\": false" "\"add_prefix_space\": true" ]
    |> shouldSay [ config; "add_prefix_space" ]

[<Fact>]
let ``an added token may neither contradict another file nor take the id of another token`` () =
    let added content id _ = $"{{\"{content}\": {id}}}"

    message [ "added_tokens.json", added "<|mask|>" 999 ]
    |> shouldSay [ "added_tokens.json"; "<|mask|>"; "999" ]

    message [ "added_tokens.json", added "<|new|>" 97 ]
    |> shouldSay [ "97"; "<|new|>" ]

    message [ "added_tokens.json", added "" 999 ] |> shouldSay [ "999"; "empty" ]

    message [ "added_tokens.json", added "<|new|>" Int32.MaxValue ]
    |> shouldSay [ "<|new|>"; string Int32.MaxValue ]

[<Fact>]
let ``an added token of the id file alone is special if another file gives it a role`` () =
    let tokens _ = "{\"<|end|>\": 400, \"<tool>\": 401}"

    let roles _ =
        "{\"eos_token\": {\"content\": \"<|end|>\"}, \"additional_special_tokens\": [\"<|mask|>\"]}"

    let tokenizer =
        loadWith [ "added_tokens.json", tokens; "special_tokens_map.json", roles ]

    let ids = tokenizer.Encode "a<|end|>b<tool>"
    tokenizer.VocabularySize |> should equal 402
    List.ofSeq ids |> should contain 400
    tokenizer.Decode(ids, skipSpecialTokens = true) |> should equal "ab<tool>"

[<Fact>]
let ``added tokens strip the white space that they are said to strip`` () =
    let ids changes (text: string) =
        loadWith [ json, changes ] |> _.Encode(text) |> List.ofSeq

    let plain = ids id
    let strips = "a \n<|mask|>\t b"

    ids (replace "\"lstrip\": false" "\"lstrip\": true") strips
    |> should equal (plain "a<|mask|>\t b")

    ids (replace "\"rstrip\": false" "\"rstrip\": true") strips
    |> should equal (plain "a \n<|mask|>b")

[<Fact>]
let ``an added token flagged as normalised is found in the composed text`` () =
    let named flag =
        loadWith
            [
                json,
                replace "\"content\": \"<|mask|>\"" "\"content\": \"<é>\""
                >> replace "\"normalized\": false" $"\"normalized\": {flag}"
                config, replace "<|mask|>" "<é>"
            ]

    let count (tokenizer: CodeTokenizer) (text: string) =
        tokenizer.Encode text
        |> Seq.filter ((=) tokenizer.SpecialTokens["<é>"])
        |> Seq.length

    count (named "true") "<e\u0301><é>" |> should equal 2
    count (named "false") "<e\u0301><é>" |> should equal 1

    (named "false").Decode [ (named "false").SpecialTokens["<é>"] ]
    |> should equal "<é>"

[<Fact>]
let ``where merges are ignored, a piece that is a token is that token, and others are merged`` () =
    // without the merge of a and b, their token is reached as a whole alone
    let unmerged = replace "\"a b\"," ""

    let ignoring =
        replace "\"byte_fallback\": false" "\"byte_fallback\": false, \"ignore_merges\": true"

    let merging = loadWith [ json, unmerged ]
    let whole = loadWith [ json, unmerged >> ignoring ]
    let ids (tokenizer: CodeTokenizer) (text: string) = tokenizer.Encode text |> List.ofSeq
    let id (token: string) = whole.IdOf(token).Value
    ids merging "ab" |> should equal [ id "a"; id "b" ]
    ids whole "ab" |> should equal [ id "ab" ]
    ids whole "abb" |> should equal [ id "a"; id "b"; id "b" ]

    ids whole "ab ab<|mask|>ab"
    |> should equal (ids whole "ab" @ ids whole " ab" @ [ id "<|mask|>"; id "ab" ])

    whole.Decode(ids whole "é ab\n") |> should equal "é ab\n"

[<Fact>]
let ``a byte-level pre-tokenizer alone splits as GPT-2 does and composes nothing`` () =
    let start, stop = "\"pre_tokenizer\": ", "\"post_processor\""

    let gpt2 (text: string) =
        let from, upTo = text.IndexOf start, text.IndexOf stop

        text.Substring(0, from)
        + "\"pre_tokenizer\": {\"type\": \"ByteLevel\", \"add_prefix_space\": false, \"use_regex\": true},\n"
        + text.Substring upTo
        |> replace "\"normalizer\": {\n    \"type\": \"NFC\"\n  }" "\"normalizer\": null"

    let tokenizer = loadWith [ json, gpt2 ]
    tokenizer.Decode(tokenizer.Encode "e\u0301") |> should equal "e\u0301"

    let sameFromVocabulary =
        loadWith [ config, replace "Qwen2Tokenizer" "GPT2Tokenizer" ]

    for text in [ "ab 'ab\n\nab"; "e\u0301 abc" ] do
        List.ofSeq (sameFromVocabulary.Encode text)
        |> should equal (List.ofSeq (tokenizer.Encode text))

[<Property(MaxTest = 300)>]
let ``files with flipped bytes load or are refused, and nothing else`` () =
    let genFlips =
        Gen.zip
            (Gen.elements [ json; vocab; merges; config ])
            (Gen.listOfLength 3 (Gen.zip (Gen.choose (0, Int32.MaxValue)) (Gen.choose (0, 255))))

    withDirectory (fun directory ->
        let files = vocabulary.Value.ToFiles()

        Prop.forAll (Arb.fromGen genFlips) (fun (name, flips) ->
            Directory.CreateDirectory directory |> ignore
            let path name = Path.Combine(directory, name)
            let bytes = Array.copy files[name]

            for place, value in flips do
                bytes[place % bytes.Length] <- byte value

            for file in files do
                File.WriteAllBytes(path file.Key, file.Value)

            if name = vocab || name = merges then
                File.Delete(path json)

            File.WriteAllBytes(path name, bytes)

            try
                let tokenizer = CodeTokenizer.Load directory
                tokenizer.Encode "abc ab" |> tokenizer.Decode |> String.length > 0
            with :? TokenizerException as e ->
                e.Message.Contains name || e.Message.Contains directory))
