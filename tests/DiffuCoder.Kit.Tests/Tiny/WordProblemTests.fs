module DiffuCoder.Kit.Tests.Tiny.WordProblemTests

open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open DiffuCoder.Tiny.Corpus

let private problems split =
    Corpus.wordProblems 9UL split |> Seq.take 1000

/// The value of "2 + 3" or "150 * 20 / 100", from left to right as all steps are written.
let private calculate (expression: string) =
    let tokens = expression.Split ' ' |> List.ofArray

    let rec go value =
        function
        | sign :: number :: rest ->
            let n = int number

            let next =
                match sign with
                | "+" -> value + n
                | "-" -> value - n
                | "*" -> value * n
                | _ ->
                    value % n |> should equal 0
                    value / n

            go next rest
        | _ -> value

    go (int tokens.Head) tokens.Tail

[<Fact>]
let ``every step of a worked answer is right, and the last one is the answer`` () =
    for split in [ Train; HeldOutParameters; HeldOutCombinations ] do
        for problem in problems split do
            let lines = problem.WorkedAnswer.Split '\n'
            let steps = Regex.Matches(problem.WorkedAnswer, @"(\d+(?: [-+*/] \d+)+) = (\d+)")
            steps.Count |> should be (greaterThan 0)

            for step in steps do
                calculate step.Groups[1].Value |> should equal (int step.Groups[2].Value)

            steps[steps.Count - 1].Groups[2].Value |> should equal problem.Answer
            Array.last lines |> should equal $"#### {problem.Answer}"

[<Fact>]
let ``questions are questions and their numbers stay small`` () =
    for problem in problems Train do
        problem.Question |> should endWith "?"
        problem.Question |> should not' (haveSubstring "{")
        int problem.Answer |> should be (lessThan 10000)

[<Fact>]
let ``all plots occur`` () =
    problems Train
    |> Seq.map _.Family
    |> Seq.distinct
    |> Seq.length
    |> should equal 11
