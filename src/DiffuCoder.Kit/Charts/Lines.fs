namespace DiffuCoder

open System
open Plotly.NET
open Plotly.NET.TraceObjects

/// Lines with bands, which most charts are.
[<RequireQualifiedAccess>]
module internal Lines =

    /// How a series is drawn.
    type Pen =
        {
            Legend: string
            Colour: Palette.Rgb
            Dash: StyleParam.DrawingStyle
            Symbol: StyleParam.MarkerSymbol
        }

    let private symbols =
        [
            StyleParam.MarkerSymbol.Circle
            StyleParam.MarkerSymbol.Square
            StyleParam.MarkerSymbol.Diamond
            StyleParam.MarkerSymbol.TriangleUp
            StyleParam.MarkerSymbol.TriangleDown
            StyleParam.MarkerSymbol.Cross
        ]

    let private isPaper (series: Series) = series.Source = SeriesSource.Paper

    let legend (source: SeriesSource) (name: string) =
        match source with
        | SeriesSource.Measured -> Style.plain name
        | SeriesSource.Paper -> Style.plain name + " (paper)"

    /// The colour of what the paper says: greyer than ours.
    let greyed (colour: Palette.Rgb) =
        Palette.mix 0.55 colour (Palette.rgb 0xa3a8b0)

    let private pens (series: Series list) =
        let colours ofSource =
            let names = series |> List.filter ofSource |> List.map _.Name
            List.zip names (Palette.ofNames names) |> Map.ofList

        let measured, paper = colours (isPaper >> not), colours isPaper

        series
        |> List.mapi (fun index line ->
            {
                Legend = legend line.Source line.Name
                Colour =
                    if isPaper line then
                        greyed paper[line.Name]
                    else
                        measured[line.Name]
                Dash =
                    if isPaper line then
                        StyleParam.DrawingStyle.Dash
                    else
                        StyleParam.DrawingStyle.Solid
                Symbol = symbols[index % symbols.Length]
            })

    /// Runs of points without a gap.
    let private runs (points: SeriesPoint list) =
        let folder (point: SeriesPoint) (runs: SeriesPoint list list) =
            match runs with
            | _ when Double.IsNaN point.Value.Value -> [] :: runs
            | run :: rest -> (point :: run) :: rest
            | [] -> [ [ point ] ]

        List.foldBack folder points [] |> List.filter (List.isEmpty >> not)

    /// One polygon a run, kept apart by a gap: a band does not bridge what is undefined.
    let private outline (points: SeriesPoint list) =
        points
        |> runs
        |> List.map (fun run ->
            [ for point in run -> point.At, snd (Estimate.ends point.Value) ]
            @ [ for point in List.rev run -> point.At, fst (Estimate.ends point.Value) ])
        |> List.reduce (fun before after -> before @ [ nan, nan ] @ after)

    let private band (pen: Pen) (points: SeriesPoint list) : Trace =
        let outline = outline points

        Trace2D.initScatter (
            Trace2DStyle.Scatter(
                Name = pen.Legend,
                LegendGroup = pen.Legend,
                ShowLegend = false,
                X = List.map fst outline,
                Y = List.map snd outline,
                Mode = StyleParam.Mode.Lines,
                Line = Line.init (Width = 0.0, Color = Palette.clear 0.0 pen.Colour),
                Fill = StyleParam.Fill.ToSelf,
                FillColor = Palette.clear 0.16 pen.Colour,
                HoverInfo = StyleParam.HoverInfo.Skip
            )
        )

    let private hasBand (point: SeriesPoint) =
        let low, high = Estimate.ends point.Value
        low < high

    let private line (hover: SeriesPoint -> string) markers (pen: Pen) isPaper (points: SeriesPoint list) : Trace =
        let marker =
            Marker.init (
                Size = 7,
                Symbol = pen.Symbol,
                Color =
                    (if isPaper then
                         Palette.solid Palette.paper
                     else
                         Palette.solid pen.Colour),
                Outline = Line.init (Width = 1.5, Color = Palette.solid pen.Colour)
            )

        Trace2D.initScatter (
            Trace2DStyle.Scatter(
                Name = pen.Legend,
                LegendGroup = pen.Legend,
                X = [ for point in points -> point.At ],
                Y = [ for point in points -> point.Value.Value ],
                Mode =
                    (if markers then
                         StyleParam.Mode.Lines_Markers
                     else
                         StyleParam.Mode.Lines),
                Line = Line.init (Width = 2.0, Color = Palette.solid pen.Colour, Dash = pen.Dash),
                Marker = marker,
                MultiText = [ for point in points -> hover point ],
                HoverTemplate = "%{text}<extra>%{fullData.name}</extra>"
            )
        )

    let number (value: float) =
        value.ToString("0.####", Globalization.CultureInfo.InvariantCulture)

    let private check chart (series: Series list) =
        ChartCheck.some chart "series" series

        series
        |> List.map (fun line -> legend line.Source line.Name)
        |> ChartCheck.distinct chart

        for line in series do
            if line.Points |> List.forall (fun point -> Double.IsNaN point.Value.Value) then
                ChartCheck.fail $"{chart}: \"{line.Name}\" has no point with a number; give it some, or leave it out."

            for point in line.Points do
                ChartCheck.number chart line.Name point.At

                [ point.Value.Value; point.Value.Low; point.Value.High ]
                |> List.iter (ChartCheck.numberOrGap chart line.Name)

            match line.Points |> List.countBy _.At |> List.tryFind (fun (_, count) -> count > 1) with
            | Some(at, _) ->
                ChartCheck.fail $"{chart}: \"{line.Name}\" has two points at {number at}; take their mean, or make two series of them."
            | None -> ()

    /// The traces of some series: bands below, lines above. `at` names the horizontal axis in what the mouse shows.
    let traces chart (at: string) (format: float -> string) (markers: bool) (series: Series list) : Trace list =
        check chart series

        let drawn =
            List.zip (pens series) series
            |> List.map (fun (pen, line) -> pen, isPaper line, line.Points |> List.sortBy _.At)

        [
            for pen, isPaper, points in drawn do
                if not isPaper && List.exists hasBand points then
                    band pen points

            for pen, isPaper, points in drawn do
                line (fun point -> $"{at} {number point.At}: {Estimate.text format point.Value}") markers pen isPaper points
        ]
