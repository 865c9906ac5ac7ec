namespace DiffuCoder

open Plotly.NET

/// <summary>
/// The figures of the paper (arXiv 2506.20639) from trajectories, curves and scores, as charts of Plotly.NET. In a notebook a chart shows itself; elsewhere
/// there are <c>show</c>, <c>save</c> and <c>picture</c>, none of which needs a network. A name keeps its colour from chart to chart. With Plotly.NET opened
/// as well, open DiffuCoder after it.
/// </summary>
/// <example><code lang="fsharp">
/// answer |> Chart.decodingOrder (Model.tokenizer model) |> Chart.withTitle "temperature 0.2" |> Chart.save "order.html"
/// </code></example>
[<RequireQualifiedAccess>]
module Chart =

    /// <summary>The completion, token by token, each coloured by the step that wrote it: red first, purple last (figures 1a and 10).</summary>
    let decodingOrder (tokenizer: Tokenizer) (trajectory: Trajectory) : GenericChart = OrderChart.chart tokenizer trajectory

    /// <summary>Local AR-ness@k against k, with bands (figures 3 to 5).</summary>
    let localArness (series: Series list) : GenericChart =
        LineCharts.arness "localArness" "Local" series

    /// <summary>Global AR-ness@k against k, with bands (figures 3 to 5).</summary>
    let globalArness (series: Series list) : GenericChart =
        LineCharts.arness "globalArness" "Global" series

    /// <summary>When each position was written, as a share of the steps, with bands: what <c>Arness.profile</c> returns.</summary>
    let decodeProfile (series: Series list) : GenericChart = LineCharts.decodeProfile series

    /// <summary>Confidence and entropy before the first step against the distance from the prompt, with bands, a line per model (figure 3).</summary>
    let entropySink (models: (string * SinkPoint list) list) : GenericChart = EntropyCharts.sink models

    /// <summary>Entropy, in nats, by step and position, blank where there was no mask (figure 9).</summary>
    let entropyMap (title: string) (rows: float option list list) : GenericChart = EntropyCharts.map title rows

    /// <summary>pass@k against k, in per cent, with intervals (figure 5, right).</summary>
    let passCurves (series: Series list) : GenericChart = LineCharts.passCurves series

    /// <summary>pass@k by temperature as bars with intervals, a group per temperature and a bar per k (figure 6).</summary>
    let passBars (temperatures: (float * PassScore list) list) : GenericChart = ScoreCharts.passBars temperatures

    /// <summary>A measure in [0, 1], such as AR-ness or a distance, against the temperature, with bands (figure 5, left).</summary>
    /// <exception cref="T:DiffuCoder.ChartException">There is nothing to draw, names are equal, or a value is infinite; one that is NaN leaves a gap.</exception>
    /// <example><code lang="fsharp">
    /// [ Series.values "instruct" [ 0.2, 0.81; 1.0, 0.64 ] ] |> Chart.byTemperature "global AR-ness@1"
    /// </code></example>
    let byTemperature (measure: string) (series: Series list) : GenericChart = LineCharts.byTemperature measure series

    /// <summary>Scores, in per cent, against the speed-up, a line per model, with intervals (figures 1c and 11).</summary>
    let speedScore (series: Series list) : GenericChart = LineCharts.speedScore series

    /// <summary>Reward against update, a line per variant, with bands over seeds (figures 7 and 12).</summary>
    let rewardCurves (window: int) (series: Series list) : GenericChart = LineCharts.rewardCurves window series

    /// <summary>Scores in per cent, a benchmark per axis and a polygon per model (figure 1b).</summary>
    let radar (models: ModelScores list) : GenericChart = ScoreCharts.radar models

    /// <summary>Scores in per cent, a row per model and a column per benchmark; what the paper prints is marked (tables 1 and 4).</summary>
    let scoreTable (models: ModelScores list) : GenericChart = ScoreCharts.scoreTable models

    /// <summary>The variance of estimators of a log-probability, in nats squared, as bars with intervals (appendix A.4).</summary>
    let estimatorVariance (estimators: (string * Band) list) : GenericChart =
        ScoreCharts.estimatorVariance estimators

    /// <summary>Loss, in nats per masked token, against t, the share of masks (figure 8).</summary>
    let lossByTime (series: Series list) : GenericChart = LineCharts.lossByTime series

    /// <summary>How long completions are, in tokens, by model (appendix C.4).</summary>
    let lengths (models: (string * int list) list) : GenericChart = ScoreCharts.lengths models

    /// <summary>AR-ness stage by stage with bands, a line per measure (figure 4).</summary>
    let arnessByStage (measures: (string * (string * Band) list) list) : GenericChart = ScoreCharts.arnessByStage measures

    /// <summary>Another title.</summary>
    let withTitle (title: string) (chart: GenericChart) : GenericChart = Style.withTitle title chart

    /// <summary>A fragment of HTML for a notebook's cell: it draws as soon as the page has plotly.js, which <c>plotlyScript</c> is.</summary>
    let toCell (chart: GenericChart) : string = Page.cell chart

    /// <summary>A script element with plotly.js, for a page that has cells of <c>toCell</c>: once is enough.</summary>
    let plotlyScript () : string = Page.plotlyScript ()

    /// <summary>A page of its own, plotly.js included; it needs no network.</summary>
    let toHtml (chart: GenericChart) : string =
        Page.page "DiffuCoder.Kit" (Page.plotlyScript ()) [ Page.cell chart ]

    /// <summary>Writes the page of <c>toHtml</c>; an older file is replaced as a whole or not at all.</summary>
    let save (path: string) (chart: GenericChart) : unit = toHtml chart |> Page.save path

    /// <summary>Opens the page of <c>toHtml</c> in the browser, from a temporary file.</summary>
    let show (chart: GenericChart) : unit = toHtml chart |> Page.show

    /// <summary>Writes pictures, PNG or SVG by the names' endings, with one start of a headless Chromium.</summary>
    let pictures (charts: (string * GenericChart) list) : unit = Picture.save charts

    /// <summary>Writes a picture, PNG or SVG by the name's ending, with a headless Chromium.</summary>
    let picture (path: string) (chart: GenericChart) : unit = pictures [ path, chart ]
