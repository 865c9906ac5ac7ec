namespace DiffuCoder

open System
open System.Security.Cryptography
open System.Text
open DiffuCoder.Evaluation
open DiffuCoder.Runtime
open DiffuCoder.Sandbox
open DiffuCoder.Tiny.Corpus

/// A set of programs with holes, which are judged by tests once they are filled.
type InfillBenchmark = DiffuCoder.Evaluation.InfillingBenchmark

/// A program with a hole: what stands before it, what it was made of, what stands behind it, and how it is judged.
type InfillProblem = DiffuCoder.Evaluation.InfillingProblem

/// <summary>Benchmarks of filling holes, read from their authors' files or made by the kit.</summary>
/// <example><code lang="fsharp">
/// use sandbox = Sandbox.start ()
///
/// for problem in (InfillBenchmark.tiny HoleKind.SingleLine Split.HeldOutParameters |> InfillBenchmark.first 10).Problems do
///     let filled = problem |> InfillBenchmark.prompt [ 1..20 ] |> Holes.fill model SamplerOptions.Tiny HoleOptions.Default
///     printfn $"{problem.TaskId}: {problem |> InfillBenchmark.passes sandbox (Holes.text filled)}"
/// </code></example>
[<RequireQualifiedAccess>]
module InfillBenchmark =

    /// <summary>
    /// HumanEval-Infilling: <c>HumanEval-SingleLineInfilling.jsonl.gz</c>, <c>-MultiLineInfilling</c>, <c>-RandomSpanInfilling</c> or
    /// <c>-RandomSpanInfillingLight</c>, plain or gzipped.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The file is damaged or another one; the message names file, line and field.
    /// </exception>
    let humanEval (path: string) : InfillBenchmark = InfillingFile.Read path

    /// The first problems of a benchmark.
    let first (count: int) (benchmark: InfillBenchmark) : InfillBenchmark = benchmark.First count

    let private problemOf (kind: HoleKind) (place: int) (task: CodeTask) (problem: Problem) =
        let head = $"# {task.Instruction}\n{task.Prompt}"
        let body = task.Solution[task.Prompt.Length ..]

        let dice =
            RandomSource(0x401EL).Derive(int64 place, HoleKind.streamOf kind).Stream()

        HoleKind.draw dice kind body
        |> Option.map (fun (start, finish) -> InfillProblem(problem, head + body[.. start - 1], body[start .. finish - 1], body[finish..]))

    /// <summary>
    /// Tasks of the kit's own making with a hole in the body of each one's solution, below the request as a comment: the same holes each
    /// time. Tasks whose body has no such hole, of one line where several are asked for, are left out.
    /// </summary>
    /// <example><code lang="fsharp">
    /// DiffuCoder.Tiny.Corpus.Corpus.heldOutIn DiffuCoder.Tiny.Corpus.ManyStyles Split.HeldOutCombinations
    /// |> InfillBenchmark.ofTasks HoleKind.SingleLine "many styles"
    /// </code></example>
    let ofTasks (kind: HoleKind) (name: string) (tasks: CodeTask seq) : InfillBenchmark =
        let tasks = List.ofSeq tasks
        let whole = Benchmark.ofTasks name tasks

        let problems =
            Seq.zip tasks whole.Problems
            |> Seq.indexed
            |> Seq.choose (fun (place, (task, problem)) -> problemOf kind place task problem)
            |> Array.ofSeq

        let texts =
            String.concat
                "\000"
                [
                    whole.Sha256
                    for problem in problems do
                        yield! [ problem.Prefix; problem.Middle ]
                ]

        InfillBenchmark(
            Name = $"{whole.Name}, {HoleKind.nameOf kind}",
            Problems = problems,
            Source = whole.Source,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes texts))
        )

    /// <summary>The same of the held-out tasks of the tiny family.</summary>
    /// <exception cref="T:System.ArgumentException">It is the split that the family was trained on.</exception>
    /// <example><code lang="fsharp">
    /// InfillBenchmark.tiny HoleKind.RandomSpan Split.HeldOutCombinations
    /// </code></example>
    let tiny (kind: HoleKind) (split: Split) : InfillBenchmark =
        Corpus.heldOut split |> ofTasks kind (Benchmark.tiny split).Name

    /// <summary>
    /// A problem as a prompt, the hole having one of these numbers of tokens, and the text ending where the program does.
    /// </summary>
    /// <example><code lang="fsharp">
    /// problem |> InfillBenchmark.prompt [ 1..20 ]
    /// </code></example>
    let prompt (lengths: int list) (problem: InfillProblem) : Prompt =
        Prompt.infill
            [
                Part.Text problem.Prefix
                Part.Lengths lengths
                Part.Text problem.Suffix
                Part.EndOfText
            ]

    /// How many tokens the hole was made of.
    let oracle (tokenizer: Tokenizer) (problem: InfillProblem) : int =
        Tokenizer.count tokenizer problem.Middle

    /// <summary>Whether a filled program passes the problem's tests.</summary>
    /// <exception cref="T:DiffuCoder.Sandbox.SandboxException">The sandbox cannot work.</exception>
    let passes (sandbox: ISandbox) (program: string) (problem: InfillProblem) : bool =
        problem.RunAsync(sandbox, program).GetAwaiter().GetResult().Passed
