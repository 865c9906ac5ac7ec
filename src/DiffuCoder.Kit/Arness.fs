namespace DiffuCoder

open DiffuCoder.Analysis

/// How far an analysis looks: to the end of the canvas, padding and all, or to the end of the text only.
type CanvasScope = DiffuCoder.Analysis.CanvasScope

/// A mean over generations with its confidence band, the bootstrap over generations; `Count` says how many count.
type Band = DiffuCoder.Analysis.Band

/// A point of a curve over generations: `At` some k or position, a `Value` with its band.
type CurvePoint = DiffuCoder.Analysis.CurvePoint

/// <summary>What an analysis of many generations looks at, and how its bands are made.</summary>
/// <example><code lang="fsharp">
/// { AnalysisOptions.Default with Scope = CanvasScope.Text }
/// </code></example>
type AnalysisOptions =
    {
        /// The whole canvas, or the text without the padding behind it.
        Scope: CanvasScope
        /// Confidence of the bands, in (0, 1).
        Confidence: float
        /// Means drawn by the bootstrap, at least 100.
        Resamples: int
        /// Where the draws come from: the same seed gives the same bands.
        Seed: int64
    }

    /// The whole canvas and bands of 95 %, from 1000 means and seed 0.
    static member Default =
        let bands = BandOptions.Default

        {
            Scope = CanvasScope.WholeCanvas
            Confidence = bands.Confidence
            Resamples = bands.Resamples
            Seed = bands.Seed
        }

/// Between the kit's record and the core's, where the checks live.
module internal CoreBands =

    /// The core's options; `AnalysisException` for a value out of its range.
    let ofOptions (options: AnalysisOptions) =
        BandOptions(Confidence = options.Confidence, Resamples = options.Resamples, Seed = options.Seed)

/// <summary>
/// How far a model decodes like an autoregressive one. Local AR-ness@k is the share of tokens that end a run of k next-token predictions,
/// global AR-ness@k the share of those that were among the k leftmost masks when they were chosen (DiffuCoder, arXiv 2506.20639).
/// </summary>
/// <example><code lang="fsharp">
/// answers
/// |> Arness.localMeans AnalysisOptions.Default 9
/// |> List.iter (fun point -> printfn $"{point.At}: {point.Value.Mean:F2} ({point.Value.Low:F2} to {point.Value.High:F2})")
/// </code></example>
[<RequireQualifiedAccess>]
module Arness =

    let private orders (options: AnalysisOptions) (trajectories: Trajectory seq) =
        [|
            for trajectory in trajectories -> DecodingOrder.Of(trajectory, options.Scope)
        |]

    /// <summary>Local AR-ness@k of a generation, on its whole canvas: in [0, 1], and NaN when nothing was revealed.</summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">k is below 1.</exception>
    /// <example><code lang="fsharp">
    /// answer |> Arness.local 1   // 0.78
    /// </code></example>
    let local (k: int) (trajectory: Trajectory) = Trajectory.localArness k trajectory

    /// <summary>Global AR-ness@k of a generation, on its whole canvas: in [0, 1], and NaN when nothing was revealed.</summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">k is below 1.</exception>
    /// <example><code lang="fsharp">
    /// answer |> Arness.globally 4   // 0.91
    /// </code></example>
    let globally (k: int) (trajectory: Trajectory) = Trajectory.globalArness k trajectory

    /// <summary>Local AR-ness of a generation for k = 1, 2, ... up to <c>most</c>; it falls with k.</summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException"><c>most</c> is below 1.</exception>
    /// <example><code lang="fsharp">
    /// answer |> Arness.localCurve 9   // [0.78; 0.64; ...]
    /// </code></example>
    let localCurve (most: int) (trajectory: Trajectory) =
        ArNess.LocalCurve(DecodingOrder.Of trajectory, most) |> List.ofSeq

    /// <summary>Global AR-ness of a generation for k = 1, 2, ... up to <c>most</c>; it rises with k.</summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException"><c>most</c> is below 1.</exception>
    /// <example><code lang="fsharp">
    /// answer |> Arness.globalCurve 4   // [0.70; 0.83; 0.88; 0.91]
    /// </code></example>
    let globalCurve (most: int) (trajectory: Trajectory) =
        ArNess.GlobalCurve(DecodingOrder.Of trajectory, most) |> List.ofSeq

    /// <summary>The mean of the local curve over generations, with bands. Each generation counts once.</summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">There are no generations, or a number is out of its range.</exception>
    /// <example><code lang="fsharp">
    /// answers |> Arness.localMeans { AnalysisOptions.Default with Scope = CanvasScope.Text } 9
    /// </code></example>
    let localMeans (options: AnalysisOptions) (most: int) (trajectories: Trajectory seq) =
        ArNess.LocalMeans(orders options trajectories, most, CoreBands.ofOptions options)
        |> List.ofSeq

    /// <summary>The mean of the global curve over generations, with bands. Each generation counts once.</summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">There are no generations, or a number is out of its range.</exception>
    /// <example><code lang="fsharp">
    /// answers |> Arness.globalMeans AnalysisOptions.Default 4
    /// </code></example>
    let globalMeans (options: AnalysisOptions) (most: int) (trajectories: Trajectory seq) =
        ArNess.GlobalMeans(orders options trajectories, most, CoreBands.ofOptions options)
        |> List.ofSeq

    /// <summary>
    /// What the mean of the global curve would be, had as many tokens been written one by one in random order: the fewer
    /// there are, the more often the leftmost is met by chance. With m masks left, min(k, m) / m of the choices are.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">There are no generations, or a number is out of its range.</exception>
    /// <example><code lang="fsharp">
    /// [ Series.measured "instruct" (Arness.globalMeans AnalysisOptions.Default 4 answers)
    ///   Series.measured "at random" (Arness.globalAtRandom AnalysisOptions.Default 4 answers) ]
    /// |> Chart.globalArness
    /// </code></example>
    let globalAtRandom (options: AnalysisOptions) (most: int) (trajectories: Trajectory seq) =
        ArNess.GlobalMeansAtRandom(orders options trajectories, most, CoreBands.ofOptions options)
        |> List.ofSeq

    /// <summary>
    /// When each position was written, as a share of the steps, mean and band: a line from 0 to 1 from left to right, flat at random.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">There are no generations, or a number is out of its range.</exception>
    /// <example><code lang="fsharp">
    /// answers |> Arness.profile AnalysisOptions.Default |> List.map (fun point -> point.At, point.Value.Mean)
    /// </code></example>
    let profile (options: AnalysisOptions) (trajectories: Trajectory seq) =
        DecodeProfile.Mean(orders options trajectories, CoreBands.ofOptions options)
        |> List.ofSeq
