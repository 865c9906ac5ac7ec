/// Chat templates against the real Jinja2.
module DiffuCoder.Core.Tests.Tokenization.ChatGoldenTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Tokenization.ChatGoldens

let private rendered (golden: GoldenTemplate) (messages: ChatMessage list) opened =
    try
        golden.Template.Render(messages, opened) |> Text
    with :? TokenizerException as e ->
        Error e.Message

/// The first of what differs: another text, a text where an error is due, an error where a text is due.
let private differences cases =
    let kind =
        function
        | Text _, Text _ -> 0
        | Text _, Error _ -> 1
        | _ -> 2

    cases
    |> Seq.filter (fun (_, got, wanted) ->
        match got, wanted with
        | Error _, Error _ -> false
        | _ -> got <> wanted)
    |> Seq.sortBy (fun (_, got, wanted) -> kind (got, wanted))
    |> Seq.truncate 20
    |> Seq.map (fun (what, got, wanted) -> $"{what}\n  %A{got}\n  instead of %A{wanted}")
    |> String.concat "\n"

[<Fact>]
let ``templates of nine families write what Jinja2 writes, and refuse what it refuses`` () =
    templates.Value.Length |> should be (greaterThanOrEqualTo 9)

    [
        for golden in templates.Value do
            for messages, opened, expected in golden.Cases do
                $"{golden.Name}, %A{messages}, opened {opened}", rendered golden messages opened, expected
    ]
    |> differences
    |> should equal ""

[<Fact>]
let ``of the goldens most are texts`` () =
    for golden in templates.Value do
        let texts =
            golden.Cases
            |> List.filter (fun (_, _, expected) -> expected.IsText)
            |> List.length

        texts |> should be (greaterThan (golden.Cases.Length / 2))

[<Fact>]
let ``hundreds of small templates give what Jinja2 gives, errors included`` () =
    corpus.Value.Length |> should be (greaterThan 500)

    [ for source, expected in corpus.Value -> source, render source, expected ]
    |> differences
    |> should equal ""
