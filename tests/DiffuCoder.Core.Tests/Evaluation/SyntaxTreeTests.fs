module DiffuCoder.Core.Tests.Evaluation.SyntaxTreeTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private tree (program: string) =
    wait (SyntaxTree.OfAsync(trusted (), program))

let private same one other =
    let first, second = tree one, tree other
    first |> should not' (be Null)
    second |> should equal first

let private different one other =
    tree other |> should not' (equal (tree one))

let private total = "def total(values):\n    return sum(values)\n"

[<Fact>]
let ``layout, comments and docstrings do not matter`` () =
    same total "def total( values ) :\n\n    \"\"\"Adds.\"\"\"\n    # all of them\n    return sum(values)"
    same "def f():\n    '''Nothing.'''\n" "def f():\n    pass\n"

[<Fact>]
let ``names of variables and parameters do not matter`` () =
    same total "def total(xs):\n    return sum(xs)\n"

    same
        "def f(a, *rest):\n    b = [x for x in rest if x > a]\n    return f'{b}'\n"
        "def f(n, *others):\n    kept = [y for y in others if y > n]\n    return f'{kept}'\n"

[<Theory>]
[<InlineData("def total(values):\n    return max(values)\n")>]
[<InlineData("def other(values):\n    return sum(values)\n")>]
[<InlineData("def total(values):\n    return sum(values, 1)\n")>]
[<InlineData("def total(sum):\n    return sum(sum)\n")>]
[<InlineData("def total(values):\n    return sum(value)\n")>]
let ``what a program does matters`` other = different total other

// equal forms of programs that differ would be worse than different forms of programs that are alike
[<Theory>]
[<InlineData("def f(a):\n    return a\nf(a=1)\n", "def f(b):\n    return b\nf(a=1)\n")>]
[<InlineData("x = 1\ntry:\n    g()\nexcept E as x:\n    print(x)\n", "y = 1\ntry:\n    g()\nexcept E as x:\n    print(y)\n")>]
[<InlineData("x = 1\ndef f():\n    global x\n    x = 2\n", "y = 1\ndef f():\n    global x\n    y = 2\n")>]
[<InlineData("def f(a, b):\n    return a - b\n", "def f(a, b):\n    return b - a\n")>]
[<InlineData("import os\nos = 1\n", "import os\nio = 1\n")>]
let ``programs that differ have different forms`` one other = different one other

[<Fact>]
let ``what does not parse has no form`` () =
    tree "def total(:" |> should be Null
    tree (String.replicate 60_000 "(") |> should be Null
    tree (String.replicate 100_001 " ") |> should be Null
