/// The kit's comparison against EvalPlus's rule, which the fixture states a second time.
module DiffuCoder.Core.Tests.Evaluation.ComparisonTests

open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Core.Tests.Evaluation.Fakes

[<Fact>]
let ``values are compared as EvalPlus's published rule compares them, in twenty thousand pairs`` () =
    let request =
        JsonSerializer.Serialize
            {|
                kit = PythonScripts.Compare
                published = File.ReadAllText(fixture "published_rule.py")
                count = 20_000
            |}

    let said =
        JsonDocument.Parse(python (File.ReadAllText(fixture "comparison_pairs.py")) request).RootElement

    said.GetProperty("count").GetInt32() |> should equal 20_000

    [
        for pair in said.GetProperty("differing").EnumerateArray() -> pair.GetString()
    ]
    |> should be Empty

    // pairs that all pass, or all fail, would compare nothing
    let passed = said.GetProperty("passed").GetInt32()
    passed |> should be (greaterThan 5_000)
    passed |> should be (lessThan 15_000)

/// What the rule says of a value where the canonical solution says not-a-number.
let private whereNotANumberIsRight (value: string) (expected: string) =
    python $"{PythonScripts.Compare}\nprint(agrees('humaneval', 'f', (), {value}, {expected}, 0))" ""

[<Theory>]
[<InlineData("nan", "nan", "True")>]
[<InlineData("[1.0, nan]", "[1.0, nan]", "True")>]
[<InlineData("[nan, 1.0]", "[1.0, nan]", "False")>]
[<InlineData("1.0", "nan", "False")>]
[<InlineData("nan", "1.0", "False")>]
[<InlineData("None", "nan", "False")>]
let ``not-a-number is right where the canonical solution says so, and nowhere else`` (value, expected, verdict: string) =
    (whereNotANumberIsRight value expected).Trim() |> should equal verdict
