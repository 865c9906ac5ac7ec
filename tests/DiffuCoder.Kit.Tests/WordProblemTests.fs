module DiffuCoder.Kit.Tests.WordProblemTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Datasets
open DiffuCoder.Tiny.Corpus

let private file (lines: string list) =
    let path = Path.Combine(StandIn.temporaryFolder (), "gsm8k.jsonl")
    File.WriteAllLines(path, lines)
    path

[<Fact>]
let ``GSM8K's problems are read with their numbers`` () =
    let problems =
        [
            """{"question": "How many are 600 twice?", "answer": "2 * 600 = <<2*600=1200>>1200\n#### 1,200"}"""
            """{"question": "And half of 4?", "answer": "#### 2"}"""
        ]
        |> file
        |> WordProblem.gsm8k

    problems |> List.map _.Id |> should equal [ "gsm8k-0"; "gsm8k-1" ]
    problems |> List.map _.Answer |> should equal [ "1200"; "2" ]
    problems[0].Question |> should equal "How many are 600 twice?"

[<Fact>]
let ``a problem without a number is refused by its place`` () =
    let path = file [ """{"question": "How many?", "answer": "many"}""" ]

    Assert.Throws<DataException>(fun () -> WordProblem.gsm8k path |> ignore).Message
    |> should haveSubstring "problem 1"

[<Fact>]
let ``the number of an answer stands behind its last mark`` () =
    WordProblem.answer "2 * 3 = 6\n#### 6\n" |> should equal (Some "6")
    WordProblem.answer "#### 5\nno:\n#### 1,006 " |> should equal (Some "1006")
    WordProblem.answer "about six" |> should equal (None: string option)
    WordProblem.answer "####" |> should equal (None: string option)

let private six =
    {
        Id = "six"
        Family = "six"
        Question = "How many are 2 and 4?"
        WorkedAnswer = "2 + 4 = 6\n#### 6"
        Answer = "6"
    }

[<Fact>]
let ``a problem is a request, or a text to go on with`` () =
    six
    |> WordProblem.prompt PromptKind.Chat
    |> should equal (Prompt.chat six.Question)

    six
    |> WordProblem.prompt PromptKind.Completion
    |> should equal (Prompt.complete "How many are 2 and 4?\n")

[<Fact>]
let ``the score is the share of problems whose number is right`` () =
    let writing text =
        Trajectory(
            Initial = [ 0 ],
            Final = [ 1 ],
            CompletionStart = 0,
            TextEnd = 1,
            Steps = [],
            Options = DiffuCoder.Sampling.SamplerOptions.Paper,
            Seed = 0L,
            Text = text
        )

    six |> WordProblem.isSolved <| "2 + 4 = 6\n#### 6\n" |> should equal true

    let score =
        [ "#### 6"; "#### 7"; "six"; "1 + 5\n#### 6" ]
        |> List.map (fun text -> six, writing text)
        |> WordProblem.score

    score.Value |> should equal 0.5
    score.Low |> should be (lessThan 0.5)
    score.High |> should be (greaterThan 0.5)

[<Fact>]
let ``the small family's own problems end with their numbers too`` () =
    for problem in WordProblem.tiny HeldOutCombinations |> List.truncate 20 do
        WordProblem.answer problem.WorkedAnswer |> should equal (Some problem.Answer)

[<Fact>]
let ``what the family was trained on is no benchmark`` () =
    (fun () -> WordProblem.tiny Train |> ignore)
    |> should throw typeof<System.ArgumentException>
