namespace DiffuCoder

open System
open System.Security.Cryptography
open System.Text
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Tiny.Corpus

/// A set of problems with the conventions it is measured under: prompts, stop sequences, tests.
type Benchmark = DiffuCoder.Evaluation.Benchmark

/// A problem: what a model is shown, and how its answer is judged.
type Problem = DiffuCoder.Evaluation.Problem

/// The parts of the corpus of the tiny family: `Split.Train`, which it was trained
/// on, `Split.HeldOutParameters` and `Split.HeldOutCombinations`, 400 tasks each.
type Split = DiffuCoder.Tiny.Corpus.Split

/// <summary>Benchmarks, read from their authors' files or made by the kit.</summary>
/// <example><code lang="fsharp">
/// let few = Benchmark.humanEval "HumanEval.jsonl.gz" |> Benchmark.first 20
/// </code></example>
[<RequireQualifiedAccess>]
module Benchmark =

    /// <summary>HumanEval: <c>HumanEval.jsonl.gz</c>, plain or gzipped.</summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The file is damaged or another one; the message names file, line and field.
    /// </exception>
    let humanEval (path: string) : Benchmark = HumanEvalFile.Read path

    /// <summary>
    /// HumanEval+: EvalPlus's <c>HumanEvalPlus.jsonl</c> of any release, whole, <c>Mini</c> or <c>NoExtreme</c>. What is right, the
    /// canonical solutions say, which run in the sandbox. The original format, whose tests are programs that need numpy, is read too.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The file is damaged or another one; the message names file, line and field.
    /// </exception>
    let humanEvalPlus (path: string) : Benchmark = EvalPlusFile.ReadHumanEval path

    /// <summary>The test part of MBPP, tasks 11 to 510: <c>mbpp.jsonl</c>.</summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The file is damaged or another one; the message names file, line and field.
    /// </exception>
    let mbpp (path: string) : Benchmark = MbppFile.Read path

    /// <summary>All of MBPP.</summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The file is damaged or another one; the message names file, line and field.
    /// </exception>
    let mbppAll (path: string) : Benchmark = MbppFile.Read(path, MbppPart.All)

    /// <summary>MBPP+: EvalPlus's <c>MbppPlus.jsonl</c>, or its form on Hugging Face as JSON lines.</summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The file is damaged or another one; the message names file, line and field.
    /// </exception>
    let mbppPlus (path: string) : Benchmark = EvalPlusFile.ReadMbpp path

    /// <summary>
    /// BigCodeBench as JSON lines, asked as code to complete. Only problems whose values are plain can be judged in isolation.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The file is damaged or another one; the message names file, line and field.
    /// </exception>
    let bigCodeBench (path: string) : Benchmark =
        BigCodeBenchFile.Read(path, BigCodeBenchForm.Complete)

    /// <summary>BigCodeBench as JSON lines, asked in words.</summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The file is damaged or another one; the message names file, line and field.
    /// </exception>
    let bigCodeBenchInstruct (path: string) : Benchmark =
        BigCodeBenchFile.Read(path, BigCodeBenchForm.Instruct)

    /// The first problems of a benchmark.
    let first (count: int) (benchmark: Benchmark) : Benchmark = benchmark.First count

    /// <summary>A benchmark without some of its problems, say such as need a library that is not there; every result names them.</summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">There is no such task, or none is left.</exception>
    let without (tasks: string list) (benchmark: Benchmark) : Benchmark = benchmark.Without tasks

    /// <summary>What <c>Evaluate</c> asks of a model, problem by problem, for other uses than scores.</summary>
    /// <example><code lang="fsharp">
    /// Benchmark.tiny Split.HeldOutParameters |> Benchmark.prompts PromptKind.Chat |> Sampler.generateMany model SamplerOptions.Tiny
    /// </code></example>
    let prompts (kind: PromptKind) (benchmark: Benchmark) : Prompt list =
        [
            for problem in benchmark.Problems ->
                match kind with
                | PromptKind.Completion -> Prompt.complete problem.Prompt
                | _ -> EvaluationPrompt.Request(problem, benchmark.Form) |> Prompt.instruct
        ]

    /// The rest of a solution from where the prompt leaves it: the prompt may have lines above the solution's first.
    let private continuation (problem: Problem) =
        let prompt = problem.Prompt

        seq {
            0

            for index in 0 .. prompt.Length - 1 do
                if prompt[index] = '\n' then
                    index + 1

            prompt.Length
        }
        |> Seq.map (fun start -> prompt[start..])
        |> Seq.find (fun rest -> problem.CanonicalSolution.StartsWith(rest, StringComparison.Ordinal))
        |> fun shared -> problem.CanonicalSolution[shared.Length ..]

    /// <summary>
    /// The prompts with their right answers, from the benchmark's own solutions: for losses and likelihoods of known
    /// code. The answer in a conversation is the whole program and the end of the fence that its prompt has opened.
    /// </summary>
    /// <example><code lang="fsharp">
    /// Benchmark.tiny Split.HeldOutParameters
    /// |> Benchmark.solutions PromptKind.Chat
    /// |> Data.rowsOfAnswers tokenizer
    /// |> Loss.byTime model LossOptions.Default
    /// </code></example>
    let solutions (kind: PromptKind) (benchmark: Benchmark) : (Prompt * string) list =
        let answers =
            [
                for problem in benchmark.Problems ->
                    match kind with
                    | PromptKind.Completion -> continuation problem
                    | _ -> problem.CanonicalSolution.TrimEnd('\n') + "\n```\n"
            ]

        List.zip (prompts kind benchmark) answers

    /// The base models of the family read most functions below a comment with the request.
    let private problemOf (task: CodeTask) =
        Problem(
            TaskId = task.Id,
            EntryPoint = task.EntryPoint,
            Prompt = $"# {task.Instruction}\n{task.Prompt}",
            Request = task.Instruction,
            CanonicalSolution = task.Solution,
            BaseTests =
                [|
                    for test in task.Tests -> SandboxTest.Equality(test.Call, test.Expected) :> SandboxTest
                |]
        )

    let private hashOf (tasks: CodeTask list) =
        [
            for task in tasks do
                yield! [ task.Id; task.Instruction; task.Prompt; task.Solution ]

                for test in task.Tests do
                    yield! [ test.Call; test.Expected ]
        ]
        |> String.concat "\000"
        |> Encoding.UTF8.GetBytes
        |> SHA256.HashData
        |> Convert.ToHexStringLower

    /// Tasks of the kit's own making.
    let ofTasks (name: string) (tasks: CodeTask seq) : Benchmark =
        let tasks = List.ofSeq tasks

        Benchmark(
            Name = name,
            Problems = [| for task in tasks -> problemOf task |],
            Form = RequestForm.Plain,
            Stops = StopSequences.AfterFunction,
            Source = "generated by DiffuCoder.Tiny",
            Sha256 = hashOf tasks
        )

    let private nameOf =
        function
        | Train -> invalidArg "split" "What the family was trained on is no benchmark; take HeldOutParameters or HeldOutCombinations."
        | HeldOutParameters -> "tiny, new parameters"
        | HeldOutCombinations -> "tiny, new combinations"

    /// <summary>A held-out split of the tasks that the tiny family was trained on: 400 problems.</summary>
    /// <example><code lang="fsharp">
    /// Benchmark.tiny Split.HeldOutCombinations
    /// </code></example>
    let tiny (split: Split) : Benchmark =
        Corpus.heldOut split |> ofTasks (nameOf split)

    /// <summary>
    /// 800 tasks of a held-out split on which nothing is developed or chosen, for results that are told. Who reads them says so:
    /// <c>-t Evaluate -- --benchmark sealed-parameters --purpose "..."</c> keeps a list.
    /// </summary>
    /// <example><code lang="fsharp">
    /// Benchmark.tinySealed Split.HeldOutCombinations
    /// </code></example>
    let tinySealed (split: Split) : Benchmark =
        Corpus.sealedTasks split |> ofTasks $"{nameOf split}, sealed"
