module DiffuCoder.Core.Tests.Training.Grpo.AdvantagesTests

open System.IO
open System.Text.Json
open Xunit
open FsCheck
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests

let private numbers (json: JsonElement) (name: string) =
    [| for value in json.GetProperty(name).EnumerateArray() -> value.GetDouble() |]

[<Fact>]
let ``leave-one-out advantages are those of the released trainer`` () =
    let table =
        JsonDocument
            .Parse(File.ReadAllText(Path.Combine(Golden.folder, "06_coupled_grpo", "advantages.json")))
            .RootElement.GetProperty("table")

    for entry in table.EnumerateArray() do
        let actual =
            Advantages.Of(
                numbers entry "rewards",
                entry.GetProperty("num_generations").GetInt32(),
                AdvantageBaseline.LeaveOneOut,
                entry.GetProperty("scale_rewards").GetBoolean()
            )

        for mine, reference in Array.zip actual (numbers entry "advantages") do
            mine |> should (equalWithin 2e-5) reference

[<Property>]
let ``advantages of a group sum to nothing, and leave-one-out stretches those of the mean`` (rewards: NormalFloat list) =
    let rewards = rewards |> List.map (fun reward -> reward.Get % 100.0) |> Array.ofList
    let count = rewards.Length

    if count >= 2 then
        let byMean = Advantages.Of(rewards, count, AdvantageBaseline.GroupMean)
        let byOthers = Advantages.Of(rewards, count, AdvantageBaseline.LeaveOneOut)
        Array.sum byMean |> should (equalWithin 1e-9) 0.0

        for mean, others in Array.zip byMean byOthers do
            others |> should (equalWithin 1e-9) (mean * float count / float (count - 1))

[<Fact>]
let ``groups that are not filled are refused`` () =
    for rewards, size in [ [| 1.0; 2.0; 3.0 |], 2; [| 1.0 |], 1 ] do
        (fun () -> Advantages.Of(rewards, size, AdvantageBaseline.GroupMean) |> ignore)
        |> should throw typeof<TrainingException>
