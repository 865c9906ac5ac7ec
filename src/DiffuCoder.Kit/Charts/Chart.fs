namespace DiffuCoder

open Plotly.NET

/// <summary>
/// The figures of the paper (arXiv 2506.20639) from trajectories, curves and scores, as charts of Plotly.NET. In a notebook a
/// chart shows itself; elsewhere there are <c>show</c>, <c>save</c> and <c>picture</c>, none of which needs a network. A name
/// keeps its colour from chart to chart. Where Plotly.NET is opened as well, open DiffuCoder after it: both have a <c>Chart</c>.
/// </summary>
/// <example><code lang="fsharp">
/// answer |> Chart.decodingOrder (Model.tokenizer model) |> Chart.withTitle "temperature 0.2" |> Chart.save "order.html"
/// </code></example>
[<RequireQualifiedAccess>]
module Chart =

    /// <summary>
    /// The completion token by token, each coloured by the step that wrote it: red
    /// first, purple last (figures 1a and 10). What stood there before is grey.
    /// </summary>
    /// <example><code lang="fsharp">
    /// answer |> Chart.decodingOrder (Model.tokenizer model) |> Chart.show
    /// </code></example>
    let decodingOrder (tokenizer: Tokenizer) (trajectory: Trajectory) : GenericChart = OrderChart.chart tokenizer trajectory

    /// <summary>Local AR-ness@k, in [0, 1], against k, with bands (figures 3 to 5).</summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is nothing to draw, names are equal, or a value is infinite; one that is NaN leaves a gap.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ Series.measured "instruct" (Arness.localMeans AnalysisOptions.Default 9 answers)
    ///   Series.measured "the first ten" (Arness.localMeans AnalysisOptions.Default 9 (List.truncate 10 answers)) ]
    /// |> Chart.localArness
    /// </code></example>
    let localArness (series: Series list) : GenericChart = LineCharts.localArness series

    /// <summary>Global AR-ness@k, in [0, 1], against k, with bands (figures 3 to 5).</summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is nothing to draw, names are equal, or a value is infinite; one that is NaN leaves a gap.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ Series.measured "instruct" (Arness.globalMeans AnalysisOptions.Default 4 answers) ] |> Chart.globalArness
    /// </code></example>
    let globalArness (series: Series list) : GenericChart = LineCharts.globalArness series

    /// <summary>
    /// When each position was written, as a share of the steps, with bands, beside the line of writing from left to right.
    /// </summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is nothing to draw, names are equal, or a value is infinite; one that is NaN leaves a gap.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ Series.measured "instruct" (Arness.profile AnalysisOptions.Default answers) ] |> Chart.decodeProfile
    /// </code></example>
    let decodeProfile (series: Series list) : GenericChart = LineCharts.decodeProfile series

    /// <summary>
    /// Confidence, as the strategy scores it, and entropy, in nats, of each mask before the
    /// first step against its distance from the prompt, with bands, a line per model (figure 3).
    /// </summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is nothing to draw, names are equal, or a value is infinite; one that is NaN leaves a gap.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ "instruct", Entropy.sink AnalysisOptions.Default answers ] |> Chart.entropySink
    /// </code></example>
    let entropySink (models: (string * SinkPoint list) list) : GenericChart = EntropyCharts.sink models

    /// <summary>Entropy, in nats, by step and position as a heat map, blank where there was no mask (figure 9).</summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There are no steps, they have different numbers of positions, or a value is not a number.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ answer ] |> Entropy.map AnalysisOptions.Default |> Chart.entropyMap "instruct, temperature 0.2"
    /// </code></example>
    let entropyMap (title: string) (rows: float option list list) : GenericChart = EntropyCharts.map title rows

    /// <summary>pass@k, in per cent, against k, with intervals (figure 5, right).</summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is nothing to draw, names are equal, or a value is infinite; one that is NaN leaves a gap.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ for temperature, result in results -> Series.passes $"T = {temperature}" (Evaluate.passCurve _.Passed result) ]
    /// |> Chart.passCurves
    /// </code></example>
    let passCurves (series: Series list) : GenericChart = LineCharts.passCurves series

    /// <summary>pass@k, in per cent, by temperature: a group of bars per temperature, a bar per k, with intervals (figure 6).</summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is nothing to draw, a temperature is there twice, or a score is not a number.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ for temperature, result in results -> temperature, result.Base ] |> Chart.passBars
    /// </code></example>
    let passBars (temperatures: (float * PassScore list) list) : GenericChart = ScoreBars.passBars temperatures

    /// <summary>A measure in [0, 1], such as AR-ness or a distance, against the temperature, with bands (figure 5, left).</summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is nothing to draw, names are equal, or a value is infinite; one that is NaN leaves a gap.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ Series.values "instruct" [ 0.2, 0.81; 1.0, 0.64 ] ] |> Chart.byTemperature "global AR-ness@1"
    /// </code></example>
    let byTemperature (measure: string) (series: Series list) : GenericChart = LineCharts.byTemperature measure series

    /// <summary>pass@1, in per cent, against the speed-up, a line per model, with intervals (figures 1c and 11).</summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is nothing to draw, names are equal, or a value is infinite; one that is NaN leaves a gap.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ Series.scores "instruct" [ 1, whole.Base.Head; 2, halved.Base.Head ]; Series.paper "DiffuCoder-Instruct" [ 1, 65.2 ] ]
    /// |> Chart.speedScore
    /// </code></example>
    let speedScore (series: Series list) : GenericChart = LineCharts.speedScore series

    /// <summary>
    /// How far the logits of a cache are from those of full passes, by step, a line per cache: what <c>Trajectory.driftByStep</c> returns.
    /// </summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is nothing to draw, names are equal, or a value is infinite; one that is NaN leaves a gap.
    /// </exception>
    /// <example><code lang="fsharp">
    /// let options = { SamplerOptions.Tiny with BlockLength = Some 32; Cache = Cache.dual; DriftEvery = Some 1 }
    /// [ prompts |> Sampler.generateMany model options |> Trajectory.driftByStep |> Series.measured "dual" ] |> Chart.cacheDrift
    /// </code></example>
    let cacheDrift (series: Series list) : GenericChart = LineCharts.cacheDrift series

    /// <summary>
    /// Mean reward against update, a line per variant, with bands over seeds (figures 7 and 12). Each
    /// point is the mean over a window of so many updates around it, which the axis says; 1 for none.
    /// </summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// The window is even or below 1, there is nothing to draw, names are equal, or a value is infinite.
    /// </exception>
    /// <example><code lang="fsharp">
    /// let rewards variant = [ for seed in 0..2 -> Runs.read $"runs/{variant}-{seed}" |> Runs.series "reward" ]
    ///
    /// [ Series.overSeeds "coupled" (rewards "coupled"); Series.overSeeds "full mask" (rewards "full-mask") ]
    /// |> Chart.rewardCurves 9
    /// </code></example>
    let rewardCurves (window: int) (series: Series list) : GenericChart = LineCharts.rewardCurves window series

    /// <summary>The loss of training, in nats per token, against update.</summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is nothing to draw, names are equal, or a value is infinite; one that is NaN leaves a gap.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ Runs.read "runs/first" |> Runs.series "loss" |> Series.values "base" ] |> Chart.lossCurves
    /// </code></example>
    let lossCurves (series: Series list) : GenericChart = LineCharts.lossCurves series

    /// <summary>Who attends to whom, a panel for each moment: dark where a row's position sees a column's.</summary>
    /// <exception cref="T:DiffuCoder.ChartException">There is nothing to draw, names are equal, or a panel is empty.</exception>
    /// <example><code lang="fsharp">
    /// [ for step in [ 0; 50; 99 ] -> $"update {step + 1}", Annealing.edges 0L 100 32 step ] |> Chart.attention
    /// </code></example>
    let attention (moments: (string * bool[,]) list) : GenericChart = AttentionChart.chart moments

    /// <summary>Loss, in nats per masked token, against t, the share of tokens that is masked (figure 8).</summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is nothing to draw, names are equal, or a value is infinite; one that is NaN leaves a gap.
    /// </exception>
    /// <example><code lang="fsharp">
    /// let rows = TinyCorpus.requests Split.HeldOutParameters 40 |> Data.rowsOfAnswers tokenizer
    /// [ rows |> Loss.byTime model LossOptions.Default |> Series.losses "instruct" ] |> Chart.lossByTime
    /// </code></example>
    let lossByTime (series: Series list) : GenericChart = LineCharts.lossByTime series

    /// <summary>Scores, in per cent, with an axis per benchmark and a polygon per model (figure 1b).</summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There are fewer than three benchmarks, names are equal, or a score is not a number.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ ModelScores.paper "Dream Instruct" [ "HumanEval", 57.9; "MBPP", 68.3; "BigCodeBench", 10.6 ] ] |> Chart.radar
    /// </code></example>
    let radar (models: ModelScores list) : GenericChart = ScoreOverview.radar models

    /// <summary>
    /// Scores, in per cent with intervals, a row per model and a column per
    /// benchmark (tables 1 and 4). Rows of the paper are grey and say so.
    /// </summary>
    /// <exception cref="T:DiffuCoder.ChartException">There is nothing to draw, names are equal, or a score is not a number.</exception>
    /// <example><code lang="fsharp">
    /// [ ModelScores.measured "instruct" [ "unseen phrasings", result.Base.Head ]
    ///   ModelScores.paper "Dream Instruct" [ "HumanEval", 57.9 ] ]
    /// |> Chart.scoreTable
    /// </code></example>
    let scoreTable (models: ModelScores list) : GenericChart = ScoreOverview.table models

    /// <summary>The variance of estimators of a log-probability, in nats squared, as bars with intervals (appendix A.4).</summary>
    /// <exception cref="T:DiffuCoder.ChartException">There is nothing to draw, names are equal, or a value is not a number.</exception>
    /// <example><code lang="fsharp">
    /// [ for variant in [ MaskVariant.Coupled; MaskVariant.Decoupled ] ->
    ///     variant.Name, (answer |> Likelihood.variance model { LikelihoodOptions.Paper with Variant = variant }).PerToken.Band ]
    /// |> Chart.estimatorVariance
    /// </code></example>
    let estimatorVariance (estimators: (string * Band) list) : GenericChart = ScoreBars.estimatorVariance estimators

    /// <summary>
    /// AR-ness, in [0, 1], stage by stage with bands, a line per measure (figure 4). The stages stand in the order they are given in.
    /// </summary>
    /// <exception cref="T:DiffuCoder.ChartException">There is nothing to draw, names are equal, or a value is not a number.</exception>
    /// <example><code lang="fsharp">
    /// [ "local AR-ness@1", [ for stage, answers in stages -> stage, (Arness.localMeans AnalysisOptions.Default 1 answers).Head.Value ] ]
    /// |> Chart.arnessByStage
    /// </code></example>
    let arnessByStage (measures: (string * (string * Band) list) list) : GenericChart = ScoreBars.arnessByStage measures

    /// <summary>How completions' lengths, in tokens, are distributed, by model (appendix C.4).</summary>
    /// <exception cref="T:DiffuCoder.ChartException">There is nothing to draw, or names are equal.</exception>
    /// <example><code lang="fsharp">
    /// [ "instruct", [ for answer in answers -> answer.Completion.Count ] ] |> Chart.lengths
    /// </code></example>
    let lengths (models: (string * int list) list) : GenericChart = ScoreBars.lengths models

    /// <summary>Gives a chart another title.</summary>
    /// <example><code lang="fsharp">
    /// chart |> Chart.withTitle "HumanEval, temperature 0.2"
    /// </code></example>
    let withTitle (title: string) (chart: GenericChart) : GenericChart = Style.withTitle title chart

    /// <summary>
    /// A fragment of HTML for a notebook's cell. It draws as soon as the page has plotly.js, which <c>plotlyScript</c> brings.
    /// </summary>
    /// <example><code lang="fsharp">
    /// Chart.plotlyScript () + Chart.toCell chart
    /// </code></example>
    let toCell (chart: GenericChart) : string = Page.cell chart

    /// <summary>A script element with plotly.js, 3.6 MB, for a page that has cells of <c>toCell</c>: once a page is enough.</summary>
    /// <example><code lang="fsharp">
    /// Chart.plotlyScript () + Chart.toCell chart
    /// </code></example>
    let plotlyScript () : string = Page.plotlyScript ()

    /// <summary>A page of its own, plotly.js included; it needs no network.</summary>
    /// <example><code lang="fsharp">
    /// chart |> Chart.toHtml |> String.length
    /// </code></example>
    let toHtml (chart: GenericChart) : string =
        Page.page "DiffuCoder.Kit" (Page.plotlyScript ()) [ Page.cell chart ]

    /// <summary>Writes the page of <c>toHtml</c>; an older file is replaced as a whole or not at all.</summary>
    /// <exception cref="T:System.IO.IOException">The file cannot be written; an older one is as it was.</exception>
    /// <example><code lang="fsharp">
    /// chart |> Chart.save "order.html"
    /// </code></example>
    let save (path: string) (chart: GenericChart) : unit = toHtml chart |> Page.save path

    /// <summary>Opens the page of <c>toHtml</c> in the browser, from a temporary file.</summary>
    /// <exception cref="T:DiffuCoder.ChartException">There is no browser that could open it.</exception>
    /// <example><code lang="fsharp">
    /// chart |> Chart.show
    /// </code></example>
    let show (chart: GenericChart) : unit = toHtml chart |> Page.show

    /// <summary>
    /// Writes pictures, PNG (at twice the size, for sharp screens) or SVG by the names' endings, with one start of a headless Chromium.
    /// </summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is no Chromium on the path, a name has another ending, or a figure cannot be drawn.
    /// </exception>
    /// <exception cref="T:System.IO.IOException">A file cannot be written; an older one is as it was.</exception>
    /// <example><code lang="fsharp">
    /// Chart.pictures [ "local.png", localCurves; "global.svg", globalCurves ]
    /// </code></example>
    let pictures (charts: (string * GenericChart) list) : unit = Picture.save charts

    /// <summary>
    /// Writes a picture, PNG (at twice the size, for sharp screens) or SVG by the name's ending, with a headless Chromium.
    /// </summary>
    /// <exception cref="T:DiffuCoder.ChartException">
    /// There is no Chromium on the path, the name has another ending, or the figure cannot be drawn.
    /// </exception>
    /// <exception cref="T:System.IO.IOException">The file cannot be written; an older one is as it was.</exception>
    /// <example><code lang="fsharp">
    /// chart |> Chart.picture "order.png"
    /// </code></example>
    let picture (path: string) (chart: GenericChart) : unit = pictures [ path, chart ]
