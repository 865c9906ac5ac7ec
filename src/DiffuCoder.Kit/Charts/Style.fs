namespace DiffuCoder

open System
open Plotly.NET
open Plotly.NET.LayoutObjects

/// What all charts look like: a notebook's cell wide, white, quiet lines.
[<RequireQualifiedAccess>]
module internal Style =

    /// In pixels, of pictures and of charts that do not take the width of their place.
    let width = 800

    /// Text that is shown as it is: Plotly reads tags and entities in names and titles.
    let plain (text: string) =
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;")

    let monospace = "DejaVu Sans Mono, Menlo, Consolas, Liberation Mono, monospace"

    let font (size: float) =
        Font.init (
            Family = StyleParam.FontFamily.Custom "Inter, Segoe UI, Helvetica Neue, Arial, Liberation Sans, sans-serif",
            Size = size,
            Color = Palette.solid Palette.ink
        )

    let title (text: string) =
        Title.init (Text = text, Font = font 14.0)

    let axis (text: string) : LinearAxis =
        LinearAxis.init (
            Title = Title.init (Text = text, Font = font 14.0, Standoff = 12),
            TickFont = font 12.0,
            ShowGrid = true,
            GridColor = Palette.solid Palette.grid,
            ZeroLine = false,
            ShowLine = true,
            LineColor = Palette.solid Palette.soft,
            Ticks = StyleParam.TickOptions.Outside,
            TickColor = Palette.solid Palette.soft
        )

    let layout (height: int) =
        Layout.init (
            Width = width,
            Height = height,
            Font = font 13.0,
            ShowLegend = true, // of a single line too: its name says what it is
            PaperBGColor = Palette.solid Palette.paper,
            PlotBGColor = Palette.solid Palette.paper,
            Margin = Margin.init (Left = 70, Right = 24, Top = 56, Bottom = 60),
            HoverMode = StyleParam.HoverMode.Closest,
            Hoverlabel = Hoverlabel.init (Font = font 12.5, Align = StyleParam.Align.Left, Namelength = -1)
        )

    let private legend =
        Legend.init (BGColor = Palette.clear 0.75 Palette.paper, Font = font 12.5, TraceGroupGap = 3)

    let withoutLegend (chart: GenericChart) =
        chart |> Chart.withLayoutStyle (ShowLegend = false)

    let private configured isResponsive =
        Config.init (Displaylogo = false, Responsive = isResponsive, TypesetMath = false)

    /// A chart that was measured for its width keeps it; all others take that of their place.
    let keepWidth (chart: GenericChart) =
        chart |> Chart.withConfig (configured false)

    let withTitle (text: string) (chart: GenericChart) =
        chart
        |> Chart.withTitle (
            Title.init (Text = $"<b>{plain text}</b>", Font = font 17.0, X = 0.02, XAnchor = StyleParam.XAnchorPosition.Left)
        )

    /// A chart of traces, without axes.
    let ofTraces (height: int) (text: string) (traces: Trace list) =
        GenericChart.ofTraceObjects false traces
        |> Chart.withLayout (layout height)
        |> Chart.withLegend legend
        |> Chart.withConfig (configured true)
        |> withTitle text

    /// A chart of traces over two axes.
    let plot (height: int) (text: string) (x: LinearAxis) (y: LinearAxis) (traces: Trace list) =
        traces |> ofTraces height text |> Chart.withXAxis x |> Chart.withYAxis y
