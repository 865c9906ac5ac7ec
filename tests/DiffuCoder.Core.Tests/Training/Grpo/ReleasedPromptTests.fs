/// What the released scripts ask for, on stored rows: hard tasks and requests are those that its functions gave.
module DiffuCoder.Core.Tests.Training.Grpo.ReleasedPromptTests

open System
open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Tokenization
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Tokenization
open DiffuCoder.Core.Tests.Training.TinyRuns

let private stored name =
    Path.Combine(AppContext.BaseDirectory, "Fixtures", "Datasets", name)

/// Name, whether it is hard, and what is asked.
let private expected =
    [
        for line in File.ReadLines(stored "released-requests.jsonl") do
            use row = JsonDocument.Parse line
            let value (name: string) = row.RootElement.GetProperty name

            value("id").GetString(),
            value("hard").GetBoolean(),
            [ for request in value("requests").EnumerateArray() -> request.GetString() ]
    ]

[<Fact>]
let ``requests are those of the release: with a test, with the head of a function, or the question alone`` () =
    let asked =
        [
            for task in CodingTasks.Read(stored "released-rows.jsonl") -> task.Id, List.ofSeq (ReleasedPrompts.Of task)
        ]

    asked |> should equal [ for id, _, requests in expected -> id, requests ]
    // the stored rows have all kinds
    asked
    |> List.countBy (fun (_, requests) -> requests.Length)
    |> List.length
    |> should equal 2

[<Fact>]
let ``hard tasks are those of the release, by the answers of its two models`` () =
    let chosen (subset: HardSubset) =
        [ for task in subset.Select(stored "released-rows.jsonl") -> task.Id ]

    let released =
        [
            for id, hard, _ in expected do
                if hard then
                    id
        ]

    chosen HardSubset.Release |> should equal released
    chosen (HardSubset(SpreadPercentile = 40.0)) |> should not' (equal released)

let private tokenizer = TokenizerFixtures.smallTokenizer

let private task question answers =
    CodingTask("7", question, [| "assert add(1, 2) == 3" |], answers)

let private text (rollout: RolloutTask) = tokenizer.Value.Decode rollout.Prompt

[<Fact>]
let ``a released task is a chat or two, no answer begun, each with the same tests`` () =
    let answers = [| ReferenceAnswer("m", "def add(a, b):\n    return a + b", 1.0) |]
    let both = RolloutTask.Released(tokenizer.Value, task "Add." answers) |> List.ofSeq
    [ for one in both -> one.Id ] |> should equal [ "7"; "7/def" ]
    both.Head.Opening |> should equal ""

    text both.Head
    |> should haveSubstring "Add.\nTest cases: assert add(1, 2) == 3<|im_end|>"

    text both[1]
    |> should haveSubstring "```\ndef add(a, b):\n    \"\"\"\n    Add.\n    \"\"\"\n```\n<|im_end|>"

    for one in both do
        one.Tests.Count |> should equal 1
        (text one).EndsWith "assistant\n" |> should equal true

[<Fact>]
let ``of a long prompt the last two hundred tokens are kept`` () =
    let question = String.replicate 300 "Add. "

    let long =
        Seq.exactlyOne (RolloutTask.Released(tokenizer.Value, task question [||]))

    long.Prompt.Count |> should equal RolloutTask.ReleasedLength

    let whole =
        RolloutTask.Of(tokenizer.Value, task (question + "\nTest cases: assert add(1, 2) == 3") [||])

    whole.Prompt.Count |> should be (greaterThan RolloutTask.ReleasedLength)

    List.ofSeq long.Prompt
    |> should
        equal
        (whole.Prompt
         |> List.ofSeq
         |> List.skip (whole.Prompt.Count - RolloutTask.ReleasedLength))

[<Fact>]
let ``a task without tests is refused`` () =
    shouldFailWith<TrainingException>(fun () ->
        RolloutTask.Released(tokenizer.Value, CodingTask("7", "Add.", [||], [||]))
        |> ignore)
    |> should haveSubstring "The task 7 has no tests"
