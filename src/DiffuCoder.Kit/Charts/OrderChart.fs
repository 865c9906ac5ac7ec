namespace DiffuCoder

open System
open Plotly.NET
open Plotly.NET.LayoutObjects
open Plotly.NET.StyleParam

/// A program coloured by the order in which it was written.
[<RequireQualifiedAccess>]
module internal OrderChart =

    let private grid (cells: TokenCell list) (value: TokenCell -> 'a) (blank: 'a) =
        let rows = 1 + (cells |> List.map _.Row |> List.max)
        let columns = TokenGrid.columns
        let values = Array.init rows (fun _ -> Array.create columns blank)

        for cell in cells do
            for column in cell.Column .. cell.Column + cell.Width - 1 do
                if column < columns then
                    values[cell.Row][column] <- value cell

        values

    let private hover (trajectory: Trajectory) =
        let reveals =
            Map.ofSeq (
                seq {
                    for step in trajectory.Steps do
                        for reveal in step.Reveals -> reveal.Position, reveal
                }
            )

        fun (cell: TokenCell) ->
            match cell.Piece.Step, Map.tryFind cell.Piece.Position reveals with
            | Some step, Some reveal ->
                $"{TokenGrid.shown cell.Piece.Text}<br>step {step}<br>confidence {Lines.number (float reveal.Confidence)}"
            | _ -> $"{TokenGrid.shown cell.Piece.Text}<br>known from the start"

    let chart (tokenizer: Tokenizer) (trajectory: Trajectory) =
        let cells, lines = Trajectory.pieces tokenizer trajectory |> TokenGrid.ofPieces

        if cells.IsEmpty then
            ChartCheck.fail "Chart.decodingOrder: the completion has no text before its stop token; there is nothing to colour."

        let rows = 1 + (cells |> List.map _.Row |> List.max)
        let height = 22 * rows
        let describe = hover trajectory

        let heat: Trace =
            Trace2D.initHeatmap (
                Trace2DStyle.Heatmap(
                    X0 = 0.5,
                    DX = 1.0,
                    Y0 = 0,
                    DY = 1,
                    Z = grid cells (fun cell -> cell.Piece.Step |> Option.map float |> Option.defaultValue nan) nan,
                    ZMin = 0.0,
                    ZMax = float (max 1 (trajectory.Steps.Count - 1)),
                    YGap = 3,
                    HoverOnGaps = false,
                    HoverTemplate = "%{text}<extra></extra>",
                    ColorScale = Palette.scale Palette.order,
                    ColorBar = ColorBar.init (Title = Style.title "step", Thickness = 14.0, OutlineWidth = 0.0)
                )
            )

        heat.SetProperty("text", grid cells describe "")

        let text: Trace =
            Trace2D.initScatter (
                Trace2DStyle.Scatter(
                    X = [ for cell in cells -> float cell.Column + float cell.Width / 2.0 ],
                    Y = [ for cell in cells -> cell.Row ],
                    Mode = Mode.Text,
                    MultiText = [ for cell in cells -> Style.plain cell.Text ],
                    TextFont = Font.init (Family = FontFamily.Custom Style.monospace, Size = 13.0, Color = Palette.solid Palette.ink),
                    HoverInfo = HoverInfo.Skip,
                    ShowLegend = false
                )
            )

        let columns =
            Style.axis ""
            |> LinearAxis.style (Visible = false, Range = Range.ofMinMax (0.0, float TokenGrid.columns))

        let numbers =
            Style.axis ""
            |> LinearAxis.style (
                ShowGrid = false,
                ShowLine = false,
                Range = Range.ofMinMax (float rows - 0.5, -0.5),
                TickMode = TickMode.Array,
                TickVals = [ for row, _ in lines -> row ],
                TickText = [ for _, number in lines -> string number ]
            )

        [ heat; text ] |> Style.plot (height + 120) "Order of decoding" columns numbers
