namespace DiffuCoder

open System
open System.IO
open System.Threading
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox

/// How a model is asked.
type PromptKind = DiffuCoder.Evaluation.PromptKind

/// <summary>How a model is evaluated. Change some of a preset: <c>{ EvaluateOptions.Paper with Samples = 10; Ks = [ 1; 10 ] }</c>.</summary>
[<NoComparison>]
type EvaluateOptions =
    {
        /// How answers are sampled. The record's own seed has no say: `Seed` below has.
        Sampler: SamplerOptions
        /// A conversation, or a text to complete for base models.
        Prompting: PromptKind
        /// Answers to each problem, at least 1.
        Samples: int
        /// The k of pass@k, each from 1 to `Samples`.
        Ks: int list
        /// Answers sampled together, at least 1. Results do not depend on it.
        BatchSize: int
        /// Where every random draw comes from.
        Seed: int64
        /// Whether answers are reduced to the part that parses and that the entry point reaches, as EvalPlus does.
        Sanitize: bool
        /// The run's directory, in which it can go on after an interruption. `None`: a temporary one, deleted afterwards.
        Directory: string option
    }

    /// The paper's setting for instruction-tuned models: one answer in a conversation, temperature 0.2 and 256 tokens.
    static member Paper =
        {
            Sampler = SamplerOptions.Paper
            Prompting = PromptKind.Chat
            Samples = 1
            Ks = [ 1 ]
            BatchSize = 8
            Seed = 0L
            Sanitize = true
            Directory = None
        }

    /// For the models that come with the kit, at temperature 0.2.
    static member Tiny =
        { EvaluateOptions.Paper with
            Sampler =
                { SamplerOptions.Tiny with
                    Temperature = 0.2
                }
            BatchSize = 40
        }

/// pass@k over a benchmark.
type PassScore =
    {
        /// The k.
        K: int
        /// The mean over the problems, in [0, 1].
        Value: float
        /// Lower end of the 95 % interval: Wilson's for pass@1 of one answer a problem, otherwise the bootstrap over problems.
        Low: float
        /// Its upper end.
        High: float
    }

/// What became of one answer.
type SampleVerdict =
    {
        /// The program that was run.
        Solution: string
        /// What the model wrote; `None` where a file does not say.
        Completion: string option
        /// It is Python: at least it parses.
        Parses: bool
        /// It passed the benchmark's own tests.
        Passed: bool
        /// It passed these and the further ones; `None` where there are none.
        PassedPlus: bool option
        /// Why not: the first test or error that failed, for people.
        Reason: string option
        /// How it was written; `None` for an answer that was read from a file. `Evaluate.trajectories` has those of a whole run.
        Trajectory: Trajectory option
    }

/// The outcome for one problem.
type ProblemResult =
    {
        /// The problem.
        TaskId: string
        /// Its answers, in order.
        Samples: SampleVerdict list
    }

/// The outcome of an evaluation.
type BenchmarkResult =
    {
        /// The benchmark's name.
        Benchmark: string
        /// The outcome for each problem, in the benchmark's order.
        Problems: ProblemResult list
        /// pass@k on the benchmark's own tests, by k.
        Base: PassScore list
        /// pass@k on these and EvalPlus's further tests, by k; empty where there are none.
        Plus: PassScore list
    }

/// By how much one pass@1 is above another on the same problems.
type ScoreDifference =
    {
        /// The mean over problems, in [-1, 1].
        Value: float
        /// Lower end of the 95 % interval, by the bootstrap over problems.
        Low: float
        /// Its upper end.
        High: float
        /// Problems compared.
        Problems: int
    }

/// How far an evaluation has come: answers written, answers judged, and how many there will be.
type EvaluateProgress =
    {
        Generated: int
        Scored: int
        Total: int
    }

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

    let internal scoreOf (score: DiffuCoder.Evaluation.PassScore) =
        {
            K = score.K
            Value = score.Value
            Low = score.Interval.Low
            High = score.Interval.High
        }

    let private reason (result: CandidateResult) =
        result.Tests
        |> Seq.append [ result.Program ]
        |> Seq.tryFind (_.Passed >> not)
        |> Option.map (fun test ->
            if String.IsNullOrEmpty test.Detail then
                string test.Outcome
            else
                $"{test.Outcome}: {test.Detail}")

    let private isNoPython (program: TestResult) =
        [ "SyntaxError"; "IndentationError"; "TabError" ]
        |> List.exists (fun error -> program.Detail.StartsWith(error, StringComparison.Ordinal))

    let private verdictOf (score: SampleScore) =
        {
            Solution = score.Sample.Solution
            Completion = Option.ofObj score.Sample.Completion
            Parses = not (isNoPython score.Result.Program)
            Passed = score.PassedBase
            PassedPlus = if score.Plus.HasValue then Some score.PassedPlus else None
            Reason = reason score.Result
            Trajectory = Option.ofObj score.Sample.Trajectory
        }

    let private resultOf (result: EvaluationResult) =
        {
            Benchmark = result.Benchmark
            Problems =
                [
                    for problem in result.Problems ->
                        {
                            TaskId = problem.TaskId
                            Samples = [ for sample in problem.Samples -> verdictOf sample ]
                        }
                ]
            Base = [ for score in result.Base -> scoreOf score ]
            Plus = [ for score in result.Plus -> scoreOf score ]
        }

    let private scoring (options: EvaluateOptions) =
        ScoringOptions(Ks = Array.ofList options.Ks, Seed = options.Seed)

    let private coreOptions (options: EvaluateOptions) =
        EvaluationOptions(
            Sampler = CoreOptions.ofOptions options.Sampler,
            Prompting = options.Prompting,
            Samples = options.Samples,
            BatchSize = options.BatchSize,
            Seed = options.Seed,
            Sanitize = options.Sanitize,
            Scoring = scoring options
        )

    let private listener (watch: EvaluateProgress -> unit) =
        { new IProgress<EvaluationProgress> with
            member _.Report progress =
                watch
                    {
                        Generated = progress.Generated
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

    let private withSandbox (work: ISandbox -> 'a) =
        let sandbox = Sandbox.start ()

        try
            work sandbox
        finally
            sandbox.DisposeAsync().AsTask().Wait()

    /// <summary>As <c>run</c>, in a sandbox of the caller's, telling how far it has come, and ended by a token; what is finished is kept.</summary>
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
            Evaluator(sandbox).RunAsync(model, benchmark, coreOptions options, directory, listener watch, stop).GetAwaiter().GetResult())
        |> resultOf

    /// <summary>
    /// Answers a benchmark with a model and runs the answers. In the run's directory every finished answer is appended to <c>samples.jsonl</c>, a run that
    /// was ended goes on where it stopped, and at the end there are EvalPlus's <c>samples_eval_results.json</c> and a <c>manifest.json</c>.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">The directory holds a run under other options, options contradict each other, or the benchmark is damaged.</exception>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">The model cannot be sampled so, or a prompt is too long for it.</exception>
    /// <exception cref="T:DiffuCoder.Sandbox.SandboxException">Programs cannot be run safely here.</exception>
    let run (model: Model) (benchmark: Benchmark) (options: EvaluateOptions) : BenchmarkResult =
        withSandbox (fun sandbox -> runWith sandbox ignore CancellationToken.None model benchmark options)

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
        Evaluator(sandbox).ScoreAsync(samplesFile, benchmark, scoring options, listener watch, stop).GetAwaiter().GetResult()
        |> resultOf

    /// <summary>
    /// Runs the answers of a file, whoever wrote it: EvalPlus's <c>samples.jsonl</c>, with at least one answer to every task. Of the options, only
    /// <c>Ks</c> and <c>Seed</c> matter. Results in EvalPlus's layout and a manifest are written beside the file.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">The file is damaged, lacks tasks or has unknown ones; the message names them.</exception>
    /// <exception cref="T:DiffuCoder.Sandbox.SandboxException">Programs cannot be run safely here.</exception>
    /// <example><code lang="fsharp">
    /// Evaluate.score "samples.jsonl" (Benchmark.humanEvalPlus "HumanEvalPlus.jsonl") EvaluateOptions.Paper
    /// </code></example>
    let score (samplesFile: string) (benchmark: Benchmark) (options: EvaluateOptions) : BenchmarkResult =
        withSandbox (fun sandbox -> scoreWith sandbox ignore CancellationToken.None samplesFile benchmark options)

    /// The share of all answers that parse, in [0, 1]. Sanitised answers nearly always do: measure it with `Sanitize = false`.
    let parseRate (result: BenchmarkResult) =
        result.Problems
        |> List.collect _.Samples
        |> List.averageBy (fun sample -> if sample.Parses then 1.0 else 0.0)

    /// <summary>How the answers of a run were written, a list for each problem: the generations that were judged can be analysed too.</summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">An answer was read from a file, which keeps no steps; the message names its problem.</exception>
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
                                    $"An answer to {problem.TaskId} was read from a file, which keeps no steps. Run the evaluation in a new directory, or without one."
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
    /// <returns>Scores for the k of the first run, with intervals by the bootstrap over problems where a problem has several answers.</returns>
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

            let whole = { first with Problems = problems }

            let scores passed (known: PassScore list) =
                let curve = counts passed whole |> PassCurve.Of

                [
                    for score in known -> curve |> Seq.find (fun point -> point.K = score.K) |> scoreOf
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
        counts passed result |> PassCurve.Of |> Seq.map scoreOf |> List.ofSeq

    let private percent (score: PassScore) =
        FormattableString.Invariant $"{100.0 * score.Value:F1} ({100.0 * score.Low:F1}-{100.0 * score.High:F1})"

    /// <summary>The scores in Markdown: a line for each k, per cent with 95 % intervals.</summary>
    /// <example><code lang="text">
    /// | HumanEval+, 164 problems | base | plus |
    /// | --- | --- | --- |
    /// | pass@1 | 67.1 (59.6-73.8) | 60.4 (52.7-67.5) |
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
        |> String.concat "\n"
