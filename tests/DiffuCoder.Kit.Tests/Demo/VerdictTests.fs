module DiffuCoder.Kit.Tests.Demo.VerdictTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Demo
open DiffuCoder.Demo.Settings

/// A finished generation of a text.
let private generation (text: string) =
    DiffuCoder.Sampling.Trajectory(
        Initial = [],
        Final = [],
        CompletionStart = 0,
        TextEnd = 0,
        Steps = [],
        Options = DiffuCoder.Sampling.SamplerOptions.Paper,
        Seed = 0L,
        Text = text
    )

let private right =
    "def even_squares_total(numbers):\n    return sum(n * n for n in numbers if n % 2 == 0)\n"

let private verdict arguments text =
    Verdict.lines (parse arguments) (generation text)

[<Fact>]
let ``a right answer passes all tests`` () =
    verdict [||] (right + "```\n") |> should equal [ "3 of 3 tests pass" ]

[<Fact>]
let ``a wrong one is told which test fails and how`` () =
    match verdict [||] (right.Replace("n * n", "n")) with
    | [ counted; first; second ] ->
        counted |> should equal "1 of 3 tests pass"
        first |> should haveSubstring "even_squares_total([1, 2, 3, 4]) == 20  Wrong"
        second |> should haveSubstring "even_squares_total([-2, 5, 6]) == 40"
    | other -> failwith $"{other}"

[<Fact>]
let ``a text that is no program is said not to run`` () =
    match verdict [||] "def even_squares_total(" with
    | [ line ] -> line |> should haveSubstring "does not run: Raised: SyntaxError"
    | other -> failwith $"{other}"

[<Fact>]
let ``what a base model goes on with is tested together with its beginning`` () =
    verdict [| "--stage"; "base"; "--test"; "one() == 1"; "def one():\n" |] "    return 1\n"
    |> should equal [ "1 of 1 tests pass" ]

[<Fact>]
let ``without tests nothing is run or said`` () =
    verdict [| "Add numbers." |] right |> should be Empty
