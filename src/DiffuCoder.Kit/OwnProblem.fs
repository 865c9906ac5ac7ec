namespace DiffuCoder

open System
open System.Security.Cryptography
open System.Text
open DiffuCoder.Evaluation

/// <summary>
/// A problem of one's own: what is asked, and what an answer must do. See <c>OwnProblem.benchmark</c> and <c>OwnProblem.task</c>.
/// </summary>
/// <example><code lang="fsharp">
/// let double =
///     {
///         Id = "mine/double"
///         Request = "Write a function `double` that takes a number and returns twice as much."
///         EntryPoint = "double"
///         Solution = "def double(x):\n    return 2 * x\n"
///         Tests = [ Equals("double(4)", "8") ]
///     }
/// </code></example>
type OwnProblem =
    {
        /// Its name, unique among those it stands beside.
        Id: string
        /// What a model is asked for.
        Request: string
        /// The function that the tests call.
        EntryPoint: string
        /// A right answer: a whole program.
        Solution: string
        /// What an answer must pass.
        Tests: CandidateTest list
    }

/// <summary>Problems of one's own, as a benchmark and as tasks of reinforcement learning.</summary>
[<RequireQualifiedAccess>]
module OwnProblem =

    let private refuse message = raise (EvaluationException message)

    /// A base model goes on behind the line that defines the function.
    let private head (problem: OwnProblem) =
        let definition = $"def {problem.EntryPoint}("
        let lines = problem.Solution.Split '\n'

        match lines |> Array.tryFindIndex _.StartsWith(definition, StringComparison.Ordinal) with
        | Some line ->
            lines
            |> Seq.take (line + 1)
            |> Seq.map (fun text -> text + "\n")
            |> String.concat ""
        | None ->
            refuse
                $"The solution of {problem.Id} has no line '{definition}...'. EntryPoint should name the function that the tests call and the solution defines."

    let private problemOf (problem: OwnProblem) =
        if problem.Tests.IsEmpty then
            refuse $"The problem {problem.Id} has no tests, so that every answer would pass; give it at least one."

        Problem(
            TaskId = problem.Id,
            EntryPoint = problem.EntryPoint,
            Prompt = $"# {problem.Request}\n{head problem}",
            Request = problem.Request,
            CanonicalSolution = problem.Solution,
            BaseTests = [| for test in problem.Tests -> Sandbox.coreTest test |]
        )

    let private hashOf (problems: OwnProblem list) =
        problems
        |> List.map (sprintf "%A")
        |> String.concat "\000"
        |> Encoding.UTF8.GetBytes
        |> SHA256.HashData
        |> Convert.ToHexStringLower

    /// <summary>A benchmark of one's own: requests are put to a model as they are.</summary>
    /// <param name="name">Its name in tables and manifests.</param>
    /// <param name="problems">At least one, with names of their own.</param>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// There are no problems, two have one name, one has no tests, or its solution does not define the entry point.
    /// </exception>
    /// <example><code lang="fsharp">
    /// EvaluateOptions.Tiny |> Evaluate.run model (OwnProblem.benchmark "mine" mine) |> Evaluate.table |> printfn "%s"
    /// </code></example>
    let benchmark (name: string) (problems: OwnProblem list) : Benchmark =
        if problems.IsEmpty then
            refuse $"The benchmark {name} has no problems; give it at least one."

        match problems |> List.countBy _.Id |> List.tryFind (fun (_, count) -> count > 1) with
        | Some(id, count) -> refuse $"{count} problems of {name} are called {id}; give each a name of its own."
        | None -> ()

        Benchmark(
            Name = name,
            Problems = [| for problem in problems -> problemOf problem |],
            Form = RequestForm.Plain,
            Stops = StopSequences.AfterFunction,
            Source = "problems of one's own",
            Sha256 = hashOf problems
        )

    /// The problem as a task of reinforcement learning.
    let task (problem: OwnProblem) : GrpoTask =
        {
            Id = problem.Id
            Prompt = Prompt.instruct problem.Request
            Tests = problem.Tests
        }

    /// <summary>The solution as a candidate: run it before a model is judged by its tests.</summary>
    /// <example><code lang="fsharp">
    /// mine |> List.map OwnProblem.candidate |> Sandbox.runMany sandbox |> List.forall _.Passed
    /// </code></example>
    let candidate (problem: OwnProblem) : Candidate =
        { Sandbox.candidate problem.Solution problem.Tests with
            EntryPoints = [ problem.EntryPoint ]
        }
