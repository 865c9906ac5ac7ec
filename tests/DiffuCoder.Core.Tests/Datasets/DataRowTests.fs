module DiffuCoder.Core.Tests.Datasets.DataRowTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Datasets.DataSets

let private line =
    """{"text": "a", "none": null, "number": 2.5, "list": ["b", "c"], "mixed": ["b", 1], "a.b": "literal", "a": {"b": "hidden", "c": {"d": "deep"}}, "items": [{"n": 1}, {"n": "x"}, 3], "half": "\ud800"}"""

let private onRow (work: DataRow -> 'a) =
    withText "some.jsonl" ("\n" + line) (fun path -> work (rows path |> List.exactlyOne))

let private problemOf (work: DataRow -> 'a) =
    onRow (fun row ->
        let problem = Assert.Throws<DataException>(fun () -> work row |> ignore)
        problem.Message |> should startWith $"{row.File}, line 2: the column \""
        (problem.File, problem.Row) |> should equal (row.File, System.Nullable 2L)
        problem.Message)

[<Fact>]
let ``columns are read by name and by dotted path`` () =
    onRow (fun row ->
        row.Text "text" |> should equal "a"
        row.Number "number" |> should equal 2.5
        List.ofSeq (row.Texts "list") |> should equal [ "b"; "c" ]
        row.Text "a.c.d" |> should equal "deep"
        row.Text "a.b" |> should equal "literal"
        row.TextOr("text", "else") |> should equal "a"
        row.TextOr("none", "else") |> should equal "else"
        row.TextOr("nowhere", "else") |> should equal "else"

        (row.Has "none", row.Has "a.c", row.Has "a.x", row.Has "text.x")
        |> should equal (false, true, false, false))

[<Fact>]
let ``a missing column is named with those that are there`` () =
    problemOf (_.Text("tekst"))
    |> should haveSubstring "\"tekst\" is missing; there are text, none, number, list, mixed"

    problemOf (_.Text("a.c.x")) |> should haveSubstring "\"a.c.x\" is missing"
    problemOf (_.Number("none")) |> should haveSubstring "\"none\" is null"

[<Fact>]
let ``a column of a wrong type is named with what would be right`` () =
    problemOf (_.Text("number"))
    |> should haveSubstring "\"number\" should be text and is a number"

    problemOf (_.Number("text"))
    |> should haveSubstring "\"text\" should be a number and is text"

    problemOf (_.Texts("text"))
    |> should haveSubstring "\"text\" should be a list and is text"

    problemOf (_.Texts("mixed"))
    |> should haveSubstring "\"mixed[1]\" should be text and is a number"

    problemOf (_.Items("a"))
    |> should haveSubstring "\"a\" should be a list and is an object"

    problemOf (_.Items("items"))
    |> should haveSubstring "\"items[2]\" should be an object and is a number"

    problemOf (_.TextOr("number", "")) |> should haveSubstring "should be text"

    problemOf (_.Text("half"))
    |> should haveSubstring "\"half\" holds half a character"

[<Fact>]
let ``an error inside a list names the place in it`` () =
    let line = """{"m": {"items": [{"n": 1}, {"n": "x"}, {"inner": [{}]}]}}"""

    withText "some.jsonl" line (fun path ->
        let items = (rows path |> List.exactlyOne).Items "m.items"

        Assert.Throws<DataException>(fun () -> items[1].Number "n" |> ignore).Message
        |> should haveSubstring "line 1: the column \"m.items[1].n\" should be a number"

        Assert.Throws<DataException>(fun () -> items[2].Items("inner").[0].Text "t" |> ignore).Message
        |> should haveSubstring "\"m.items[2].inner[0].t\" is missing; there are no columns")
