/// A notebook's file: nbformat 4.5, for the F# kernel of .NET Interactive.
module DiffuCoder.Notebooks.NotebookDocument

open System
open System.IO
open System.Text.Encodings.Web
open System.Text.Json
open System.Text.Json.Nodes
open System.Text.RegularExpressions

/// A notebook as it lies in its file. `Json` is never changed in place.
type NotebookDocument = { Name: string; Json: JsonObject }

/// A cell; `Number` counts all cells from 1, as a reader does.
type Cell =
    {
        Number: int
        IsCode: bool
        Source: string
        Json: JsonObject
    }

/// A text of nbformat: a string, or its lines.
let text (node: JsonNode) =
    match node with
    | null -> ""
    | :? JsonArray as lines -> lines |> Seq.map _.GetValue<string>() |> String.concat ""
    | other -> other.GetValue<string>()

/// A text in the form of nbformat that makes small differences small: a list of lines with their ends.
let lines (value: string) =
    Regex.Matches(value, @"[^\n]*\n|[^\n]+$")
    |> Seq.map (fun line -> JsonValue.Create line.Value :> JsonNode)
    |> Array.ofSeq
    |> JsonArray

/// A JSON object of these members, in this order.
let jsonObject (members: (string * JsonNode) list) =
    let made = JsonObject()

    for name, value in members do
        made[name] <- value

    made

let private cellsOf (document: NotebookDocument) = document.Json["cells"].AsArray()

/// The cells, of a notebook that has no problems.
let cells (document: NotebookDocument) =
    [
        for index, node in cellsOf document |> Seq.indexed do
            let json = node.AsObject()

            {
                Number = index + 1
                IsCode = json["cell_type"].GetValue<string>() = "code"
                Source = text json["source"]
                Json = json
            }
    ]

/// The notebook with changes to its code cells, which are counted from 0.
let mapCode (change: int -> JsonObject -> unit) (document: NotebookDocument) =
    let copy =
        { document with
            Json = document.Json.DeepClone().AsObject()
        }

    cells copy |> List.filter _.IsCode |> List.map _.Json |> List.iteri change
    copy

let private kernel =
    [ "display_name", ".NET (F#)"; "language", "F#"; "name", ".net-fsharp" ]

let private isText (node: JsonNode) =
    match node with
    | :? JsonArray as lines ->
        lines
        |> Seq.forall (fun line -> not (isNull line) && line.GetValueKind() = JsonValueKind.String)
    | null -> false
    | other -> other.GetValueKind() = JsonValueKind.String

let private problemsOfCell number (node: JsonNode) =
    match node with
    | :? JsonObject as cell ->
        let kind, id = string cell["cell_type"], string cell["id"]

        [
            if not (List.contains kind [ "code"; "markdown"; "raw" ]) then
                $"cell_type is '{kind}'; it should be code, markdown or raw"
            if not (Regex.IsMatch(id, "^[a-zA-Z0-9_-]{1,64}$")) then
                $"id is '{id}'; it should be 1 to 64 letters, digits, - and _"
            if not (cell["metadata"] :? JsonObject) then
                "metadata is no object"
            if not (isText cell["source"]) then
                "source is neither a string nor a list of strings"
            if kind = "code" && not (cell["outputs"] :? JsonArray) then
                "outputs is no list"
            if kind = "code" && not (cell.ContainsKey "execution_count") then
                "execution_count is missing; before a run it is null"
            if
                kind <> "code"
                && (cell.ContainsKey "outputs" || cell.ContainsKey "execution_count")
            then
                "it has outputs or an execution_count, and is no code"
        ]
        |> List.map (fun problem -> $"cell {number}: {problem}.")
    | _ -> [ $"cell {number}: it is no object." ]

/// What keeps a notebook from being well-formed nbformat 4.5 for the F# kernel; empty when it is.
let problems (document: NotebookDocument) : string list =
    let at (path: string list) =
        path
        |> List.fold
            (fun (node: JsonNode) name ->
                match node with
                | :? JsonObject as parent -> parent[name]
                | _ -> null)
            document.Json

    let expect path (value: string) =
        match at path with
        | found when not (isNull found) && string found = value -> []
        | found ->
            let place = String.concat "." path
            [ $"{place} is '{found}'; it should be {value}." ]

    let duplicates (cells: JsonArray) =
        cells
        |> Seq.choose (function
            | :? JsonObject as cell when not (isNull cell["id"]) -> Some(string cell["id"])
            | _ -> None)
        |> Seq.countBy id
        |> Seq.filter (fun (_, count) -> count > 1)
        |> Seq.map (fun (id, count) -> $"{count} cells have the id {id}.")

    [
        yield! expect [ "nbformat" ] "4"
        yield! expect [ "nbformat_minor" ] "5"

        for name, value in kernel do
            yield! expect [ "metadata"; "kernelspec"; name ] value

        match document.Json["cells"] with
        | :? JsonArray as cells ->
            yield!
                cells
                |> Seq.indexed
                |> Seq.collect (fun (index, cell) -> problemsOfCell (index + 1) cell)

            yield! duplicates cells
        | _ -> "cells is no list."
    ]

/// Reads a notebook; `RunnerException` with every problem when it is not well-formed.
let read (path: string) : NotebookDocument =
    let refuse (problem: string) =
        raise (Tool.RunnerException $"{path} is no notebook: {problem}")

    let document =
        try
            {
                Name = Path.GetFileNameWithoutExtension path
                Json = JsonNode.Parse(File.ReadAllText path).AsObject()
            }
        with
        | :? JsonException
        | :? InvalidOperationException as problem -> refuse problem.Message

    match problems document with
    | [] -> document
    | problems -> refuse (String.concat "\n" ("" :: problems))

let private writing =
    JsonSerializerOptions(WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)

/// The bytes of a notebook's file: the same for the same content.
let toText (document: NotebookDocument) =
    document.Json.ToJsonString writing + "\n"
