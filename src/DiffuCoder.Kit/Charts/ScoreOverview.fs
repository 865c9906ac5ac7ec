namespace DiffuCoder

open System.Globalization
open Plotly.NET
open Plotly.NET.LayoutObjects
open Plotly.NET.TraceObjects
open Plotly.NET.StyleParam

/// Scores of many models on many benchmarks.
[<RequireQualifiedAccess>]
module internal ScoreOverview =

    let private percent (value: float) =
        value.ToString("0.0", CultureInfo.InvariantCulture)

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

        let highest =
            models
            |> List.collect _.Scores
            |> List.map (fun (_, score) -> score.Value)
            |> List.max

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
                        // a little more, so that no number stands where a benchmark's name does
                        Range = Range.ofMinMax (0.0, max 1.0 (1.12 * highest)),
                        NTicks = 6,
                        // upward, with the numbers level: their angle is counted from the axis
                        Angle = 90.0,
                        TickAngle = 90,
                        Ticks = TickOptions.Empty,
                        TickFont = Font.init (Size = 11.0, Color = Palette.solid Palette.soft),
                        GridColor = Palette.solid Palette.grid,
                        LineColor = Palette.clear 0.0 Palette.grid
                    ),
                GridShape = PolarGridShape.Linear,
                AngularAxis =
                    AngularAxis.init (
                        AxisType = AxisType.Category,
                        GridColor = Palette.solid Palette.grid,
                        LineColor = Palette.solid Palette.soft,
                        Ticks = TickOptions.Empty,
                        TickFont = Style.font 13.0,
                        Direction = Direction.Clockwise
                    )
            )
        )

    /// The interval goes into a line of its own.
    let private cell (score: Estimate) =
        match Estimate.ends score with
        | low, high when low < high -> $"{percent score.Value}<br>({percent low} to {percent high})"
        | _ -> percent score.Value

    let private line = 20 // pixels

    let table (models: ModelScores list) =
        let benchmarks = check "Chart.scoreTable" models
        let names = [ for model in models -> Lines.legend model.Source model.Model ]

        let columns =
            [
                for benchmark in benchmarks ->
                    [
                        for model in models ->
                            model.Scores
                            |> List.tryFind (fst >> (=) benchmark)
                            |> Option.map (snd >> cell)
                            |> Option.defaultValue ""
                    ]
            ]

        let lines =
            names :: columns
            |> List.transpose
            |> List.map (fun row -> if row |> List.exists _.Contains("<br>") then 2 else 1)

        let shade (model: ModelScores) =
            Palette.hex (
                if model.Source = SeriesSource.Paper then
                    Palette.rgb 0xf1f2f4
                else
                    Palette.paper
            )

        // Plotly.NET has a colour a column; plotly.js takes one a cell
        let fill = TableFill.init ()
        fill.SetProperty("color", [ for _ in names :: columns -> List.map shade models ])
        let border = Line.init (Color = Palette.solid Palette.grid, Width = 1.0)

        let trace =
            TraceDomain.initTable (
                TraceDomainStyle.Table(
                    MultiColumnWidth = 2.4 :: [ for _ in columns -> 1.0 ],
                    Header =
                        TableHeader.init (
                            Values =
                                [ "<b>model</b>" ]
                                :: [ for benchmark in benchmarks -> [ $"<b>{Style.plain benchmark}</b>" ] ],
                            Align = HorizontalAlign.Left,
                            Height = line + 10,
                            Line = border,
                            Fill = TableFill.init (Color = Palette.solid Palette.grid)
                        ),
                    Cells =
                        TableCells.init (
                            Values = names :: columns,
                            Align = HorizontalAlign.Left,
                            Height = line + 10,
                            Line = border,
                            Fill = fill
                        )
                )
            )

        let top, bottom = 60, 16
        let rows = lines |> List.sumBy (fun count -> line * count + 10)

        [ trace :> Trace ]
        |> Style.ofTraces (top + bottom + line + 14 + rows) "Scores (pass@1, %)"
        |> Chart.withMarginSize (16, 16, top, bottom)
