/// The demo where nothing can be drawn: a pipe, a file, a dumb terminal. Lines of plain text.
module DiffuCoder.Demo.PlainRun

open System
open System.Diagnostics
open DiffuCoder
open DiffuCoder.Demo.Settings

/// How many looks at the canvas there are on the way.
[<Literal>]
let private Looks = 4

/// Generates, telling about it line by line.
let run (write: string -> unit) (stop: Threading.CancellationToken) (settings: Settings) (model: Model) =
    let tokenizer = Model.tokenizer model
    let mask = model.Config.MaskTokenId.GetValueOrDefault -1
    let canvas = Room.canvas settings model
    let cells = CanvasCells.ofCanvas tokenizer mask canvas.CompletionStart
    let clock = Stopwatch.StartNew()
    let mutable filling = Filling.start canvas.Tokens mask settings.Options.Steps

    let look () =
        let share = filling.Steps * Looks / filling.Planned

        if share > (filling.Steps - 1) * Looks / filling.Planned then
            write $"after {filling.Steps} of {filling.Planned} steps, {Filling.written filling} of {filling.Masks} tokens:"

            let canvas =
                cells filling.Canvas
                |> Spans.whileWriting Spans.plain (fun _ -> None)
                |> Spans.text

            for line in canvas.TrimEnd().Split '\n' do
                write $"  {line}"

            write ""

    let watch step =
        stop.ThrowIfCancellationRequested()
        filling <- Filling.advance clock.Elapsed.TotalSeconds step filling

        if filling.Steps < filling.Planned then
            look ()

    write $"model:  {Model.describe model}"
    write $"prompt: {CanvasCells.printable settings.Request}"
    write ""

    let trajectory =
        settings.Prompt |> Sampler.streamWith watch stop model settings.Options

    let pieces = Report.shown tokenizer trajectory
    let first, last = Report.ends 8 pieces

    for line in Spans.inOrder pieces |> Spans.text |> _.Split('\n') do
        write line

    write ""
    write $"""written first: {String.concat "  " first}"""
    write $"""written last:  {String.concat "  " last}"""
    write (Report.figures trajectory filling)
    write ""

    match Verdict.lines settings trajectory with
    | [] -> ()
    | verdict ->
        List.iter write verdict
        write ""

    for what, how in Report.next settings.Source do
        write $"""{what + ":", -19}{how}"""

    trajectory
