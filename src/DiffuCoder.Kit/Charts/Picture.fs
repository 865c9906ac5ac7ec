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

    /// Draws charts with one start of the browser: format, pixels to a point, chart. In base64, in the same order.
    let private draw (jobs: (string * int * GenericChart) list) =
        let script =
            Page.resource "picture.html"
            |> Page.fill
                [
                    "jobs",
                    jobs
                    |> List.map (fun (format, scale, chart) ->
                        $"{{format:\"{format}\",scale:{scale},figure:{Page.inScript (GenericChart.toFigureJson chart)}}}")
                    |> String.concat ",\n"
                ]

        let document =
            Page.page "pictures" (Page.plotlyScript ()) [ script ] |> Chromium.document

        let results =
            [
                for found in Regex.Matches(document, "<pre class=\"picture\">([^<]*)</pre>") -> found.Groups[1].Value
            ]

        if
            results.Length <> jobs.Length
            || results |> List.exists (fun result -> not (result.StartsWith "ok:"))
        then
            let problems = String.concat "; " results
            ChartCheck.fail $"The browser drew {results.Length} of {jobs.Length} pictures. {problems}"

        results |> List.map (fun result -> result[3..])

    /// Writes pictures.
    let save (pictures: (string * GenericChart) list) =
        // before the browser draws
        pictures |> List.iter (fst >> ChartCheck.folder)

        let jobs =
            [
                for path, chart in pictures ->
                    match formatOf path with
                    | "png" -> "png", 2, chart
                    | other -> other, 1, chart
            ]

        for (path, _), drawn in List.zip pictures (draw jobs) do
            AtomicFile.WriteAllBytes(path, Convert.FromBase64String drawn)

    /// A PNG in base64, a pixel to a point, so that a notebook with many stays small.
    let small (chart: GenericChart) = draw [ "png", 1, chart ] |> List.head
