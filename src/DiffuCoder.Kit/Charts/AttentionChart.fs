namespace DiffuCoder

open Plotly.NET
open Plotly.NET.LayoutObjects
open Plotly.NET.StyleParam

/// The chart of who attends to whom.
[<RequireQualifiedAccess>]
module internal AttentionChart =

    let private panel (index: int) (edges: bool[,]) : Trace =
        let rows =
            [
                for row in 0 .. Array2D.length1 edges - 1 ->
                    [
                        for column in 0 .. Array2D.length2 edges - 1 -> if edges[row, column] then 1.0 else 0.0
                    ]
            ]

        Trace2D.initHeatmap (
            Trace2DStyle.Heatmap(
                Z = rows,
                ColorScale = Palette.scale [ Palette.grid; Palette.rgb 0x2f73d8 ],
                ZMin = 0.0,
                ZMax = 1.0,
                ShowScale = false,
                XGap = 1,
                YGap = 1,
                XAxis = LinearAxisId.X(index + 1),
                YAxis = LinearAxisId.Y(index + 1),
                HoverTemplate = "position %{y} sees position %{x}: %{z}<extra></extra>"
            )
        )

    let chart (moments: (string * bool[,]) list) =
        let name = "Chart.attention"
        ChartCheck.some name "moment" moments
        moments |> List.map fst |> ChartCheck.distinct name

        for moment, edges in moments do
            if edges.Length = 0 then
                ChartCheck.fail $"{name}: \"{moment}\" has no positions; give it some, or leave it out."

        let share = 1.0 / float moments.Length

        let across index (moment: string) =
            Style.axis (Style.plain moment)
            |> LinearAxis.style (
                Domain = Range.ofMinMax (share * float index, share * (float index + 0.88)),
                Anchor = LinearAxisId.Y(index + 1),
                ShowGrid = false
            )

        let down index =
            Style.axis (if index = 0 then "position that looks" else "")
            |> LinearAxis.style (AutoRange = AutoRange.Reversed, Anchor = LinearAxisId.X(index + 1), ShowGrid = false)

        let traces = [ for index, (_, edges) in List.indexed moments -> panel index edges ]

        (Style.ofTraces (150 + 720 / moments.Length) "Who attends to whom" traces, List.indexed moments)
        ||> List.fold (fun chart (index, (moment, _)) ->
            chart
            |> Chart.withXAxis (across index moment, Id = SubPlotId.XAxis(index + 1))
            |> Chart.withYAxis (down index, Id = SubPlotId.YAxis(index + 1)))
