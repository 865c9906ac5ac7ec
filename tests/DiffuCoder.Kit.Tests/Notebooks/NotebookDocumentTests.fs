module DiffuCoder.Kit.Tests.Notebooks.NotebookDocumentTests

open System.IO
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open DiffuCoder.Kit.Tests
open DiffuCoder.Kit.Tests.Notebooks.NotebookFiles
open DiffuCoder.Notebooks
open DiffuCoder.Notebooks.NotebookDocument

let private document change =
    let json = notebook [ markdown "# Title"; code "1 + 1" ]
    change json
    { Name = "test"; Json = json }

let private cell (number: int) (json: JsonObject) =
    json["cells"].AsArray() |> Seq.item (number - 1) |> _.AsObject()

let private problem change =
    document change |> problems |> List.exactlyOne

[<Fact>]
let ``a notebook of the form has no problems`` () =
    document ignore |> problems |> should be Empty

[<Fact>]
let ``another version or kernel is named`` () =
    problem (fun json -> json["nbformat_minor"] <- JsonValue.Create 4)
    |> should equal "nbformat_minor is '4'; it should be 5."

    problem (fun json -> json["metadata"].["kernelspec"].["name"] <- JsonValue.Create "python3")
    |> should equal "metadata.kernelspec.name is 'python3'; it should be .net-fsharp."

[<Fact>]
let ``each cell is named with what it lacks`` () =
    problem (fun json -> (cell 2 json).Remove "outputs" |> ignore)
    |> should equal "cell 2: outputs is no list."

    problem (fun json -> (cell 2 json).Remove "execution_count" |> ignore)
    |> should haveSubstring "cell 2: execution_count is missing"

    problem (fun json -> (cell 1 json)["source"] <- JsonValue.Create 3)
    |> should haveSubstring "cell 1: source"

    problem (fun json -> (cell 1 json)["metadata"] <- null)
    |> should haveSubstring "cell 1: metadata"

    problem (fun json -> (cell 1 json)["cell_type"] <- JsonValue.Create "text")
    |> should haveSubstring "cell 1: cell_type is 'text'"

    problem (fun json -> (cell 1 json)["outputs"] <- JsonArray())
    |> should haveSubstring "cell 1: it has outputs"

[<Fact>]
let ``ids have a form and are there once`` () =
    problem (fun json -> (cell 1 json).Remove "id" |> ignore)
    |> should haveSubstring "cell 1: id is ''"

    problem (fun json -> (cell 1 json)["id"] <- JsonValue.Create "a b")
    |> should haveSubstring "cell 1: id is 'a b'"

    problem (fun json -> (cell 1 json)["id"] <- JsonValue.Create "cell-2")
    |> should equal "2 cells have the id cell-2."

[<Fact>]
let ``a file that is no notebook is refused with every problem`` () =
    let path = Path.Combine(StandIn.temporaryFolder (), "wrong.ipynb")
    File.WriteAllText(path, """{ "cells": [ 1 ], "nbformat": 3 }""")

    let message =
        Assert.Throws<Tool.RunnerException>(fun () -> read path |> ignore).Message

    message |> should haveSubstring "nbformat is '3'"
    message |> should haveSubstring "cell 1: it is no object"

    File.WriteAllText(path, "{")

    Assert.Throws<Tool.RunnerException>(fun () -> read path |> ignore).Message
    |> should haveSubstring path

[<Fact>]
let ``lines keep their ends and join to the text`` () =
    for text in [ ""; "one"; "one\n"; "one\ntwo"; "\n\nx" ] do
        NotebookDocument.text (lines text) |> should equal text

    (lines "one\ntwo").Count |> should equal 2

[<Fact>]
let ``a notebook that is read and written has the same bytes`` () =
    let path =
        write (StandIn.temporaryFolder ()) "same" [ markdown "# <é>"; code "\"\\n\" + \"'\"" ]

    read path |> toText |> should equal (File.ReadAllText path)
