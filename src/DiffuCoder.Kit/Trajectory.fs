namespace DiffuCoder

open DiffuCoder.Analysis
open DiffuCoder.Sampling

/// The record of a generation: prompt, options, seed, and every step.
type Trajectory = DiffuCoder.Sampling.Trajectory

/// How long completions are: mean, median, quantiles, in tokens without the stop token.
type LengthStatistics = DiffuCoder.Analysis.LengthStatistics

/// How far what a cache said at a step was from what a full pass says of the same positions.
type CacheDrift = DiffuCoder.Sampling.CacheDrift

/// What a constraint kept the model from.
type ConstraintCost = DiffuCoder.Sampling.ConstraintCost

/// A token of a finished canvas and when it was written.
type Piece =
    {
        /// Index into the canvas.
        Position: int
        /// Its text. Half a character belongs to the piece that completes it.
        Text: string
        /// The step that revealed it, from 0; `None` for what was known from the start.
        Step: int option
    }

/// Reading generations.
[<RequireQualifiedAccess>]
module Trajectory =

    /// <summary>
    /// The options and the seed that a generation was sampled with: with its model and prompt they repeat it, and some can be changed.
    /// </summary>
    /// <example><code lang="fsharp">
    /// let saved = Trajectory.load "answer.jsonl" |> List.head
    /// let slower = prompt |> Sampler.generate model { Trajectory.options saved with Steps = 96 }
    /// </code></example>
    let options (trajectory: Trajectory) : DiffuCoder.SamplerOptions =
        { DiffuCoder.SamplerOptions.OfCore trajectory.Options with
            Seed = trajectory.Seed
        }

    /// The completion up to the first stop token; of a text with holes, the
    /// whole text. `SamplerException` when it was sampled without a tokenizer.
    let text (trajectory: Trajectory) =
        match trajectory.Text with
        | null -> raise (SamplerException "The generation has no text, because it was sampled without a tokenizer; decode its Completion.")
        | text -> text

    /// The code of an answer: the fenced blocks that a person would run, those that define something and what these need; of several
    /// versions the last. The first fence may have been opened by the prompt (`Prompt.instruct` opens it). Without a fence it is the whole
    /// text.
    let code (trajectory: Trajectory) =
        DiffuCoder.Evaluation.AnswerText.Code(text trajectory)

    /// <summary>Positions of the canvas in the order they were written; those of one step from left to right.</summary>
    /// <example><code lang="fsharp">
    /// answer |> Trajectory.order   // [31; 32; 40; 33; ...]
    /// </code></example>
    let order (trajectory: Trajectory) =
        trajectory.Reveals |> Seq.map _.Position |> List.ofSeq

    /// The step that wrote each position. A position that a hook had masked again counts with its last time.
    let stepOf (trajectory: Trajectory) =
        Map.ofSeq (
            seq {
                for step in trajectory.Steps do
                    for reveal in step.Reveals -> reveal.Position, step.Index
            }
        )

    /// The canvas, token ids, after so many steps: `canvasAfter 0` is the first one, masks and all.
    let canvasAfter (steps: int) (trajectory: Trajectory) =
        let canvas = Array.ofSeq trajectory.Initial

        for step in Seq.truncate steps trajectory.Steps do
            for reveal in step.Reveals do
                canvas[reveal.Position] <- reveal.Token

        canvas

    /// The completion token by token, up to the first stop token, for displays.
    let pieces (tokenizer: Tokenizer) (trajectory: Trajectory) =
        let steps = stepOf trajectory

        trajectory.Completion
        |> Tokenizer.pieces tokenizer
        |> List.mapi (fun index text ->
            let position = trajectory.CompletionStart + index

            {
                Position = position
                Text = text
                Step = Map.tryFind position steps
            })

    /// <summary>The completion as it stood after so many steps, with a dot for each token that was still to come.</summary>
    /// <example><code lang="fsharp">
    /// for step in 0..8 do
    ///     printfn $"{Trajectory.textAfter tokenizer step answer}"
    /// </code></example>
    let textAfter (tokenizer: Tokenizer) (steps: int) (trajectory: Trajectory) =
        trajectory
        |> pieces tokenizer
        |> List.map (fun piece ->
            match piece.Step with
            | Some step when step >= steps -> "·"
            | _ -> piece.Text)
        |> String.concat ""

    /// <summary>
    /// Forward passes that a generation took part in. Where an older file does not say: its steps up to
    /// the last one that revealed something, for later ones only wait for longer neighbours of a batch.
    /// </summary>
    /// <example><code lang="fsharp">
    /// answer |> Trajectory.passes   // 41
    /// </code></example>
    let passes (trajectory: Trajectory) =
        trajectory.Passes
        |> Option.ofNullable
        |> Option.defaultWith (fun () ->
            trajectory.Steps
            |> Seq.filter (fun step -> step.Reveals.Count > 0)
            |> Seq.fold (fun _ step -> step.Index + 1) 0)

    /// <summary>
    /// Tokens written for each forward pass, up to the end of the canvas: what a parallel strategy saves. NaN without a pass.
    /// </summary>
    /// <example><code lang="fsharp">
    /// answer |> Trajectory.tokensPerPass   // 2.3
    /// </code></example>
    let tokensPerPass (trajectory: Trajectory) =
        float (Seq.length trajectory.Reveals) / float (passes trajectory)

    /// <summary>
    /// The steps at which <c>DriftEvery</c> had the whole canvas read beside a cache: the step, how far
    /// the cache was from it, and how many of the step's commitments the full pass would not have made.
    /// </summary>
    /// <example><code lang="fsharp">
    /// for step, drift, changed in Trajectory.drift answer do printfn $"{step}: {drift.Divergence:F4} nats, {changed} commitments changed"
    /// </code></example>
    let drift (trajectory: Trajectory) : (int * CacheDrift * int) list =
        [
            for step in trajectory.Steps do
                match step.Drift with
                | null -> ()
                | drift -> step.Index, drift, drift.Changed step.Reveals
        ]

    /// <summary>
    /// The mean divergence at each step whose drift was measured, over the generations
    /// that were still under way, with bands; <c>Chart.cacheDrift</c> draws it.
    /// </summary>
    /// <example><code lang="fsharp">
    /// answers |> Trajectory.driftByStep |> Series.measured "dual"
    /// </code></example>
    let driftByStep (trajectories: Trajectory seq) : CurvePoint list =
        trajectories
        |> Seq.collect drift
        |> Seq.groupBy (fun (step, _, _) -> step)
        |> Seq.sortBy fst
        |> Seq.map (fun (step, drifts) -> CurvePoint(step, Band.Of [ for _, drift, _ in drifts -> float drift.Divergence ]))
        |> List.ofSeq

    /// <summary>
    /// What a constraint kept the model from, over the whole generation: how many tokens were committed under it, which
    /// first choices of the model were forbidden, and how probable all that was forbidden is. `None` without a constraint.
    /// </summary>
    /// <example><code lang="fsharp">
    /// match Trajectory.forbidden answer with
    /// | Some cost -> printfn $"{cost.Refused.Count} of {cost.Constrained} tokens were not the model's first choice"
    /// | None -> ()
    /// </code></example>
    let forbidden (trajectory: Trajectory) : ConstraintCost option = Option.ofObj trajectory.Forbidden

    /// <summary>The share of tokens that end a run of k next-token predictions; <c>Arness</c> has curves and means.</summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">k is below 1.</exception>
    /// <example><code lang="fsharp">
    /// answer |> Trajectory.localArness 1 |> printfn "%.2f"
    /// </code></example>
    let localArness (k: int) (trajectory: Trajectory) =
        ArNess.Local(DecodingOrder.Of trajectory, k)

    /// <summary>
    /// The share of tokens that were among the k leftmost masks when they were chosen; <c>Arness</c> has curves and means.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">k is below 1.</exception>
    let globalArness (k: int) (trajectory: Trajectory) =
        ArNess.Global(DecodingOrder.Of trajectory, k)

    /// <summary>How long generations are.</summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">There are none.</exception>
    /// <example><code lang="fsharp">
    /// let lengths = Trajectory.lengths answers
    /// printfn $"{lengths.Median} tokens, nine of ten below {lengths.Quantile 0.9}"
    /// </code></example>
    let lengths (trajectories: Trajectory seq) =
        LengthStatistics.Of(Array.ofSeq trajectories)

    /// <summary>Writes generations to a file of JSON lines, one a line; an older file is replaced as a whole or not at all.</summary>
    let saveMany (path: string) (trajectories: Trajectory seq) =
        TrajectoryFile.Write(path, trajectories)

    /// <summary>Writes a generation to a file of JSON lines: everything needed to show, measure or repeat it.</summary>
    /// <example><code lang="fsharp">
    /// answer |> Trajectory.save "answer.jsonl"
    /// </code></example>
    let save (path: string) (trajectory: Trajectory) = saveMany path [ trajectory ]

    /// <summary>Reads the generations of a file.</summary>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">A line is damaged; the message names it.</exception>
    let load (path: string) = TrajectoryFile.Read path |> List.ofSeq
