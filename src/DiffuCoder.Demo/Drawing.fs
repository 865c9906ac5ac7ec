/// Spans as Spectre.Console draws them.
module DiffuCoder.Demo.Drawing

open System
open System.Collections.Generic
open Spectre.Console
open Spectre.Console.Rendering
open DiffuCoder.Demo.Spans

let private color ((r, g, b): Palette.Rgb) = Color(r, g, b)

let private fresh: Palette.Rgb = 255uy, 206uy, 84uy
let private settled: Palette.Rgb = 214uy, 214uy, 214uy

/// Steps after which a token looks like all others.
[<Literal>]
let private Settling = 6

let faint = Style(Color(110uy, 110uy, 110uy))

let private styleOf =
    function
    | Unwritten -> Style(Color(82uy, 82uy, 96uy))
    | Faint -> faint
    | Ordered share -> Style(color (Palette.ofOrder share))
    | Written 0 -> Style(Color.Black, color fresh)
    | Written age when age < Settling -> Style(color (Palette.between fresh settled (float age / float Settling)))
    | Written _ -> Style.Plain

let private segmentsOf (span: Span) =
    // a line break has no background
    span.Text.Split '\n'
    |> Array.mapi (fun i line ->
        [
            if i > 0 then
                Segment.LineBreak
            if line <> "" then
                Segment(line, styleOf span.Look)
        ])
    |> List.concat

/// Text that keeps its white space and breaks anywhere at the border, at least so many lines high.
let block (height: int) (spans: Span list) : IRenderable =
    let segments = spans |> List.collect segmentsOf

    { new IRenderable with
        member _.Measure(_, width) = Measurement(min 1 width, width)

        member _.Render(_, width) =
            let lines = Segment.SplitLines(segments, max 1 width)
            let missing = max 0 (height - lines.Count)

            seq {
                for index, line in Seq.indexed lines do
                    if index > 0 then
                        Segment.LineBreak

                    yield! line

                for _ in 1..missing do
                    Segment.LineBreak
            }
    }

/// How many lines the spans take at a width.
let heightAt (width: int) (spans: Span list) =
    Segment.SplitLines(List.collect segmentsOf spans, max 1 width).Count

/// A line that fills up.
let bar (width: int) (share: float) =
    let full = int (round (float width * min 1.0 (max 0.0 share)))

    [
        {
            Text = String('━', full)
            Look = Written 1
        }
        {
            Text = String('━', max 0 (width - full))
            Look = Unwritten
        }
    ]

/// A frame around something.
let panel (title: string) (content: IRenderable) : IRenderable =
    Panel(
        content,
        Header = PanelHeader(Markup.Escape title),
        Border = BoxBorder.Rounded,
        BorderStyle = faint,
        Expand = true,
        Padding = Padding(1, 0, 1, 0)
    )

let rows (parts: IRenderable seq) : IRenderable = Rows(List<IRenderable> parts)

let text (style: Style) (content: string) : IRenderable = Text(content, style)
