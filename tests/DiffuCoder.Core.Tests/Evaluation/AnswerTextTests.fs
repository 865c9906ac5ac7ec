module DiffuCoder.Core.Tests.Evaluation.AnswerTextTests

open Xunit
open FsUnit.Xunit
open FsCheck.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Core.Tests.Evaluation.Fakes

[<Theory>]
[<InlineData("def f():\n    return 1\n```\nIt returns 1.", "def f():\n    return 1\n")>]
[<InlineData("def f():\n    return 1\n", "def f():\n    return 1\n")>]
[<InlineData("```python\ndef f():\n    return 1\n```\n", "def f():\n    return 1\n")>]
[<InlineData("Sure:\n```python\ndef f():\n    return 1\n```\nand\n```python\nf()\n```", "def f():\n    return 1\n")>]
[<InlineData("x = 1\n```\n```python\ny = 2\n```", "x = 1\n")>]
[<InlineData("```py\nx = 1", "x = 1")>]
[<InlineData("```\nx = 1", "x = 1")>]
[<InlineData("", "")>]
let ``the code of an answer is what its fence holds`` (answer: string, code: string) =
    AnswerText.Code answer |> should equal code

[<Theory>]
[<InlineData("    return 1\n\ndef g():\n    pass", "    return 1\n")>]
[<InlineData("    return 1\nclass A:\n    pass", "    return 1")>]
[<InlineData("    return 1\nif __name__ == '__main__':\n    f()", "    return 1")>]
[<InlineData("    return 1\nprint(f())", "    return 1")>]
[<InlineData("    return 1\n```\nmore", "    return 1")>]
[<InlineData("    return 1<|endoftext|>x", "    return 1")>]
[<InlineData("    return 1\nassert f()\nimport os", "    return 1")>]
[<InlineData("    def g():\n        print(1)\n    return g", "    def g():\n        print(1)\n    return g")>]
let ``a continuation ends where the function does`` (text: string, kept: string) =
    AnswerText.Program(text, problem "t", PromptKind.Completion, StopSequences.AfterFunction)
    |> should equal ("def f(x):\n" + kept)

[<Fact>]
let ``below a description a function may be followed by another`` () =
    let text = "def f():\n    return g()\n\ndef g():\n    return 1\n"

    StopSequences.Cut(text + "\nassert f() == 1", StopSequences.AfterDescription)
    |> should equal text

    StopSequences.Cut(text + "\n\"\"\"\nWrite", StopSequences.AfterDescription)
    |> should equal text

[<Property>]
let ``what is kept of a continuation begins it and holds no stop sequence`` (text: string) =
    let text = string text
    let kept = StopSequences.Cut(text, StopSequences.AfterFunction)

    text.StartsWith(kept, System.StringComparison.Ordinal)
    && StopSequences.AfterFunction
       |> Seq.forall (fun stop -> not (kept.Contains(stop, System.StringComparison.Ordinal)))
