module DiffuCoder.Kit.Tests.BenchmarkTests

open System.IO
open Xunit
open DiffuCoder
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Tiny.Corpus
open FsUnit.Xunit

[<Fact>]
let ``a held-out split is a benchmark of 400 problems that are judged by their calls`` () =
    let benchmark = Benchmark.tiny HeldOutParameters
    benchmark.Problems.Count |> should equal Corpus.HeldOutSize
    benchmark.Form |> should equal RequestForm.Plain
    let task, problem = (Corpus.heldOut HeldOutParameters).Head, benchmark.Problems[0]
    (problem.TaskId, problem.EntryPoint) |> should equal (task.Id, task.EntryPoint)
    problem.Request |> should equal task.Instruction
    problem.CanonicalSolution |> should equal task.Solution
    problem.BaseTests.Count |> should equal task.Tests.Length

    problem.BaseTests[0]
    |> should equal (SandboxTest.Equality(task.Tests.Head.Call, task.Tests.Head.Expected) :> SandboxTest)

[<Fact>]
let ``an instruct model is asked as it was taught, a base model reads what it read`` () =
    let task = (Corpus.heldOut HeldOutCombinations).Head
    let benchmark = Benchmark.tiny HeldOutCombinations
    let problem = benchmark.Problems[0]

    EvaluationPrompt.Request(problem, benchmark.Form)
    |> should equal (fst (Documents.chat task))

    EvaluationPrompt.AnswerPrefix |> should equal Documents.AnswerPrefix
    EvaluationPrompt.AnswerPrefix |> should equal Prompt.AnswerPrefix

    problem.Prompt |> should equal $"# {task.Instruction}\n{task.Prompt}"

[<Fact>]
let ``the splits differ, and each is always the same`` () =
    let hash split = (Benchmark.tiny split).Sha256
    hash HeldOutParameters |> should equal (hash HeldOutParameters)

    hash HeldOutParameters |> should not' (equal (hash HeldOutCombinations))

[<Fact>]
let ``what the family was trained on is no benchmark`` () =
    (fun () -> Benchmark.tiny Train |> ignore)
    |> should throw typeof<System.ArgumentException>

[<Fact>]
let ``a damaged file is refused with its line`` () =
    let path = Path.Combine(StandIn.temporaryFolder (), "some.jsonl")
    File.WriteAllText(path, "{\"task_id\": \"T/0\"}")

    for read in
        [
            Benchmark.humanEval
            Benchmark.humanEvalPlus
            Benchmark.mbpp
            Benchmark.mbppAll
            Benchmark.mbppPlus
            Benchmark.bigCodeBench
            Benchmark.bigCodeBenchInstruct
        ] do
        Assert.Throws<EvaluationException>(fun () -> read path |> ignore).Message
        |> should startWith $"{path}, line 1: the field "

[<Fact>]
let ``solutions go on where prompts end`` () =
    let benchmark = Benchmark.tiny HeldOutParameters |> Benchmark.first 20

    for problem, (prompt, rest) in
        benchmark
        |> Benchmark.solutions PromptKind.Completion
        |> Seq.zip benchmark.Problems do
        prompt |> should equal (Prompt.complete problem.Prompt)
        problem.Prompt + rest |> should endWith problem.CanonicalSolution

    let chats = benchmark |> Benchmark.solutions PromptKind.Chat

    chats
    |> List.map fst
    |> should equal (benchmark |> Benchmark.prompts PromptKind.Chat)

    chats |> should equal (TinyCorpus.requests Split.HeldOutParameters 20)

[<Fact>]
let ``a prompt that the solution does not begin with is followed by all of it`` () =
    let problem =
        Problem(
            TaskId = "one",
            EntryPoint = "f",
            Prompt = "\"\"\" Write f. \"\"\"\n",
            Request = "Write f.",
            CanonicalSolution = "def f():\n    return 1\n"
        )

    let benchmark =
        Benchmark(Name = "b", Problems = [| problem |], Form = RequestForm.Fenced, Stops = [||], Source = "", Sha256 = "")

    benchmark
    |> Benchmark.solutions PromptKind.Completion
    |> List.map snd
    |> should equal [ problem.CanonicalSolution ]

[<Fact>]
let ``the first problems are a benchmark too`` () =
    let few = Benchmark.tiny HeldOutParameters |> Benchmark.first 3
    few.Problems.Count |> should equal 3
