/// A notebook as one HTML page that needs no network.
module DiffuCoder.Notebooks.Page

open System.Net
open System.Text.Json.Nodes
open Markdig
open DiffuCoder.Notebooks.NotebookDocument

let private style =
    """body { font: 16px/1.5 system-ui, sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em; color: #222; }
pre { padding: .6em .8em; overflow-x: auto; font: 13px/1.45 ui-monospace, monospace; border-radius: 4px; }
pre.code { background: #f3f4f6; }
pre.text { background: none; padding-left: 0; }
pre.stderr { background: #fff6e0; }
pre.error { background: #fde8e8; }
table { border-collapse: collapse; }
th, td { border: 1px solid #ccc; padding: .25em .6em; text-align: left; }
blockquote { border-left: 4px solid #bbb; margin: 1em 0; padding: .1em 1em; color: #444; }
img { max-width: 100%; }"""

let private markdown = MarkdownPipelineBuilder().UseAdvancedExtensions().Build()

let private pre (kind: string) (value: string) =
    $"<pre class=\"{kind}\">{WebUtility.HtmlEncode value}</pre>"

let private value (data: JsonNode) =
    let words = text data["text/plain"]

    match text data["text/html"], text data["image/png"] with
    | "", "" -> pre "text" words
    | "", picture -> $"<img alt=\"{WebUtility.HtmlEncode words}\" src=\"data:image/png;base64,{picture}\">"
    | html, _ -> $"<div>{html}</div>"

let private output (node: JsonNode) =
    match node["output_type"].GetValue<string>() with
    | "stream" when text node["name"] = "stderr" -> pre "stderr" (text node["text"])
    | "stream" -> pre "text" (text node["text"])
    | "error" -> pre "error" (text node["evalue"])
    | _ -> value node["data"]

let private cell (cell: Cell) =
    if cell.IsCode then
        pre "code" cell.Source
        :: [ for node in cell.Json["outputs"].AsArray() -> output node ]
    else
        [ Markdown.ToHtml(cell.Source, markdown) ]

/// The page of an executed notebook. The script that draws charts is in it where there are charts: it came with the first one.
let ofDocument (document: NotebookDocument) =
    let body = cells document |> List.collect cell |> String.concat "\n"

    $"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{WebUtility.HtmlEncode document.Name}</title>\n"
    + $"<style>\n{style}\n</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
