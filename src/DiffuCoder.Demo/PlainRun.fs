/// The demo where nothing can be drawn: a pipe, a file, a dumb terminal. Lines of plain text.
module DiffuCoder.Demo.PlainRun

open System
open System.Diagnostics
open DiffuCoder
open DiffuCoder.Demo.Settings

/// How many looks at the canvas there are on the way.
[<Literal>]
let private Looks = 8

let private look (width: int) (glyphs: Spans.Glyphs) (cells: int[] -> CanvasCells.Cell list) (progress: Progress) =
    let canvas =
        cells progress.Canvas |> Spans.whileWriting glyphs (fun _ -> None) |> Spans.preview width

    let digits = progress.Planned.ToString().Length
    $"{progress.Steps.ToString().PadLeft digits}/{progress.Planned}  {canvas}"

/// Generates, telling about it line by line.
let run (write: string -> unit) (stop: Threading.CancellationToken) (settings: Settings) (model: Model) =
    let tokenizer = Model.tokenizer model
    let mask = model.Config.MaskTokenId.GetValueOrDefault -1
    let canvas = Prompt.canvas model settings.Options settings.Prompt
    let cells = CanvasCells.ofCanvas tokenizer mask canvas.CompletionStart
    let glyphs = { Spans.ascii with Mask = "_" }
    let clock = Stopwatch.StartNew()
    let mutable progress = Progress.start canvas.Tokens mask settings.Options.Steps
    let isLookedAt () = progress.Steps * Looks / progress.Planned > (progress.Steps - 1) * Looks / progress.Planned

    write $"model:  {Model.describe model}"
    write $"prompt: {CanvasCells.printable settings.Request}"
    write ""
    write (look 100 glyphs cells progress)

    let watch step =
        stop.ThrowIfCancellationRequested()
        progress <- Progress.advance clock.Elapsed.TotalSeconds step progress
        if isLookedAt () then write (look 100 glyphs cells progress)

    let trajectory = settings.Prompt |> Sampler.streamWith watch model settings.Options
    write ""

    for span in Report.pieces tokenizer trajectory |> List.map _.Text |> String.concat "" |> _.Split('\n') do
        write span

    let first, last = Report.ends 6 tokenizer trajectory
    write ""
    write $"""written first: {String.concat "  " first}"""
    write $"""written last:  {String.concat "  " last}"""
    write (Report.figures trajectory progress)
    write ""

    for what, how in Report.next do
        write $"{what + ":",-19}{how}"

    trajectory
