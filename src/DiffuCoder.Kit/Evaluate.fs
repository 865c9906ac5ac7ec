namespace DiffuCoder

open System
open System.IO
open System.Threading
open DiffuCoder.Evaluation
open DiffuCoder
open DiffuCoder.Sandbox

/// <summary>Measuring models by running what they write, in a sandbox.</summary>
/// <example><code lang="fsharp">
/// use model = Model.load "models/DiffuCoder-7B-Instruct"
///
/// { EvaluateOptions.Paper with Directory = Some "runs/humaneval" }
/// |> Evaluate.run model (Benchmark.humanEval "HumanEval.jsonl.gz")
/// |> Evaluate.table
/// |> printfn "%s"
/// </code></example>
[<RequireQualifiedAccess>]
module Evaluate =

    let private listener (watch: EvaluateProgress -> unit) =
        { new IProgress<EvaluationProgress> with
            member _.Report progress =
                watch
                    {
                        Generated = progress.Generated
                        Writing = progress.Writing
                        Scored = progress.Scored
                        Total = progress.Total
                    }
        }

    let private inDirectory (options: EvaluateOptions) (work: string -> 'a) =
        match options.Directory with
        | Some directory -> work directory
        | None ->
            let folder = Directory.CreateTempSubdirectory("diffucoder-evaluate-").FullName

            try
                work folder
            finally
                Directory.Delete(folder, recursive = true)

    let private withSandbox (options: EvaluateOptions) (work: ISandbox -> 'a) =
        let sandbox =
            Sandbox.startWith (SandboxOptions(Libraries = Array.ofList options.Libraries))

        try
            work sandbox
        finally
            sandbox.DisposeAsync().AsTask().Wait()

    /// <summary>
    /// As <c>run</c>, in a sandbox of the caller's, telling how far it has come, and ended by a token; what is finished is kept.
    /// </summary>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled.</exception>
    let runWith
        (sandbox: ISandbox)
        (watch: EvaluateProgress -> unit)
        (stop: CancellationToken)
        (model: Model)
        (benchmark: Benchmark)
        (options: EvaluateOptions)
        : BenchmarkResult =
        inDirectory options (fun directory ->
            Evaluator(sandbox)
                .RunAsync(model, benchmark, CoreEvaluation.ofOptions options, directory, listener watch, stop)
                .GetAwaiter()
                .GetResult())
        |> CoreEvaluation.resultOf

    /// <summary>
    /// Answers a benchmark with a model and runs the answers. In the run's directory every finished
    /// answer is appended to <c>samples.jsonl</c>, a run that was ended goes on where it stopped, and
    /// at the end there are EvalPlus's <c>samples_eval_results.json</c> and a <c>manifest.json</c>.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The directory holds a run under other options, options contradict each other, or the benchmark is damaged or its tests cannot run.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">The model cannot be sampled so, or a prompt is too long for it.</exception>
    /// <exception cref="T:DiffuCoder.Sandbox.SandboxException">Programs cannot be run safely here.</exception>
    let run (model: Model) (benchmark: Benchmark) (options: EvaluateOptions) : BenchmarkResult =
        withSandbox options (fun sandbox -> runWith sandbox ignore CancellationToken.None model benchmark options)

    /// <summary>As <c>merge</c>, in a sandbox of the caller's, telling how far it has come, and ended by a token.</summary>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled.</exception>
    let mergeWith
        (sandbox: ISandbox)
        (watch: EvaluateProgress -> unit)
        (stop: CancellationToken)
        (shards: string list)
        (benchmark: Benchmark)
        (options: EvaluateOptions)
        : BenchmarkResult =
        inDirectory options (fun directory ->
            Evaluator(sandbox)
                .MergeAsync(Array.ofList shards, benchmark, CoreEvaluation.ofOptions options, directory, listener watch, stop)
                .GetAwaiter()
                .GetResult())
        |> CoreEvaluation.resultOf

    /// <summary>
    /// Makes one run, in the directory of the options, of the finished shards of a benchmark: the files of one process that did all, whose
    /// answers are judged here once more.
    /// </summary>
    /// <param name="shards">The directories of all shards, in any order.</param>
    /// <param name="benchmark">The whole benchmark.</param>
    /// <param name="options">The options that the shards were begun with.</param>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// A shard is missing, there twice, not finished, or of another run; or tests of the benchmark cannot run.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Sandbox.SandboxException">Programs cannot be run safely here.</exception>
    /// <example><code lang="fsharp">
    /// // on each of four machines
    /// { EvaluateOptions.Paper with Shard = Some(Shard(2, 4)); Directory = Some "runs/humaneval-2" }
    /// |> Evaluate.run model (Benchmark.humanEval "HumanEval.jsonl.gz")
    /// |> ignore
    ///
    /// // and where all of them can be read
    /// { EvaluateOptions.Paper with Directory = Some "runs/humaneval" }
    /// |> Evaluate.merge [ for number in 1..4 -> $"runs/humaneval-{number}" ] (Benchmark.humanEval "HumanEval.jsonl.gz")
    /// |> Evaluate.table
    /// |> printfn "%s"
    /// </code></example>
    let merge (shards: string list) (benchmark: Benchmark) (options: EvaluateOptions) : BenchmarkResult =
        withSandbox options (fun sandbox -> mergeWith sandbox ignore CancellationToken.None shards benchmark options)

    /// <summary>As <c>score</c>, in a sandbox of the caller's, telling how far it has come, and ended by a token.</summary>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled.</exception>
    let scoreWith
        (sandbox: ISandbox)
        (watch: EvaluateProgress -> unit)
        (stop: CancellationToken)
        (samplesFile: string)
        (benchmark: Benchmark)
        (options: EvaluateOptions)
        : BenchmarkResult =
        Evaluator(sandbox).ScoreAsync(samplesFile, benchmark, CoreEvaluation.scoring options, listener watch, stop).GetAwaiter().GetResult()
        |> CoreEvaluation.resultOf

    /// <summary>
    /// Runs the answers of a file, whoever wrote it: EvalPlus's <c>samples.jsonl</c>, with at least one answer to every task. Of the
    /// options, only <c>Ks</c>, <c>Seed</c> and <c>Libraries</c> matter. Results in EvalPlus's layout and a manifest are written beside the
    /// file.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The file is damaged, lacks tasks or has unknown ones, or tests of the benchmark cannot run; the message names them.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Sandbox.SandboxException">Programs cannot be run safely here.</exception>
    /// <example><code lang="fsharp">
    /// Evaluate.score "samples.jsonl" (Benchmark.humanEvalPlus "HumanEvalPlus.jsonl") EvaluateOptions.Paper
    /// </code></example>
    let score (samplesFile: string) (benchmark: Benchmark) (options: EvaluateOptions) : BenchmarkResult =
        withSandbox options (fun sandbox -> scoreWith sandbox ignore CancellationToken.None samplesFile benchmark options)

    /// The share of all answers that parse, in [0, 1]. Sanitised answers nearly always do: measure it with `Sanitize = false`.
    let parseRate (result: BenchmarkResult) =
        result.Problems
        |> List.collect _.Samples
        |> List.averageBy (fun sample -> if sample.Parses then 1.0 else 0.0)

    /// <summary>
    /// How the answers of a run were written, a list for each problem: the generations that were judged can be analysed too.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// An answer was read from a file, and the run does not keep trajectories; the message names its problem.
    /// </exception>
    /// <example><code lang="fsharp">
    /// let result = EvaluateOptions.Tiny |> Evaluate.run model (Benchmark.tiny Split.HeldOutParameters)
    /// result |> Evaluate.trajectories |> List.concat |> Arness.localMeans AnalysisOptions.Default 9
    /// </code></example>
    let trajectories (result: BenchmarkResult) : Trajectory list list =
        [
            for problem in result.Problems ->
                [
                    for sample in problem.Samples ->
                        match sample.Trajectory with
                        | Some trajectory -> trajectory
                        | None ->
                            raise (
                                EvaluationException
                                    $"An answer to {problem.TaskId} was read from a file, which keeps no steps. Run the evaluation in a new directory with KeepTrajectories = true, or without one."
                            )
                ]
        ]

    let private counts (passed: SampleVerdict -> bool) (result: BenchmarkResult) =
        [|
            for problem in result.Problems -> AnswerCount(problem.Samples.Length, problem.Samples |> List.filter passed |> List.length)
        |]

    let private tasks (result: BenchmarkResult) =
        [ for problem in result.Problems -> problem.TaskId ]

    let private requireSame (one: BenchmarkResult) (other: BenchmarkResult) =
        if tasks one <> tasks other then
            raise (
                EvaluationException
                    $"\"{one.Benchmark}\" and \"{other.Benchmark}\" hold different problems; take results on the same ones, in one order."
            )

    let private passedPlus (sample: SampleVerdict) = sample.PassedPlus = Some true

    /// <summary>Runs of one model on one benchmark under different seeds, as one: each problem has the answers of all of them.</summary>
    /// <returns>
    /// Scores for the k of the first run, with intervals by the bootstrap over problems where a problem has several answers.
    /// </returns>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">There are no runs, or their problems differ.</exception>
    /// <example><code lang="fsharp">
    /// [ for seed in 1L .. 3L -> Evaluate.run model tasks { EvaluateOptions.Tiny with Seed = seed } ]
    /// |> Evaluate.pool
    /// |> Evaluate.table
    /// </code></example>
    let pool (results: BenchmarkResult list) : BenchmarkResult =
        match results with
        | [] -> raise (EvaluationException "There are no results to pool; give at least one.")
        | [ alone ] -> alone
        | first :: others ->
            others |> List.iter (requireSame first)

            let problems =
                results
                |> List.map _.Problems
                |> List.transpose
                |> List.map (fun same ->
                    { same.Head with
                        Samples = same |> List.collect _.Samples
                    })

            let whole =
                { first with
                    Problems = problems
                    Excluded = results |> List.collect _.Excluded |> List.distinctBy _.TaskId
                }

            let scores passed (known: PassScore list) =
                let curve = counts passed whole |> PassCurve.Of

                [
                    for score in known -> curve |> Seq.find (fun point -> point.K = score.K) |> CoreEvaluation.scoreOf
                ]

            { whole with
                Base = scores _.Passed first.Base
                Plus = scores passedPlus first.Plus
            }

    /// <summary>By how much pass@1 changed from one result to another on the same problems, paired by problem.</summary>
    /// <param name="passed">What counts as right: <c>_.Passed</c>, or another property of an answer.</param>
    /// <param name="before">The result to compare with.</param>
    /// <param name="after">The other one; the difference is above 0 where it is the better.</param>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">Their problems differ.</exception>
    /// <example><code lang="fsharp">
    /// let gain = Evaluate.difference _.Passed before after
    /// printfn $"{100.0 * gain.Value:F1} points ({100.0 * gain.Low:F1} to {100.0 * gain.High:F1})"
    /// </code></example>
    let difference (passed: SampleVerdict -> bool) (before: BenchmarkResult) (after: BenchmarkResult) : ScoreDifference =
        requireSame before after
        let difference = PairedDifference.Of(counts passed before, counts passed after)

        {
            Value = difference.Value
            Low = difference.Interval.Low
            High = difference.Interval.High
            Problems = difference.Problems
        }

    /// <summary>pass@k for k = 1, 2, ... up to the fewest answers that a problem has, with intervals.</summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">There are no problems, or one has no answers.</exception>
    /// <example><code lang="fsharp">
    /// result |> Evaluate.passCurve _.Passed |> List.map (fun score -> score.K, score.Value)
    /// </code></example>
    let passCurve (passed: SampleVerdict -> bool) (result: BenchmarkResult) =
        counts passed result
        |> PassCurve.Of
        |> Seq.map CoreEvaluation.scoreOf
        |> List.ofSeq

    let private percent (score: PassScore) =
        FormattableString.Invariant $"{100.0 * score.Value:F1} ({100.0 * score.Low:F1} to {100.0 * score.High:F1})"

    /// The problems that were left out, a line each; no line where there are none.
    let leftOut (result: BenchmarkResult) : string list =
        [
            for problem in result.Excluded -> $"{result.Benchmark} without {problem.TaskId}: {problem.Reason}"
        ]

    /// <summary>
    /// The scores in Markdown: a line for each k, per cent with 95 % intervals; below it the problems that were left out.
    /// </summary>
    /// <example><code lang="text">
    /// | HumanEval+, 164 problems | base | plus |
    /// | --- | --- | --- |
    /// | pass@1 | 67.1 (59.6 to 73.8) | 60.4 (52.7 to 67.5) |
    /// </code></example>
    let table (result: BenchmarkResult) =
        let line (texts: string list) = "| " + String.concat " | " texts + " |"
        let hasPlus = not result.Plus.IsEmpty

        let header =
            $"{result.Benchmark}, {result.Problems.Length} problems"
            :: "base"
            :: (if hasPlus then [ "plus" ] else [])

        let ofScore (score: PassScore) =
            let plus =
                result.Plus |> List.filter (fun other -> other.K = score.K) |> List.map percent

            line ($"pass@{score.K}" :: percent score :: plus)

        line header
        :: line (header |> List.map (fun _ -> "---"))
        :: List.map ofScore result.Base
        @ (match leftOut result with
           | [] -> []
           | lines -> "" :: lines)
        |> String.concat "\n"
