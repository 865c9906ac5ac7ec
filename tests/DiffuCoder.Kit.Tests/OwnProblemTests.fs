module DiffuCoder.Kit.Tests.OwnProblemTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Evaluation

let private double =
    {
        Id = "mine/double"
        Request = "Write a function `double` that takes a number and returns twice as much."
        EntryPoint = "double"
        Solution = "import math\n\ndef double(x):\n    return 2 * x\n"
        Tests = [ Equals("double(4)", "8"); Statements "assert double('a') == 'aa'" ]
    }

let private refusal problems =
    Assert.Throws<EvaluationException>(fun () -> OwnProblem.benchmark "mine" problems |> ignore).Message

[<Fact>]
let ``a problem of one's own is put to models as it is and judged by its tests`` () =
    let benchmark = OwnProblem.benchmark "mine" [ double ]
    let problem = benchmark.Problems[0]
    problem.BaseTests |> Seq.length |> should equal 2

    benchmark
    |> Benchmark.prompts PromptKind.Chat
    |> should equal [ Prompt.instruct double.Request ]

    benchmark
    |> Benchmark.solutions PromptKind.Completion
    |> should
        equal
        [
            Prompt.complete $"# {double.Request}\nimport math\n\ndef double(x):\n", "    return 2 * x\n"
        ]

[<Fact>]
let ``a benchmark changes its hash with its tests`` () =
    let hash problem =
        (OwnProblem.benchmark "mine" [ problem ]).Sha256

    hash double |> should equal (hash double)

    hash
        { double with
            Tests = [ double.Tests.Head ]
        }
    |> should not' (equal (hash double))

[<Fact>]
let ``a problem becomes a task of reinforcement learning`` () =
    let task = OwnProblem.task double
    task.Id |> should equal double.Id
    task.Prompt |> should equal (Prompt.instruct double.Request)
    task.Tests |> should equal double.Tests

[<Fact>]
let ``a solution is run like an answer`` () =
    use sandbox = Sandbox.start ()

    let passes problem =
        (problem |> OwnProblem.candidate |> Sandbox.run sandbox).Passed

    passes double |> should equal true

    passes
        { double with
            Solution = "def double(x):\n    return x\n"
        }
    |> should equal false

[<Fact>]
let ``problems that cannot be judged are refused`` () =
    refusal [] |> should haveSubstring "no problems"

    refusal [ double; double ]
    |> should haveSubstring "2 problems of mine are called mine/double"

    refusal [ { double with Tests = [] } ] |> should haveSubstring "no tests"

    refusal [ { double with EntryPoint = "twice" } ]
    |> should haveSubstring "'def twice(...'"
