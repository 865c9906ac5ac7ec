/// The demo in a terminal: the canvas fills in before one's eyes and then shows the order in which it was written.
module DiffuCoder.Demo.LiveRun

open System
open System.Diagnostics
open System.Threading
open Spectre.Console
open Spectre.Console.Rendering
open DiffuCoder
open DiffuCoder.Demo.Settings
open DiffuCoder.Demo.Spans

/// A step is shown for at least so long; only waited for after what was computed, and not counted.
let private shortest = TimeSpan.FromMilliseconds 25.0

let private widthOf (console: IAnsiConsole) = max 1 (console.Profile.Width - 4)

let private status (console: IAnsiConsole) (filling: Filling) : IRenderable =
    let done' = Filling.written filling

    let figures =
        FormattableString.Invariant $"  {done'} of {filling.Masks} tokens  {Filling.speed filling:F0}/s"

    let share =
        if filling.Masks = 0 then
            1.0
        else
            float done' / float filling.Masks

    let width = min 48 (max 0 (console.Profile.Width - figures.Length - 3))

    Drawing.bar width share @ [ { Text = figures; Look = Faint } ]
    |> List.append [ { Text = " "; Look = Faint } ]
    |> Drawing.block 1

let private frame title height (below: IRenderable list) (spans: Span list) =
    Drawing.rows [ Drawing.block height spans |> Drawing.panel title; yield! below ]

let private legend (console: IAnsiConsole) =
    [
        {
            Text = "  written first "
            Look = Faint
        }
        yield! Spans.legend (min 32 (max 4 (console.Profile.Width - 24))) "━"
        { Text = " last"; Look = Faint }
    ]
    |> Drawing.block 1

let private heading (console: IAnsiConsole) (settings: Settings) (model: Model) =
    console.Write(Rule("[bold]DiffuCoder.Kit[/]", Justification = Justify.Left, Style = Drawing.faint))
    console.Write(Text($"{Model.describe model}\n\n", Drawing.faint))
    console.Write(Text(CanvasCells.printable settings.Request + "\n\n", Style(decoration = Decoration.Bold)))

let private farewell (console: IAnsiConsole) (settings: Settings) (trajectory: Trajectory) (filling: Filling) =
    console.Write(Text($"\n{Report.figures trajectory filling}\n", Drawing.faint))

    for line in Verdict.lines settings trajectory do
        console.Write(Text $"{line}\n")

    console.Write(Text "\n")

    if console.Profile.Width < 64 then
        for what, how in Report.next settings.Source do
            console.Write(Text($"{what}\n", Drawing.faint))
            console.Write(Text $"{how}\n")
    else
        let grid =
            Grid().AddColumn(GridColumn(NoWrap = true, Padding = Padding(0, 0, 2, 0))).AddColumn()

        for what, how in Report.next settings.Source do
            grid.AddRow(Text(what, Drawing.faint), Text how) |> ignore

        console.Write grid

/// Generates, drawing every step.
let run (console: IAnsiConsole) (stop: CancellationToken) (settings: Settings) (model: Model) =
    let tokenizer = Model.tokenizer model
    let mask = model.Config.MaskTokenId.GetValueOrDefault -1
    let canvas = Room.canvas settings model
    let cells = CanvasCells.ofCanvas tokenizer mask canvas.CompletionStart
    let mutable filling = Filling.start canvas.Tokens mask settings.Options.Steps
    // the frame grows and never shrinks while it is filled in: nothing below it jumps
    let mutable height = 1

    let draw (live: LiveDisplayContext) =
        let spans =
            cells filling.Canvas |> Spans.whileWriting Spans.blocks (Filling.age filling)

        height <- max height (Drawing.heightAt (widthOf console) spans)

        spans
        |> frame $"step {filling.Steps} of {filling.Planned}" height [ status console filling ]
        |> live.UpdateTarget

    let generate (live: LiveDisplayContext) =
        draw live
        let computing = Stopwatch.StartNew()
        let shown = Stopwatch.StartNew()

        let watch step =
            computing.Stop()
            stop.ThrowIfCancellationRequested()
            filling <- Filling.advance computing.Elapsed.TotalSeconds step filling
            let left = shortest - shown.Elapsed

            if left > TimeSpan.Zero then
                Thread.Sleep left

            draw live
            shown.Restart()
            computing.Start()

        settings.Prompt |> Sampler.streamWith watch stop model settings.Options

    heading console settings model

    let trajectory =
        console
            .Live(Text "")
            .AutoClear(true)
            .Overflow(VerticalOverflow.Crop)
            .Cropping(VerticalOverflowCropping.Top)
            .Start(Func<_, _> generate)

    Report.shown tokenizer trajectory
    |> Spans.inOrder
    |> frame "in the order it was written" 1 [ legend console ]
    |> console.Write

    farewell console settings trajectory filling
    trajectory
