namespace DiffuCoder

open System
open System.IO
open System.IO.Compression
open System.Text.RegularExpressions
open DiffuCoder.Checkpoints
open Plotly.NET

/// Pages and cells that need no network.
[<RequireQualifiedAccess>]
module internal Page =

    let private read (assembly: Reflection.Assembly) (name: string) =
        match assembly.GetManifestResourceStream name with
        | null -> ChartCheck.fail $"{assembly} has no resource {name}; install the kit's packages again."
        | stream ->
            use reader = new StreamReader(stream)
            reader.ReadToEnd()

    /// A file of this folder.
    let resource (name: string) =
        read (Reflection.Assembly.GetExecutingAssembly()) $"DiffuCoder.Charts.{name}"

    /// plotly.js, from the assembly of Plotly.NET.
    let private plotly =
        lazy
            (let assembly = typeof<GenericChart>.Assembly

             assembly.GetManifestResourceNames()
             |> Array.tryFind (fun name -> name.EndsWith ".min.js")
             |> function
                 | Some name -> read assembly name
                 | None -> ChartCheck.fail "Plotly.NET has no plotly.js in its assembly; install version 6 of the package.")

    /// JSON that may stand in a script: no text in it ends the script.
    let inScript (json: string) = json.Replace("<", "\\u003c")

    /// Fills in a template's `{{name}}`s, each value as it is: what looks like a name in a value stays.
    let fill (values: (string * string) list) (template: string) =
        let values = Map.ofList values
        Regex.Replace(template, @"\{\{(\w+)\}\}", (fun (found: Match) -> values[found.Groups[1].Value]))

    /// Text in a document.
    let encode (text: string) =
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;")

    let newId () = "d" + Guid.NewGuid().ToString "N"

    /// What loads plotly.js. Its own loader must not see the notebook's module loader, or there would be no `window.Plotly`.
    let private plotlyLoader () =
        $"if(!window.Plotly)(function(define,exports,module){{{plotly.Value}\n}}).call(window);"

    /// A script element with plotly.js.
    let plotlyScript () = $"<script>{plotlyLoader ()}</script>"

    let private packedPlotly =
        lazy
            (use packed = new MemoryStream()

             using (new GZipStream(packed, CompressionLevel.SmallestSize)) (fun packing ->
                 packing.Write(Text.Encoding.UTF8.GetBytes(plotlyLoader ())))

             Convert.ToBase64String(packed.ToArray()))

    /// A script element with plotly.js packed to a third, for documents that have it several times: a page unpacks it once.
    let packedPlotlyScript () =
        resource "plotly.html" |> fill [ "packed", packedPlotly.Value ]

    let mutable private places = 0

    /// An element's name in a document: another one each time, yet the same in
    /// every run of the same program, so that executed notebooks can be compared.
    let placeOf (content: string) =
        let count = Threading.Interlocked.Increment &places

        let hash =
            content |> Text.Encoding.UTF8.GetBytes |> Security.Cryptography.SHA256.HashData

        $"d{(Convert.ToHexStringLower hash)[..7]}_{count}"

    let cell (chart: GenericChart) =
        let figure = GenericChart.toJson chart
        resource "cell.html" |> fill [ "id", placeOf figure; "figure", inScript figure ]

    /// A page around fragments.
    let page (title: string) (head: string) (fragments: string list) =
        resource "page.html"
        |> fill [ "title", encode title; "head", head; "body", String.concat "\n" fragments ]

    /// Opens a page in the browser.
    let show (html: string) =
        let file = Path.Combine(Path.GetTempPath(), $"diffucoder-{newId ()}.html")
        AtomicFile.WriteAllText(file, html)

        try
            Diagnostics.Process.Start(Diagnostics.ProcessStartInfo(file, UseShellExecute = true))
            |> Option.ofObj
            |> Option.iter _.Dispose()
        with :? ComponentModel.Win32Exception as refusal ->
            ChartCheck.fail
                $"No browser opens {file} ({refusal.Message}); open it yourself, or write the chart with Chart.save or Chart.picture."

    let save (path: string) (html: string) =
        ChartCheck.folder path
        AtomicFile.WriteAllText(path, html)
