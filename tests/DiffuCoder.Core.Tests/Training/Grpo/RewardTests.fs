module DiffuCoder.Core.Tests.Training.Grpo.RewardTests

open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests

let private golden =
    lazy (JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden.folder, "07_rewards", "code_rewards.json"))).RootElement)

[<Fact>]
let ``the form and the code of an answer are those of the released reward`` () =
    for item in golden.Value.GetProperty("items").EnumerateArray() do
        let completion = item.GetProperty("completion").GetString()

        CodeAnswer.HasForm completion
        |> should equal (item.GetProperty("code_format_reward").GetDouble() > 0.0)

        CodeAnswer.Code completion
        |> should equal (item.GetProperty("extract_code").GetString())

[<Fact>]
let ``rewards are weighted and summed, and one that does not apply counts nothing`` () =
    let rollout =
        Rollout(RolloutTask("one", [| 1 |], "", [||]), "text", [| 1; 2; 3 |], 4, true)

    let rewards =
        [|
            Reward.From("length", 2.0, (fun rollout -> float rollout.Length))
            Reward("absent", 100.0, (fun _ _ -> System.Threading.Tasks.Task.FromResult(System.Nullable())))
        |]

    let rewarded = Reward.All(rewards, [| rollout |]).Result
    rewarded[0].Total |> should equal 8.0

    rewarded[0].Parts
    |> Seq.toList
    |> should equal [ System.Nullable 4.0; System.Nullable() ]

let private tasks count =
    [| for i in 1..count -> RolloutTask($"task-{i}", [| i |], "", [||]) |]

[<Fact>]
let ``every pass over the tasks asks each of them once, in an order of its own`` () =
    let shuffled = ShuffledTasks(tasks 6, 4, 1L)

    let asked =
        [
            for round in 0L .. 5L do
                yield! [ for task in shuffled.Next round -> task.Id ]
        ]

    let passes = asked |> List.chunkBySize 6

    for pass in passes do
        pass |> List.sort |> should equal [ for i in 1..6 -> $"task-{i}" ]

    passes |> List.distinct |> List.length |> should be (greaterThan 1)
    // the same for the same round, whatever was asked before
    [ for task in ShuffledTasks(tasks 6, 4, 1L).Next 3L -> task.Id ]
    |> should equal (asked |> List.skip 12 |> List.take 4)

[<Fact>]
let ``tasks that differ anywhere are described differently`` () =
    let described (tasks: RolloutTask array) = ShuffledTasks(tasks, 1, 1L).Description
    let other = tasks 3
    other[2] <- RolloutTask("task-3", [| 4 |], "", [||])
    described (tasks 3) |> should equal (described (tasks 3))
    described other |> should not' (equal (described (tasks 3)))

let private answered (text: string) length (tests: string seq) =
    let tests =
        [|
            for test in tests -> DiffuCoder.Sandbox.SandboxTest.Statements test :> DiffuCoder.Sandbox.SandboxTest
        |]

    Rollout(RolloutTask("golden", [| 1 |], "", tests), text, [| 1 |], length, true)

let private rewardOf (reward: Reward) rollout =
    Reward.All([| reward |], [| rollout |]).Result[0].Parts[0].Value

let private texts (element: JsonElement) =
    [ for item in element.EnumerateArray() -> item.GetString() ]

let private numbers (element: JsonElement) =
    [ for item in element.EnumerateArray() -> item.GetDouble() ]

[<Fact>]
let ``the share of tests passed in the sandbox is that of the released reward`` () =
    let sandbox = DiffuCoder.Core.Tests.Sandbox.Sandboxes.strong.Value

    let cases =
        [ for case in golden.Value.GetProperty("execution").EnumerateArray() -> case ]

    cases |> should haveLength 9

    for case in cases do
        let rollout =
            answered (case.GetProperty("completion").GetString()) 1 (texts (case.GetProperty "test_cases"))

        rewardOf (CodeRewards.PassRate sandbox) rollout
        |> should (equalWithin 1e-12) (case.GetProperty("code_reward").GetDouble())

[<Fact>]
let ``the format reward is that of the release`` () =
    let sandbox = DiffuCoder.Core.Tests.Sandbox.Sandboxes.strong.Value

    for item in golden.Value.GetProperty("items").EnumerateArray() do
        rewardOf (CodeRewards.Format sandbox) (answered (item.GetProperty("completion").GetString()) 1 [])
        |> should equal (item.GetProperty("code_format_reward").GetDouble())

[<Fact>]
let ``repetition is penalised as in the release`` () =
    let case = golden.Value.GetProperty "repetition_penalty_ngram3_max-1"

    [
        for text in texts (case.GetProperty "completions") -> rewardOf (Penalties.Repetition 3) (answered text 1 [])
    ]
    |> List.zip (numbers (case.GetProperty "rewards"))
    |> List.iter (fun (expected, found) -> found |> should (equalWithin 1e-12) expected)

[<Fact>]
let ``overlong completions are penalised as in the release`` () =
    let case = golden.Value.GetProperty "soft_overlong_max20_cache5"

    [
        for length in numbers (case.GetProperty "lengths") -> rewardOf (Penalties.Overlong(20, 5)) (answered "" (int length) [])
    ]
    |> List.zip (numbers (case.GetProperty "rewards"))
    |> List.iter (fun (expected, found) -> found |> should (equalWithin 1e-12) expected)
