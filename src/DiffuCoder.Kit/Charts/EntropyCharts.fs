namespace DiffuCoder

open System
open Plotly.NET
open Plotly.NET.LayoutObjects
open Plotly.NET.StyleParam

/// Charts of how sure a model was.
[<RequireQualifiedAccess>]
module internal EntropyCharts =

    let private onSecondPanel (traces: Trace list) =
        for trace in traces do
            trace.SetProperty("yaxis", "y2")
            trace.SetProperty("showlegend", false)

        traces

    let sink (models: (string * SinkPoint list) list) =
        let series (value: SinkPoint -> Band) =
            [
                for name, points in models ->
                    [ for point in points -> float point.Distance, Estimate.ofBand (value point) ]
                    |> Series.ofPoints SeriesSource.Measured name
            ]

        let traces = Lines.traces "Chart.entropySink"
        let confidence = series _.Confidence |> traces "distance" Lines.number false

        let entropy =
            series _.Entropy
            |> traces "distance" (fun value -> Lines.number value + " nats") false
            |> onSecondPanel

        let upper =
            Style.axis "confidence"
            |> LinearAxis.style (Domain = Range.ofMinMax (0.54, 1.0))

        let lower =
            Style.axis "entropy (nats)"
            |> LinearAxis.style (Domain = Range.ofMinMax (0.0, 0.46), RangeMode = RangeMode.ToZero)

        confidence @ entropy
        |> Style.plot
            560
            "Before the first step: how sure a model is"
            (Style.axis "distance from the prompt (tokens)"
             |> LinearAxis.style (Anchor = LinearAxisId.Y 2))
            upper
        |> Chart.withYAxis (lower, Id = SubPlotId.YAxis 2)

    let private colours =
        [ 0xffeed6; 0xfdd49e; 0xfc8d59; 0xd7301f; 0x7f0000 ] |> List.map Palette.rgb

    let map (name: string) (rows: float option list list) =
        ChartCheck.some "Chart.entropyMap" "step" rows

        match rows |> List.map List.length |> List.distinct with
        | [ 0 ] -> ChartCheck.fail "Chart.entropyMap: the rows have no positions; take the map of a generation that wrote something."
        | [ _ ] -> ()
        | lengths ->
            let lengths = lengths |> List.map string |> String.concat ", "
            ChartCheck.fail $"Chart.entropyMap: the rows have {lengths} positions; give each step as many, None where there is no mask."

        rows
        |> List.concat
        |> List.choose id
        |> List.iter (ChartCheck.number "Chart.entropyMap" name)

        let z = [ for row in rows -> [ for entropy in row -> Option.toNullable entropy ] ]

        let heat: Trace =
            Trace2D.initHeatmap (
                Trace2DStyle.Heatmap(
                    Z =
                        (z
                         |> Seq.map (Seq.map (fun value -> if value.HasValue then value.Value else nan))),
                    ColorScale = Palette.scale colours,
                    ZMin = 0.0,
                    HoverOnGaps = false,
                    HoverTemplate = "step %{y}, position %{x}: %{z:.3f} nats<extra></extra>",
                    ColorBar = ColorBar.init (Title = Style.title "entropy (nats)", Thickness = 14.0, OutlineWidth = 0.0)
                )
            )

        let position =
            Style.axis "position from the start of the completion (tokens)"
            |> LinearAxis.style (ShowGrid = false)

        let step =
            Style.axis "step"
            |> LinearAxis.style (ShowGrid = false, AutoRange = AutoRange.Reversed)

        [ heat ] |> Style.plot 480 name position step
