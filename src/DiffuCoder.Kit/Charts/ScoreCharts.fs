namespace DiffuCoder

open System
open System.Globalization
open Plotly.NET
open Plotly.NET.LayoutObjects
open Plotly.NET.TraceObjects
open Plotly.NET.StyleParam

/// Bars, polygons and tables of scores and other single numbers.
[<RequireQualifiedAccess>]
module internal ScoreCharts =

    let private decimals (format: string) (value: float) =
        value.ToString(format, CultureInfo.InvariantCulture)

    let private range (format: float -> string) (estimate: Estimate) =
        if estimate.Low < estimate.High then
            $"{format estimate.Value} ({format estimate.Low} to {format estimate.High})"
        else
            format estimate.Value

    let private whiskers (estimates: Estimate list) =
        Error.init (
            Type = ErrorType.Data,
            Symmetric = false,
            Array = [ for estimate in estimates -> estimate.High - estimate.Value ],
            Arrayminus = [ for estimate in estimates -> estimate.Value - estimate.Low ],
            Color = Palette.solid Palette.ink,
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
                YError = whiskers estimates,
                MultiHoverText = [ for estimate in estimates -> range format estimate ],
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
                        YError = whiskers estimates,
                        MultiText = [ for estimate in estimates -> range (decimals "0.000") estimate ],
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
            (Style.axis "" |> LinearAxis.style (ShowGrid = false))
            (Style.axis "length (tokens, without the stop token)"
             |> LinearAxis.style (RangeMode = RangeMode.ToZero))
        |> Style.withoutLegend

    let private check chart (models: ModelScores list) =
        ChartCheck.some chart "model" models

        models
        |> List.map (fun model -> Lines.legend model.Source model.Model)
        |> ChartCheck.distinct chart

        for model in models do
            model.Scores |> List.map fst |> ChartCheck.distinct $"{chart}, {model.Model}"

            for benchmark, score in model.Scores do
                ChartCheck.number chart $"{model.Model} on {benchmark}" score.Value

        let benchmarks = models |> List.collect (_.Scores >> List.map fst) |> List.distinct
        ChartCheck.some chart "benchmark" benchmarks
        benchmarks

    let radar (models: ModelScores list) =
        let benchmarks = check "Chart.radar" models

        if benchmarks.Length < 3 then
            ChartCheck.fail $"Chart.radar: {benchmarks.Length} benchmarks make no polygon; give at least 3, or use Chart.scoreTable."

        let colours = models |> List.map _.Model |> Palette.ofNames

        [
            for model, colour in List.zip models colours ->
                let isPaper = model.Source = SeriesSource.Paper
                let colour = if isPaper then Lines.greyed colour else colour
                let scores = Map.ofList model.Scores
                let around = benchmarks @ [ benchmarks.Head ]

                TracePolar.initScatterPolar (
                    TracePolarStyle.ScatterPolar(
                        Name = Lines.legend model.Source model.Model,
                        R =
                            [
                                for benchmark in around -> scores |> Map.tryFind benchmark |> Option.map _.Value |> Option.defaultValue nan
                            ],
                        Theta = List.map Style.plain around,
                        Mode = Mode.Lines_Markers,
                        Line =
                            Line.init (
                                Width = 2.0,
                                Color = Palette.solid colour,
                                Dash = (if isPaper then DrawingStyle.Dash else DrawingStyle.Solid)
                            ),
                        Marker = Marker.init (Size = 6, Color = Palette.solid colour),
                        Fill = Fill.ToSelf,
                        FillColor = Palette.clear (if isPaper then 0.0 else 0.1) colour,
                        HoverTemplate = "%{theta}: %{r:.1f} %<extra>%{fullData.name}</extra>"
                    )
                )
                :> Trace
        ]
        |> Style.ofTraces 520 "Scores (%)"
        |> Chart.withPolar (
            Polar.init (
                BGColor = Palette.solid Palette.paper,
                RadialAxis =
                    RadialAxis.init (
                        RangeMode = RangeMode.ToZero,
                        TickSuffix = " %",
                        TickFont = Style.font 11.0,
                        GridColor = Palette.solid Palette.grid,
                        LineColor = Palette.solid Palette.grid
                    ),
                AngularAxis =
                    AngularAxis.init (GridColor = Palette.solid Palette.grid, TickFont = Style.font 13.0, Direction = Direction.Clockwise)
            )
        )

    let scoreTable (models: ModelScores list) =
        let benchmarks = check "Chart.scoreTable" models

        let cell (model: ModelScores) benchmark =
            model.Scores
            |> List.tryFind (fst >> (=) benchmark)
            |> Option.map (snd >> range (decimals "0.0"))
            |> Option.defaultValue ""

        let columns =
            [ for model in models -> Lines.legend model.Source model.Model ]
            :: [
                for benchmark in benchmarks -> [ for model in models -> cell model benchmark ]
            ]

        let rows = List.transpose columns

        let shades =
            models
            |> List.map (fun model ->
                if model.Source = SeriesSource.Paper then
                    Palette.rgb 0xf1f2f4
                else
                    Palette.paper)

        let table =
            TraceDomain.initTable (
                TraceDomainStyle.Table(
                    Header =
                        TableHeader.init (
                            Values =
                                ([ "<b>model</b>" ]
                                 :: [ for benchmark in benchmarks -> [ $"<b>{Style.plain benchmark}</b>" ] ]),
                            Align = HorizontalAlign.Left,
                            Fill = TableFill.init (Color = Palette.solid Palette.grid)
                        ),
                    Cells =
                        TableCells.init (
                            Values = columns,
                            Align = HorizontalAlign.Left,
                            Height = 28,
                            Fill = TableFill.init (Color = Color.fromColors (shades |> List.map Palette.solid))
                        )
                )
            )

        [ table :> Trace ]
        |> Style.ofTraces (140 + 28 * rows.Length) "Scores (pass@1, %)"
