/// The forms in which EvalPlus has released its files: each is read, or refused by name.
module DiffuCoder.Core.Tests.Evaluation.EvalPlusReleaseTests

open System
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private fields (more: (string * string) list) =
    [
        "task_id", "\"HumanEval/0\""
        "prompt", "\"def f(n):\\n\""
        "entry_point", "\"f\""
        "canonical_solution", "\"    return n + 1\\n\""
        yield! more
    ]
    |> List.map (fun (name, value) -> $"\"{name}\": {value}")
    |> String.concat ", "
    |> fun text -> "{" + text + "}"

let private read more =
    withFile "some.jsonl" (fields more) EvalPlusFile.ReadHumanEval

let private refusal more =
    Assert.Throws<EvaluationException>(fun () -> read more |> ignore).Message

/// What all releases have: the fields that their loader insists on.
let private released =
    [
        "contract", "\"\""
        "base_input", "[[1]]"
        "plus_input", "[[2], [3]]"
        "atol", "0"
    ]

[<Fact>]
let ``the first releases, without tests or assertions, are read, and so are later ones`` () =
    for more in
        [
            released
            released @ [ "test", "\"def check(candidate): pass\"" ]
            released @ [ "assertion", "\"assert f(1) == 2\"" ]
        ] do
        let problem = (read more).Problems[0]

        (problem.Inputs.Base.Count, problem.Inputs.Plus.Count, problem.BaseTests.Count)
        |> should equal (1, 2, 0)

[<Fact>]
let ``small releases have few further arguments, or none`` () =
    for none in [ "[]"; "{}" ] do
        let benchmark =
            read [ "contract", "\"\""; "base_input", "[[1]]"; "plus_input", none; "atol", "0" ]

        benchmark.HasPlus |> should be True
        benchmark.Problems[0].Inputs.Plus |> should be Empty

/// A file in the original format, as its release makes it.
let private original =
    [
        "test",
        JsonSerializer.Serialize
            "import numpy as np\n\ndef assertion(out, exp, atol):\n    assert np.allclose(out, exp, rtol=1e-07, atol=atol)\n\ndef check(candidate):\n    inputs = [[1], [2]]\n    results = [2, 3]\n    for i, (inp, exp) in enumerate(zip(inputs, results)):\n        assertion(candidate(*inp), exp, 0)\n"
    ]

[<Fact>]
let ``the original format has its tests as one program`` () =
    let benchmark = read original
    benchmark.Name |> should equal "HumanEval+"
    let problem = benchmark.Problems[0]
    problem.Inputs |> should be Null

    (problem.BaseTests[0] :?> SandboxTest.Check).EntryPoint |> should equal "f"

    problem.TestTime |> should equal (Nullable(TimeSpan.FromSeconds 60.0))

[<Fact>]
let ``HumanEval itself is not taken for HumanEval+`` () =
    refusal [ "test", "\"def check(candidate):\\n    assert candidate(1) == 2\\n\"" ]
    |> should haveSubstring "\"base_input\" is missing; this is not a file of EvalPlus's releases. Is it HumanEval itself?"

[<Fact>]
let ``what no release has is refused by name`` () =
    refusal [ "base_input", "[[1]]"; "plus_input", "\"[[2]]\""; "atol", "0" ]
    |> should haveSubstring "\"plus_input\" should be an array and is String"

    refusal [ "base_input", "{}"; "plus_input", "[]"; "atol", "0" ]
    |> should haveSubstring "\"base_input\" should be an array"

    refusal [ "base_input", "[[NaN]]"; "plus_input", "[]"; "atol", "0" ]
    |> should haveSubstring "some.jsonl, line 1: not a JSON object"

    refusal [ "base_input", "[[NaN]]"; "plus_input", "[]"; "atol", "0" ]
    |> should haveSubstring "NaN is no JSON"
