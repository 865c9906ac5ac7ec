/// Pages as a browser shows them: rendered, and driven by a script.
module DiffuCoder.Kit.Tests.Charts.Browser

open System
open System.IO
open System.Text
open System.Text.Json
open System.Text.RegularExpressions
open DiffuCoder
open DiffuCoder.Kit.Tests.Charts.Figures

/// Keeps what scripts fail with; it comes before all others of its page.
let catcher =
    "<script>window.problems = [];"
    + " window.onerror = function (problem) { window.problems.push(String(problem)); };"
    + " window.onunhandledrejection = function (problem) { window.problems.push(String(problem.reason)); };</script>"

/// Drives players and looks at charts; it comes last in its page.
let probe =
    lazy File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Charts", "probe.html"))

/// What the probe of a page found.
let seen (page: string) : JsonElement =
    let document = Chromium.document page

    let encoded =
        Regex.Match(document, "<pre id=\"probe\">([^<]+)</pre>").Groups[1].Value

    JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String encoded)).RootElement

/// Whether there is a drawing and not only its place.
let isDrawn (chart: JsonElement) =
    let count what = (at what chart).GetInt32()
    count "boxes" > 0 && count "traces" > 0 && count "shapes" >= 10
