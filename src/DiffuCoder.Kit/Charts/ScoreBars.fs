namespace DiffuCoder

open System
open System.Globalization
open Plotly.NET
open Plotly.NET.LayoutObjects
open Plotly.NET.TraceObjects
open Plotly.NET.StyleParam

/// Bars, points and distributions of single numbers.
[<RequireQualifiedAccess>]
module internal ScoreBars =

    let private decimals (format: string) (value: float) =
        value.ToString(format, CultureInfo.InvariantCulture)

    let private whiskers colour (estimates: Estimate list) =
        Error.init (
            Type = ErrorType.Data,
            Symmetric = false,
            Array = [ for estimate in estimates -> snd (Estimate.ends estimate) - estimate.Value ],
            Arrayminus = [ for estimate in estimates -> estimate.Value - fst (Estimate.ends estimate) ],
            Color = colour,
            Thickness = 1.4,
            Width = 4.0
        )

    let private bars (format: float -> string) name (colour: Palette.Rgb) (values: (string * Estimate) list) : Trace =
        let estimates = List.map snd values

        Trace2D.initBar (
            Trace2DStyle.Bar(
                Name = name,
                X = [ for at, _ in values -> Style.plain at ],
                Y = [ for estimate in estimates -> estimate.Value ],
                Marker = Marker.init (Color = Palette.solid colour),
                YError = whiskers (Palette.solid Palette.ink) estimates,
                MultiHoverText = [ for estimate in estimates -> Estimate.text format estimate ],
                HoverTemplate = "%{x}: %{hovertext}<extra>%{fullData.name}</extra>"
            )
        )

    let private categories (names: string list) (axis: LinearAxis) =
        axis
        |> LinearAxis.style (
            AxisType = AxisType.Category,
            CategoryOrder = CategoryOrder.Array,
            CategoryArray = List.map Style.plain names,
            ShowGrid = false
        )

    let private percent value = decimals "0.0" value + " %"

    let passBars (temperatures: (float * PassScore list) list) =
        let chart = "Chart.passBars"
        ChartCheck.some chart "temperature with its scores" temperatures
        let temperatures = List.sortBy fst temperatures
        let label (temperature: float) = decimals "0.0##" temperature
        temperatures |> List.map (fst >> label) |> ChartCheck.distinct chart

        let ks =
            temperatures |> List.collect snd |> List.map _.K |> List.distinct |> List.sort

        ChartCheck.some chart "score" ks
        let colours = [ 0xa9c6f2; 0x2f73d8; 0x174a9c; 0x0d2c61 ] |> List.map Palette.rgb

        [
            for index, k in List.indexed ks do
                [
                    for temperature, scores in temperatures do
                        for score in scores do
                            if score.K = k then
                                ChartCheck.number chart $"pass@{k}" score.Value
                                label temperature, Estimate.percent score
                ]
                |> bars percent $"pass@{k}" colours[index % colours.Length]
        ]
        |> Style.plot
            440
            "pass@k by temperature"
            (Style.axis "temperature" |> categories (temperatures |> List.map (fst >> label)))
            (Style.axis "pass@k (%)" |> LinearAxis.style (RangeMode = RangeMode.ToZero))

    let estimatorVariance (estimators: (string * Band) list) =
        let chart = "Chart.estimatorVariance"
        ChartCheck.some chart "estimator" estimators
        let names = List.map fst estimators
        ChartCheck.distinct chart names

        for name, band in estimators do
            ChartCheck.number chart name band.Mean

        [
            for (name, band), colour in List.zip estimators (Palette.ofNames names) ->
                [ name, Estimate.ofBand band ] |> bars Lines.number (Style.plain name) colour
        ]
        |> Style.plot
            440
            "Variance of the estimated log-probability"
            (Style.axis "" |> categories names)
            (Style.axis "variance (nats²)" |> LinearAxis.style (RangeMode = RangeMode.ToZero))
        |> Style.withoutLegend
        |> Chart.withLayoutStyle (BarGap = 0.5)

    let arnessByStage (measures: (string * (string * Band) list) list) =
        let chart = "Chart.arnessByStage"
        ChartCheck.some chart "measure" measures
        measures |> List.map fst |> ChartCheck.distinct chart
        let stages = measures |> List.collect (snd >> List.map fst) |> List.distinct
        ChartCheck.some chart "stage" stages
        let colours = [ 0x2f73d8; 0xd95f3b; 0x2a9d5c; 0x7b4fc9 ] |> List.map Palette.rgb

        [
            for index, (measure, values) in List.indexed measures ->
                let colour = Palette.solid colours[index % colours.Length]
                let estimates = [ for _, band in values -> Estimate.ofBand band ]
                values |> List.map fst |> ChartCheck.distinct $"{chart}, {measure}"

                for stage, band in values do
                    ChartCheck.number chart $"{measure} of {stage}" band.Mean

                Trace2D.initScatter (
                    Trace2DStyle.Scatter(
                        Name = Style.plain measure,
                        X = [ for stage, _ in values -> Style.plain stage ],
                        Y = [ for estimate in estimates -> estimate.Value ],
                        Mode = Mode.Lines_Markers,
                        Line = Line.init (Width = 1.5, Color = colour, Dash = DrawingStyle.Dot),
                        Marker = Marker.init (Size = 10, Color = colour),
                        YError = whiskers colour estimates,
                        MultiText = [ for estimate in estimates -> Estimate.text (decimals "0.000") estimate ],
                        HoverTemplate = "%{x}: %{text}<extra>%{fullData.name}</extra>"
                    )
                )
                :> Trace
        ]
        |> Style.plot
            440
            "AR-ness by stage"
            (Style.axis "stage of training" |> categories stages)
            (Style.axis "AR-ness (share of tokens)"
             |> LinearAxis.style (Range = Range.ofMinMax (0.0, 1.02)))
        // beside each other, so that the whiskers of one measure do not hide another's
        |> Chart.withLayoutStyle (ScatterMode = ScatterMode.Group, ScatterGap = 0.88)

    let lengths (models: (string * int list) list) =
        let chart = "Chart.lengths"
        ChartCheck.some chart "model" models
        let names = List.map fst models
        ChartCheck.distinct chart names

        for name, lengths in models do
            if lengths.IsEmpty then
                ChartCheck.fail $"{chart}: \"{name}\" has no completions; leave it out."

        [
            for (name, lengths), colour in List.zip models (Palette.ofNames names) ->
                Trace2D.initViolin (
                    Trace2DStyle.Violin(
                        Name = Style.plain name,
                        Y = lengths,
                        SpanMode = SpanMode.Hard,
                        FillColor = Palette.clear 0.25 colour,
                        Line = Line.init (Width = 1.5, Color = Palette.solid colour),
                        Box = Box.init (Visible = true, Width = 0.12),
                        MeanLine = MeanLine.init (Visible = true),
                        Points = JitterPoints.All,
                        Jitter = 0.35,
                        PointPos = 0.0,
                        Marker = Marker.init (Size = 3, Opacity = 0.35)
                    )
                )
                :> Trace
        ]
        |> Style.plot
            440
            "Lengths of completions"
            (Style.axis "" |> categories names)
            (Style.axis "length (tokens, without the stop token)"
             |> LinearAxis.style (RangeMode = RangeMode.ToZero))
        |> Style.withoutLegend
