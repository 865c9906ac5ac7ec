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
