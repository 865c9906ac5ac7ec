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
