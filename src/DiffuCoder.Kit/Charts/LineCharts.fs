namespace DiffuCoder

open System
open Plotly.NET
open Plotly.NET.LayoutObjects
open Plotly.NET.StyleParam

/// The charts that are lines over an axis.
[<RequireQualifiedAccess>]
module internal LineCharts =

    let private share (value: float) =
        value.ToString("0.000", Globalization.CultureInfo.InvariantCulture)

    let private percent (value: float) =
        value.ToString("0.0", Globalization.CultureInfo.InvariantCulture) + " %"

    let private nats (value: float) = Lines.number value + " nats"

    let private every (step: float) (axis: LinearAxis) = axis |> LinearAxis.style (DTick = step)

    let private from0to (most: float) (axis: LinearAxis) =
        axis |> LinearAxis.style (Range = Range.ofMinMax (0.0, most))

    let private from0 (axis: LinearAxis) =
        axis |> LinearAxis.style (RangeMode = RangeMode.ToZero)

    let private arness chart (measure: string) series =
        Lines.traces chart "k =" share true series
        |> Style.plot
            440
            $"{measure} AR-ness"
            (Style.axis "k" |> every 1.0)
            (Style.axis $"{measure.ToLowerInvariant()} AR-ness@k (share of tokens)"
             |> from0to 1.02)

    let localArness series =
        arness "Chart.localArness" "Local" series

    let globalArness series =
        arness "Chart.globalArness" "Global" series

    let decodeProfile (series: Series list) =
        let traces = Lines.traces "Chart.decodeProfile" "position" share false series

        let last =
            series
            |> List.collect (fun line -> [ for point in line.Points -> point.At ])
            |> List.max

        let diagonal: Trace =
            Trace2D.initScatter (
                Trace2DStyle.Scatter(
                    Name = "from left to right",
                    X = [ 0.0; last ],
                    Y = [ 0.0; 1.0 ],
                    Mode = Mode.Lines,
                    Line = Line.init (Width = 1.0, Dash = DrawingStyle.Dot, Color = Palette.solid Palette.soft),
                    HoverInfo = HoverInfo.Skip
                )
            )

        diagonal :: traces
        |> Style.plot
            440
            "When each position is written"
            (Style.axis "position from the start of the completion (tokens)")
            (Style.axis "steps that have passed (share)" |> from0to 1.02)

    let passCurves series =
        Lines.traces "Chart.passCurves" "k =" percent true series
        |> Style.plot 440 "pass@k" (Style.axis "k (answers to each problem)" |> every 1.0) (Style.axis "pass@k (%)" |> from0)

    let speedScore (series: Series list) =
        let speeds =
            [
                for line in series do
                    for point in line.Points -> point.At
            ]
            |> List.distinct
            |> List.sort

        Lines.traces "Chart.speedScore" "speed-up" percent true series
        |> Style.plot
            440
            "Score against speed"
            (Style.axis "speed-up (×)"
             |> LinearAxis.style (TickMode = TickMode.Array, TickVals = speeds, TickText = List.map Lines.number speeds))
            (Style.axis "pass@1 (%)")

    let byTemperature (measure: string) series =
        Lines.traces "Chart.byTemperature" "T =" share true series
        |> Style.plot 440 $"{measure} by temperature" (Style.axis "temperature") (Style.axis measure |> from0to 1.02)

    let lossByTime series =
        Lines.traces "Chart.lossByTime" "t =" nats true series
        |> Style.plot
            440
            "Loss against the share of masks"
            (Style.axis "t (share of tokens that is masked)" |> from0to 1.0)
            (Style.axis "loss (nats per masked token)" |> from0)

    let cacheDrift (series: Series list) =
        Lines.traces "Chart.cacheDrift" "step" nats false series
        |> Style.plot
            440
            "How far a cache is from full passes"
            (Style.axis "step")
            (Style.axis "divergence of the cached logits (nats per position)" |> from0)

    /// The mean over a window around each point, as far as there are points; gaps do not count.
    let smooth (window: int) (series: Series) =
        let points = series.Points |> List.sortBy _.At |> Array.ofList
        let half = window / 2

        let around index (value: Estimate -> float) =
            points[max 0 (index - half) .. min (points.Length - 1) (index + half)]
            |> Array.map (fun point -> value point.Value)
            |> Array.filter (Double.IsNaN >> not)
            |> fun values -> if values.Length = 0 then nan else Array.average values

        { series with
            Points =
                [
                    for index, point in Seq.indexed points ->
                        { point with
                            Value =
                                {
                                    Value = around index _.Value
                                    Low = around index _.Low
                                    High = around index _.High
                                }
                        }
                ]
        }

    let lossCurves (series: Series list) =
        Lines.traces "Chart.lossCurves" "update" nats false series
        |> Style.plot 440 "Loss" (Style.axis "update") (Style.axis "loss (nats per token)" |> from0)

    let rewardCurves (window: int) (series: Series list) =
        if window < 1 || window % 2 = 0 then
            ChartCheck.fail $"Chart.rewardCurves: a window of {window} updates has no middle; give an odd number, 1 for no smoothing."

        let unit =
            if window = 1 then
                "mean reward"
            else
                $"mean reward (moving average of {window} updates)"

        series
        |> List.map (fun line -> if window = 1 then line else smooth window line)
        |> Lines.traces "Chart.rewardCurves" "update" Lines.number false
        |> Style.plot 440 "Reward" (Style.axis "update") (Style.axis unit)
