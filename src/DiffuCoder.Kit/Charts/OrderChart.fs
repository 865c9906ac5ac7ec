namespace DiffuCoder

open Plotly.NET
open Plotly.NET.LayoutObjects
open Plotly.NET.StyleParam

/// A program coloured by the order in which it was written.
[<RequireQualifiedAccess>]
module internal OrderChart =

    // the plot is measured in characters, so that the text fits its cells whatever its length
    let private left, right, top, bottom = 52, 24, 78, 16
    let private plotWidth = float (Style.width - left - right)
    let private sizeInWidths = 1.66 // of a monospaced font, whose characters are 0.6 of its size

    /// A value for each column of each row, given by the cell that lies there.
    let private grid rows columns (value: TokenCell -> 'a) (blank: 'a) (cells: TokenCell list) =
        let values = Array.init rows (fun _ -> Array.create columns blank)

        for cell in cells do
            for column in cell.Column .. min columns (cell.Column + cell.Width) - 1 do
                values[cell.Row][column] <- value cell

        values

    let private describe (trajectory: Trajectory) =
        let confidences =
            Map [ for reveal in trajectory.Reveals -> reveal.Position, reveal.Confidence ]

        fun (cell: TokenCell) ->
            let token = $"<b>{TokenGrid.shown cell.Piece.Text |> Style.plain}</b>"

            match cell.Piece.Step with
            | Some step -> $"{token}<br>step {step}<br>confidence {Lines.number (float confidences[cell.Piece.Position])}"
            | None -> $"{token}<br>not written by the model"

    let private heat rows columns colours (least: float, most: float) describe (value: TokenCell -> float) (cells: TokenCell list) =
        let trace =
            Trace2D.initHeatmap (
                Trace2DStyle.Heatmap(
                    X0 = 0.5,
                    DX = 1.0,
                    Y0 = 0,
                    DY = 1,
                    Z = grid rows columns value nan cells,
                    ZMin = least,
                    ZMax = most,
                    YGap = 3,
                    HoverOnGaps = false,
                    HoverTemplate = "%{text}<extra></extra>",
                    ColorScale = Palette.scale colours,
                    ShowScale = false
                )
            )

        // Plotly.NET takes one text a row, plotly.js one a cell
        trace.SetProperty("text", grid rows columns describe "" cells)
        trace

    /// Beside the title.
    let private colourBar (least: float, most: float) =
        let ticks =
            [ 0.0..0.25..1.0 ]
            |> List.map (fun share -> round (least + share * (most - least)))
            |> List.distinct

        ColorBar.init (
            Orientation = Orientation.Horizontal,
            X = 1.0,
            XAnchor = HorizontalAlign.Right,
            YRef = "container",
            Y = 1.0,
            YAnchor = VerticalAlign.Top,
            YPad = 14.0,
            Len = 0.4,
            Thickness = 12.0,
            OutlineWidth = 0.0,
            TickMode = TickMode.Array,
            TickVals = ticks,
            TickText =
                [
                    for index, tick in List.indexed ticks -> if index = 0 then $"step {tick}" else string tick
                ]
        )

    let private text size colour (places: (string * float * int) list) : Trace =
        Trace2D.initScatter (
            Trace2DStyle.Scatter(
                X = [ for _, column, _ in places -> column ],
                Y = [ for _, _, row in places -> row ],
                Mode = Mode.Text,
                MultiText = [ for text, _, _ in places -> Style.plain text ],
                TextFont = Font.init (Family = FontFamily.Custom Style.monospace, Size = size, Color = colour),
                HoverInfo = HoverInfo.Skip,
                ShowLegend = false
            )
        )

    /// Where the text of a cell stands, blanks left out, by its middle.
    let private placed (cell: TokenCell) =
        let text = cell.Text.Trim ' '
        let indent = cell.Text.Length - cell.Text.TrimStart(' ').Length
        let width = cell.Width - (cell.Text.Length - text.Length)

        if text = "" then
            None
        else
            Some(text, float (cell.Column + indent) + float width / 2.0, cell.Row)

    let private borders (cells: TokenCell list) : Trace =
        let inside = cells |> List.filter (fun cell -> cell.Column > 0)

        Trace2D.initScatter (
            Trace2DStyle.Scatter(
                X =
                    [
                        for cell in inside do
                            yield! [ float cell.Column; float cell.Column; nan ]
                    ],
                Y =
                    [
                        for cell in inside do
                            yield! [ float cell.Row - 0.5; float cell.Row + 0.5; nan ]
                    ],
                Mode = Mode.Lines,
                Line = Line.init (Width = 1.5, Color = Palette.solid Palette.paper),
                HoverInfo = HoverInfo.Skip,
                ShowLegend = false
            )
        )

    /// A model may end its text at once: that is an answer, and no reason to end a notebook.
    let private empty () =
        let hidden = Style.axis "" |> LinearAxis.style (Visible = false)

        [ [ "the answer is empty", 0.0, 0 ] |> text 14.0 (Palette.solid Palette.soft) ]
        |> Style.plot (top + bottom + 40) "Order of decoding" hidden hidden
        |> Chart.withMarginSize (left, right, top, bottom)
        |> Style.keepWidth

    let private ofPage (page: TokenPage) (trajectory: Trajectory) =
        let rows = 1 + (page.Cells |> List.map _.Row |> List.max)

        let widest =
            page.Cells |> List.map (fun cell -> cell.Column + cell.Width) |> List.max

        let character = min 9.0 (plotWidth / float widest)
        let size = character * sizeInWidths
        let describe = describe trajectory

        let written, known =
            page.Cells |> List.partition (fun cell -> cell.Piece.Step.IsSome)

        let stepOf (cell: TokenCell) = float (Option.get cell.Piece.Step)

        // of the text, so that its first token is red and its last one purple: padding may well be written after all of it
        let span =
            match written |> List.map stepOf with
            | [] -> 0.0, 1.0
            | steps -> List.min steps, max (List.max steps) (List.min steps + 1.0)

        let order = written |> heat rows widest Palette.order span describe stepOf
        order.SetProperty("showscale", true)
        order.SetProperty("colorbar", colourBar span)

        let columns =
            Style.axis ""
            |> LinearAxis.style (Visible = false, Range = Range.ofMinMax (0.0, plotWidth / character))

        let numbers =
            Style.axis ""
            |> LinearAxis.style (
                ShowGrid = false,
                ShowLine = false,
                Ticks = TickOptions.Empty,
                Range = Range.ofMinMax (float rows - 0.5, -0.5),
                TickMode = TickMode.Array,
                TickVals = page.Lines,
                TickText = [ for number in 1 .. page.Lines.Length -> $"{number}  " ],
                TickFont = Font.init (Family = FontFamily.Custom Style.monospace, Size = size * 0.85, Color = Palette.solid Palette.soft)
            )

        [
            order :> Trace

            if not known.IsEmpty then
                known
                |> heat rows widest [ Palette.grid; Palette.grid ] (0.0, 1.0) describe (fun _ -> 0.0)
                :> Trace

            borders page.Cells
            page.Cells |> List.choose placed |> text size (Palette.solid Palette.ink)

            page.Marks
            |> List.map (fun (sign, row, column) -> sign, float column + 0.5, row)
            |> text (size * 0.8) (Palette.clear 0.45 Palette.ink)
        ]
        |> Style.plot (top + bottom + int (float rows * size * 1.65)) "Order of decoding" columns numbers
        |> Chart.withMarginSize (left, right, top, bottom)
        |> Style.keepWidth

    let chart (tokenizer: Tokenizer) (trajectory: Trajectory) =
        let page = Trajectory.pieces tokenizer trajectory |> TokenGrid.ofPieces

        if page.Cells.IsEmpty then
            empty ()
        else
            ofPage page trajectory
