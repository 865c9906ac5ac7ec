/// Which blocks of an answer a person would run.
module DiffuCoder.Core.Tests.Evaluation.AnswerBlockTests

open Xunit
open FsUnit.Xunit
open FsCheck.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Core.Tests.Evaluation

let private f = "def f(x):\n    return x + 1\n"
let private code (answer: string) = AnswerText.Code(answer, "f")

[<Theory>]
[<InlineData("")>]
[<InlineData("python")>]
[<InlineData("Python")>]
[<InlineData("py")>]
[<InlineData("python3")>]
[<InlineData(" python ")>]
[<InlineData("python title=\"answer.py\"")>]
[<InlineData("{.python .numberLines}")>]
[<InlineData("python:answer.py")>]
let ``a fence may have any label of Python's, or none`` (label: string) =
    code $"Sure:\n\n```{label}\n{f}```\n\nDone." |> should equal f
    code $"Sure:\n\n```{label}\n{f}" |> should equal f

[<Fact>]
let ``fences may be tildes, longer, indented, or in a list`` () =
    code $"Sure:\n~~~\n{f}~~~\nDone." |> should equal f
    code $"Sure:\n````python\n{f}````\nDone." |> should equal f

    let indented = f.Replace("\n", "\n   ").TrimEnd() + "\n"

    code $"1. First:\n   ```python\n   {indented}   ```\n2. Then run it."
    |> should equal f

    code $"- ```python\n  def f(x):\n      return x + 1\n  ```\n" |> should equal f

[<Fact>]
let ``a fence inside a docstring or a longer fence is text`` () =
    let documented =
        "def f(x):\n    \"\"\"Adds.\n\n    ```\n    f(1)\n    ```\n    \"\"\"\n    return x + 1\n"

    code $"Sure:\n```python\n{documented}```\nDone." |> should equal documented

    let fenced = "def f(x):\n    return '''\n```\nx\n```\n'''\n"
    code $"Sure:\n````python\n{fenced}````\nDone." |> should equal fenced

[<Fact>]
let ``a whole answer in a fence of Markdown is read in it`` () =
    code $"````markdown\n# Answer\n```python\n{f}```\n````\n" |> should equal f

[<Fact>]
let ``blocks of other languages, outputs and uses are left`` () =
    let bash = "```bash\npip install numpy\npython answer.py\n```\n"
    let output = "```\n2\n```\n"
    let uses = "```python\nprint(f(1))\n```\n"

    code $"Install:\n{bash}Then:\n```python\n{f}```\n{uses}It prints\n{output}"
    |> should equal f

    code $"{bash}\n```\n{f}```\n{output}{uses}" |> should equal f
    code $"You will call it so:\n{uses}\n```python\n{f}```" |> should equal f

[<Fact>]
let ``blocks that define what the function needs are kept, before it and after it`` () =
    let main = "def f(x):\n    return g(x) + N\n"
    let helper = "def g(x):\n    return x\n"
    let number = "import math\nN = 3\n"

    code $"```python\n{number}```\nand\n```python\n{helper}```\nand\n```python\n{main}```\nand\n```python\nprint(f(1))\n```"
    |> should equal (number + helper + main)

    code $"```python\n{main}```\nwhere\n```python\n{helper}```\nand\n```\n{number}```"
    |> should equal (main + helper + number)

[<Fact>]
let ``blocks that fill what the function needs are kept`` () =
    let table, fill, main =
        "T = {}\n", "for i in range(5):\n    T[i] = i\n", "def f(x):\n    return T[x]\n"

    code $"```python\n{table}```\n\n```python\n{fill}```\n\n```python\n{main}```\n"
    |> should equal (table + fill + main)

    let limit = "import sys\nsys.setrecursionlimit(10**6)\n"

    code $"```python\n{limit}```\n\n```python\n{main}{table}```\n"
    |> should equal (limit + main + table)

[<Fact>]
let ``a corrected version counts, with what it needs of the first`` () =
    let wrong = "def f(x):\n    return x\n"

    code $"```python\n{wrong}```\nWait, that is wrong:\n```python\n{f}```"
    |> should equal f

    let first, second =
        "import math\ndef g(x):\n    return math.sqrt(x)\ndef f(x):\n    return 0\n", "def f(x):\n    return g(x)\n"

    code $"```python\n{first}```\nBetter:\n```python\n{second}```"
    |> should equal (first + second)

    let main, helper, better =
        "def f(x):\n    return g(x)\n", "def g(x):\n    return 0\n", "def g(x):\n    return 1\n"

    code $"```python\n{main}{helper}```\nThe helper should be:\n```python\n{better}```"
    |> should equal (main + helper + better)

[<Fact>]
let ``a version without a body does not count`` () =
    code
        $"The signature:\n```python\ndef f(x):\n    ...\n```\nThe function:\n```python\n{f}```\nTo sum up:\n```python\ndef f(x):\n    pass\n```"
    |> should equal f

[<Fact>]
let ``a version that was cut off comes after the whole one`` () =
    code $"```python\n{f}```\nFaster:\n```python\ndef f(x):\n    retu"
    |> should equal $"{f}def f(x):\n    retu"

[<Fact>]
let ``a fence that the prompt has opened is closed by the first`` () =
    code $"{f}```\n\nIt adds one:\n\n```\n>>> f(1)\n2\n```\n" |> should equal f
    code $"{f}```\n\n```python\nprint(f(1))\n```\n" |> should equal f
    code f |> should equal f
    code $"{f}\nIt adds one.\n\n```python\nprint(f(1))\n```\n" |> should startWith f

[<Fact>]
let ``thoughts are not the answer`` () =
    let wrong = "def f(x):\n    return 0\n"

    code $"<think>\nSay\n```python\n{wrong}```\nno.\n</think>\n```python\n{f}```"
    |> should equal f

    code $"Say\n```python\n{wrong}```\nno.\n</think>\n```python\n{f}```"
    |> should equal f

    code $"<think>Easy.</think>\n{f}" |> should equal f
    code $"<think>\nIt could be\n```python\n{f}```" |> should equal f

    let tagged = "def f(x):\n    return x.split('</think>')[0]\n"
    code tagged |> should equal tagged
    code $"```python\n{tagged}```" |> should equal tagged

[<Fact>]
let ``an interactive session is what was typed in it`` () =
    let session = ">>> def f(x):\n...     return x + 1\n...\n>>> f(1)\n2\n"
    let typed = "def f(x):\n    return x + 1\n\nf(1)\n"
    code session |> should equal typed
    code $"Like this:\n```python\n{session}```\n" |> should equal typed
    code $"Like this:\n```pycon\n{session}```\n" |> should equal typed

[<Fact>]
let ``line ends of other systems and tabs are read`` () =
    let answer = $"Sure:\n```python\n{f}```\nDone."
    code (answer.ReplaceLineEndings "\r\n") |> should equal f

    code "```python\ndef f(x):\n\treturn x\n```\n"
    |> should equal "def f(x):\n\treturn x\n"

[<Fact>]
let ``without an entry point what is defined counts`` () =
    let g = "def g(x):\n    return f(x)\n"

    AnswerText.Code $"```bash\nls\n```\n```python\n{f}```\nand\n```python\n{g}```\n```python\ng(1)\n```"
    |> should equal (f + g)

    AnswerText.Code $"```python\ndef f(x):\n    return 0\n```\nno:\n```python\n{f}```"
    |> should equal f

    AnswerText.Code "```bash\nls\n```\n```\nprint(1)\n```"
    |> should equal "print(1)\n"

[<Fact>]
let ``a base model that answers with a fence is read as an answer`` () =
    let problem = Fakes.problem "t"

    AnswerText.Program($"\n```python\n{f}```\nDone.", problem, PromptKind.Completion, StopSequences.AfterFunction)
    |> should equal (problem.Prompt + f)

[<Property>]
let ``any text has some code, and a fence around it changes nothing of a function`` (before: string) (after: string) =
    let clean (text: string) =
        (string text).Replace("`", "").Replace("~", "").Replace("<", "").Replace("\r", "")

    AnswerText.Code(string before, "f") |> ignore
    code $"{clean before}\n```python\n{f}```\n{clean after}" = f
