namespace DiffuCoder

open System
open System.IO
open System.Text.RegularExpressions
open Plotly.NET
open DiffuCoder.Checkpoints

/// Charts as PNG and SVG.
[<RequireQualifiedAccess>]
module internal Picture =

    let private formatOf (path: string) =
        match (Path.GetExtension path |> string).ToLowerInvariant() with
        | ".png" -> "png"
        | ".svg" -> "svg"
        | other -> ChartCheck.fail $"{path}: a picture ends in .png or .svg, not \"{other}\"; Chart.save writes HTML."

    /// Writes pictures with one start of the browser.
    let save (pictures: (string * GenericChart) list) =
        let jobs =
            [
                for path, chart in pictures -> $"{{format:\"{formatOf path}\",figure:{Page.inScript (GenericChart.toFigureJson chart)}}}"
            ]

        let script =
            Page.resource "picture.html" |> Page.fill [ "jobs", String.concat ",\n" jobs ]

        let document =
            Page.page "pictures" (Page.plotlyScript ()) [ script ] |> Chromium.document

        let results =
            [
                for found in Regex.Matches(document, "<pre class=\"picture\">([^<]*)</pre>") -> found.Groups[1].Value
            ]

        if
            results.Length <> pictures.Length
            || results |> List.exists (fun result -> not (result.StartsWith "ok:"))
        then
            let problems = String.concat "; " results
            ChartCheck.fail $"The browser drew {results.Length} of {pictures.Length} pictures. {problems}"

        for (path, _), result in List.zip pictures results do
            AtomicFile.WriteAllBytes(path, Convert.FromBase64String result[3..])
