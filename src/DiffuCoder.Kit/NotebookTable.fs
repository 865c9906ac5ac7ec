namespace DiffuCoder

open System
open System.Net

/// <summary>Rows under headers: a table in a notebook, Markdown everywhere else. <c>Notebook.table</c> makes one.</summary>
[<StructuredFormatDisplay("{Markdown}")>]
type NotebookTable =
    {
        /// One text for each column.
        Headers: string list
        /// Each as long as the headers.
        Rows: string list list
    }

    /// The table in Markdown; a bar or a line end inside a cell does not end it.
    member table.Markdown =
        let cell (text: string) =
            text.Replace("|", "\\|").ReplaceLineEndings "<br>"

        let line cells =
            "| " + (cells |> List.map cell |> String.concat " | ") + " |"

        line table.Headers
        :: line (table.Headers |> List.map (fun _ -> "---"))
        :: List.map line table.Rows
        |> String.concat "\n"

    /// The table in HTML.
    member table.Html =
        // code in a cell keeps its lines and its indentation
        let opened tag (text: string) =
            if text.Contains '\n' then
                $"<{tag} style=\"text-align:left;white-space:pre-wrap;font-family:monospace\">"
            else
                $"<{tag}>"

        let row tag cells =
            cells
            |> List.map (fun text -> $"{opened tag text}{WebUtility.HtmlEncode text}</{tag}>")
            |> String.concat ""
            |> sprintf "<tr>%s</tr>"

        let rows = table.Rows |> List.map (row "td") |> String.concat "\n"
        let head = row "th" table.Headers
        $"<table>\n<thead>{head}</thead>\n<tbody>\n{rows}\n</tbody>\n</table>"

    override table.ToString() = table.Markdown

/// A remark of a notebook: a paragraph set off from the rest, or its text.
[<StructuredFormatDisplay("{Text}")>]
type NotebookNote =
    {
        /// What it says.
        Text: string
    }

    /// The note in HTML.
    member note.Html = $"<blockquote>{WebUtility.HtmlEncode note.Text}</blockquote>"

    override note.ToString() = note.Text
