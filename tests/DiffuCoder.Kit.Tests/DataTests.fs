module DiffuCoder.Kit.Tests.DataTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Tokenization

let private said (conversations: DiffuCoder.Datasets.Conversation seq) =
    [
        for conversation in conversations -> [ for message in conversation.Messages -> message.Role, message.Content ]
    ]

let private withText (name: string) (text: string) (work: string -> unit) =
    let folder = Directory.CreateTempSubdirectory "diffucoder-data-"

    try
        let path = Path.Combine(folder.FullName, name)
        File.WriteAllText(path, text)
        work path
    finally
        folder.Delete true

[<Fact>]
let ``a list of Alpaca's rows is read with their input`` () =
    withText "alpaca.json" """[{"instruction": "Add the numbers.", "input": "2 and 3", "output": "5"}]""" (fun path ->
        Data.conversations path
        |> said
        |> should equal [ [ ChatRole.User, "Add the numbers.\n\n2 and 3"; ChatRole.Assistant, "5" ] ])

[<Fact>]
let ``ShareGPT's conversations are read, by their columns and by their name`` () =
    withText "share.jsonl" """{"conversations": [{"from": "human", "value": "u"}, {"from": "gpt", "value": "a"}]}""" (fun path ->
        let expected = [ [ ChatRole.User, "u"; ChatRole.Assistant, "a" ] ]
        Data.conversations path |> said |> should equal expected

        Data.conversationsOf ConversationColumns.ShareGpt BadRows.Fatal path
        |> said
        |> should equal expected)
