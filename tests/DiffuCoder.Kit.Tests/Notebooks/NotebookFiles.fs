/// Notebooks written by tests.
module DiffuCoder.Kit.Tests.Notebooks.NotebookFiles

open System.IO
open System.Text.Json.Nodes
open DiffuCoder.Notebooks.NotebookDocument

let private string (value: string) = JsonValue.Create value :> JsonNode

let markdown (source: string) =
    jsonObject
        [
            "cell_type", string "markdown"
            "metadata", JsonObject()
            "source", lines source
        ]

let code (source: string) =
    jsonObject
        [
            "cell_type", string "code"
            "execution_count", null
            "metadata", JsonObject()
            "outputs", JsonArray()
            "source", lines source
        ]

/// A notebook of these cells, which get ids.
let notebook (cells: JsonObject list) =
    cells |> List.iteri (fun index cell -> cell["id"] <- string $"cell-{index + 1}")

    let nodes =
        cells |> List.map (fun cell -> cell :> JsonNode) |> Array.ofList |> JsonArray

    let kernel =
        jsonObject
            [
                "display_name", string ".NET (F#)"
                "language", string "F#"
                "name", string ".net-fsharp"
            ]

    jsonObject
        [
            "cells", nodes :> JsonNode
            "metadata", jsonObject [ "kernelspec", kernel ]
            "nbformat", JsonValue.Create 4
            "nbformat_minor", JsonValue.Create 5
        ]

/// Writes a notebook into a folder and gives its path.
let write folder (name: string) (cells: JsonObject list) =
    let path = Path.Combine(folder, name + ".ipynb")
    File.WriteAllText(path, toText { Name = name; Json = notebook cells })
    path
