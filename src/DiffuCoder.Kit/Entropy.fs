namespace DiffuCoder

open System
open DiffuCoder.Analysis

/// What models thought of the masks at one distance from the prompt before anything was written: means with bands.
type SinkPoint = DiffuCoder.Analysis.SinkPoint

/// <summary>How unsure a model was, and where. Needs generations that recorded more than what was revealed.</summary>
/// <example><code lang="fsharp">
/// let options = { SamplerOptions.Paper with RecordCandidates = CandidateRecording.EveryStep }
/// let map = prompts |> Sampler.generateMany model options |> Entropy.map AnalysisOptions.Default
/// </code></example>
[<RequireQualifiedAccess>]
module Entropy =

    /// <summary>
    /// Confidence and entropy of each mask at the first step by distance from the prompt, mean and band. Entropy in nats, after
    /// temperature and filters; confidence as the strategy scores it, which is a probability for <c>Remasking.MaskgitPlus</c> only.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">
    /// There are no generations, or one did not record its first step: sample
    /// it with <c>RecordCandidates = CandidateRecording.FirstStep</c>.
    /// </exception>
    /// <example><code lang="fsharp">
    /// answers |> Entropy.sink AnalysisOptions.Default |> List.map (fun point -> point.Distance, point.Confidence.Mean)
    /// </code></example>
    let sink (options: AnalysisOptions) (trajectories: Trajectory seq) =
        EntropySink.Mean(Array.ofSeq trajectories, CoreBands.ofOptions options, options.Scope)
        |> List.ofSeq

    /// <summary>
    /// The share of tokens that were written at an entropy of exactly 0, mean and band. Between such tokens the leftmost
    /// is chosen, so that where the share is high the rule for ties makes the order; <c>TopP = 1.0</c> avoids that.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">There are no generations, or a number is out of its range.</exception>
    /// <example><code lang="fsharp">
    /// (answers |> Entropy.ties { AnalysisOptions.Default with Scope = CanvasScope.Text }).Mean   // 0.97
    /// </code></example>
    let ties (options: AnalysisOptions) (trajectories: Trajectory seq) : Band =
        EntropyTies.Mean(Array.ofSeq trajectories, CoreBands.ofOptions options, options.Scope)

    /// <summary>As <c>ties</c>, of tokens written at an entropy of at most so many nats.</summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">There are no generations, or a number is out of its range.</exception>
    /// <example><code lang="fsharp">
    /// (answers |> Entropy.tiesWithin 1e-3 { AnalysisOptions.Default with Scope = CanvasScope.Text }).Mean   // 0.45
    /// </code></example>
    let tiesWithin (nats: float) (options: AnalysisOptions) (trajectories: Trajectory seq) : Band =
        EntropyTies.Mean(Array.ofSeq trajectories, CoreBands.ofOptions options, options.Scope, nats)

    /// <summary>
    /// The mean entropy, in nats, by step and position; <c>None</c> where no generation
    /// had a mask. The rows are equally long. Of the options only the scope matters.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">
    /// There are no generations, or one did not record every step: sample it with <c>RecordCandidates = CandidateRecording.EveryStep</c>.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ answer ] |> Entropy.map AnalysisOptions.Default   // [ [ Some 0.1; Some 2.3 ]; [ None; Some 1.7 ] ]
    /// </code></example>
    let map (options: AnalysisOptions) (trajectories: Trajectory seq) =
        [
            for row in EntropyMap.Mean(Array.ofSeq trajectories, options.Scope).Entropies ->
                [ for entropy in row -> if Double.IsNaN entropy then None else Some entropy ]
        ]
