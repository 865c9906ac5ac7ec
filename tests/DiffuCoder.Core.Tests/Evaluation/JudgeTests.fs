/// What EvalPlus's rules are applied to: values and copies that the program never had, and digests of values.
module DiffuCoder.Core.Tests.Evaluation.JudgeTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Core.Tests.Evaluation.Fakes

/// Whether each program passes all tests of a problem that EvalPlus's rule has something of its own for.
let private passes (task: string) (programs: string list) =
    use sandbox = new Owned(RealBenchmarks.sandbox ())
    let whole = EvalPlusFile.ReadHumanEval(fixture "evalplus-own.jsonl")

    let others =
        [
            for problem in whole.Problems do
                if problem.TaskId <> task then
                    problem.TaskId
        ]

    inFolder (fun folder ->
        let samples = Path.Combine(folder, "samples.jsonl")
        SamplesFile.Write(samples, [ for program in programs -> Sample(task, program) ])

        let result =
            wait (Evaluator(sandbox.Value).ScoreAsync(samples, whole.Without others, ScoringOptions()))

        [ for sample in result.Problems[0].Samples -> sample.PassedPlus ])

let private root =
    """import math
def find_zero(xs):
    poly = lambda x: sum(c * math.pow(x, i) for i, c in enumerate(xs))
    a, b = -1.0, 1.0
    while poly(a) * poly(b) > 0: a, b = 2 * a, 2 * b
    while b - a > 1e-10:
        m = (a + b) / 2
        a, b = (m, b) if poly(m) * poly(a) > 0 else (a, m)
    return a
"""

[<Fact>]
let ``a root is looked for in the polynomial that was given, whatever the program made of it`` () =
    passes
        "HumanEval/32"
        [
            root
            "def find_zero(xs):\n    xs[:] = [0] * len(xs)\n    return 0\n"
            "def find_zero(xs):\n    xs.clear()\n    return 0.0\n"
            "def find_zero(xs):\n    return float('inf')\n"
            "def find_zero(xs):\n    return True\n"
            "def find_zero(xs):\n    return float('nan')\n"
            "def find_zero(xs):\n    return None\n"
            "class Zero(float):\n    def __abs__(self): return 0.0\n    def __rpow__(self, other): return 0.0\ndef find_zero(xs):\n    return Zero(9)\n"
        ]
    |> should equal [ true; false; false; false; false; false; false; false ]

[<Fact>]
let ``objects that pass for numbers, or equal everything, are not right`` () =
    let liar =
        "class Any:\n    def __eq__(self, other): return True\n    def __abs__(self): return 0\n    def __sub__(self, other): return self\n"
        + "    __rsub__ = __sub__\n    def __le__(self, other): return True\n    def __float__(self): return 2.0\n    def __hash__(self): return 0\n"

    passes
        "HumanEval/911"
        [
            "def mean(numbers):\n    return sum(numbers) / max(1, len(numbers)) * 1.0\n"
            liar + "def mean(numbers):\n    return Any()\n"
            liar + "def mean(numbers):\n    return [Any()]\n"
        ]
    |> should equal [ true; false; false ]

let private sameDigest (one: string) (other: string) =
    (python $"{PythonScripts.Digest}\nprint(digest({one}) == digest({other}))" "").Trim() = "True"

[<Theory>]
[<InlineData("[1, 2]", "[True, 2.0]", true)>]
[<InlineData("[1, 'a']", "[1.0, 'a']", true)>]
[<InlineData("{1: 'a', 2: 'b'}", "{2: 'b', True: 'a'}", true)>]
[<InlineData("{1, 2, 3}", "frozenset([3, 2, 1])", true)>]
[<InlineData("10**5000", "10**5000", true)>]
[<InlineData("[1, 2]", "(1, 2)", false)>]
[<InlineData("[1, 2]", "[2, 1]", false)>]
[<InlineData("['ab']", "['a', 'b']", false)>]
[<InlineData("['a\\0b']", "['a', 'b']", false)>]
[<InlineData("['a\\0', 'b']", "['a', '\\0b']", false)>]
[<InlineData("[[], [1]]", "[[1], []]", false)>]
[<InlineData("['1']", "[1]", false)>]
[<InlineData("'1'", "b'1'", false)>]
[<InlineData("10**5000", "10**5000 + 1", false)>]
[<InlineData("[None]", "[0]", false)>]
let ``digests are equal for what Python calls equal`` (one: string, other: string, equal: bool) =
    (sameDigest one other) = equal |> should be True
