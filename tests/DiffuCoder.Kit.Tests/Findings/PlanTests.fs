module DiffuCoder.Kit.Tests.Findings.PlanTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Findings
open DiffuCoder.Findings.Verdict
open DiffuCoder.Findings.Plan
open DiffuCoder.Findings.Resampling

let private quantity side low high =
    {
        Name = "made up"
        Estimate =
            {
                Value = (low + high) / 2.0
                Low = low
                High = high
                Count = 100
            }
        Side = side
        Margin = 0.02
        Chance = None
        InPoints = false
    }

[<Theory>]
[<InlineData(0.001, 0.05, "Shown")>]
[<InlineData(0.001, 0.01, "Shown")>]
[<InlineData(-0.05, -0.001, "Refuted")>]
[<InlineData(-0.02, 0.02, "Refuted")>]
[<InlineData(-0.01, 0.03, "Undecided")>]
[<InlineData(-0.03, 0.01, "Undecided")>]
[<InlineData(0.0, 0.05, "Undecided")>]
let ``a verdict is by the side of the interval, and below it mirrored`` (low: float, high: float, expected: string) =
    quantity Above low high |> verdict |> string |> should equal expected
    quantity Below -high -low |> verdict |> string |> should equal expected

[<Fact>]
let ``where a chance is asked for it has to be small as well`` () =
    let with' chance =
        verdict
            { quantity Above 0.001 0.05 with
                Chance = Some(chance, 0.01)
            }

    with' 0.009 |> should equal Verdict.Shown
    with' 0.01 |> should equal Verdict.Undecided
    // also where the interval is within the margin
    verdict
        { quantity Above 0.001 0.01 with
            Chance = Some(0.05, 0.01)
        }
    |> should equal Verdict.Undecided

[<Fact>]
let ``a bound that is zero or the margin but for its last digit is that`` () =
    let last = 1e-15
    quantity Above last 0.05 |> verdict |> should equal Verdict.Undecided

    quantity Above (-0.02 - last) (0.02 + last)
    |> verdict
    |> should equal Verdict.Refuted

let private after = [ "first"; "second"; "third" ]

let private named number =
    findings after |> List.find (fun finding -> finding.Number = number)

let private answer isRight local globally =
    {
        IsRight = isRight
        Local = local
        Global = globally
    }

/// So many tasks as a setting has, each with its answers by the setting and the number of the task.
let private answering (write: Setting -> int -> Answer list) : Answers =
    fun setting ->
        [
            for task in 1 .. Setting.size setting / setting.Samples -> write setting task
        ]

let private evidence write =
    {
        Answers = answering write
        Reward = fun run -> if run.StartsWith "ablation/coupled-" then 0.5 else 0.25
    }

let private values number write =
    [
        for quantity in (named number).Quantities(evidence write) ->
            Math.Round(quantity.Estimate.Value, 12), quantity.Estimate.Count, string (verdict quantity)
    ]

[<Fact>]
let ``the plan has its findings, and each as many answers as it says`` () =
    [
        for finding in findings after -> finding.Number, finding.Needs |> List.sumBy Setting.size
    ]
    |> should
        equal
        [
            "1", 2 * 400
            "2", 2 * 400
            "3", 2 * 400
            "4", 2 * 2000
            "5", 8 * 5 * 400
            "6", 2 * 4 * 1600
            "7", 2 * 6 * 400 * 2
            "gain", 4 * 1600
            "ar", 2 * 400
            "mid-training", 2 * 400
            "instruction", 2 * 400
        ]

[<Theory>]
[<InlineData("1", "1")>]
[<InlineData("5", "2")>]
[<InlineData("6", "1, 2")>]
[<InlineData("7", "2")>]
[<InlineData("gain", "1")>]
let ``a finding is measured at the pace that the plan names`` (number, expected: string) =
    (named number).Needs
    |> List.map _.TokensPerPass
    |> List.distinct
    |> List.sort
    |> List.map string
    |> String.concat ", "
    |> should equal expected

[<Fact>]
let ``models that are compared get one prompt`` () =
    for finding in findings after do
        finding.Needs |> List.distinctBy _.Prompting |> List.length |> should equal 1

[<Theory>]
[<InlineData("mid-training", "base")>]
[<InlineData("instruction", "instruct")>]
[<InlineData("ar", "ar-grpo")>]
let ``what is beside the seven is the later model less the earlier one`` number later =
    values number (fun setting _ ->
        if setting.Checkpoint = later then
            [ answer true 0.75 0.5 ]
        else
            [ answer false 0.5 0.5 ])
    |> should equal [ (if number = "ar" then 1.0 else 0.25), 400, "Shown" ]

[<Fact>]
let ``the first is base less llada`` () =
    values "1" (fun setting _ ->
        if setting.Checkpoint = "base" then
            [ answer true 0.75 0.5 ]
        else
            [ answer true 0.5 0.75 ])
    |> should equal [ 0.25, 400, "Shown"; -0.25, 400, "Refuted" ]

[<Fact>]
let ``a text without an order does not count`` () =
    values "1" (fun setting task ->
        if setting.Checkpoint = "base" && task <= 100 then
            [ answer true nan nan ]
        else
            [ answer true 0.5 0.5 ])
    |> should equal [ 0.0, 300, "Refuted"; 0.0, 300, "Refuted" ]

[<Fact>]
let ``the second is code less word problems`` () =
    values "2" (fun setting _ ->
        match setting.Subject with
        | Code _ -> [ answer true 0.0 0.5 ]
        | WordProblems _ -> [ answer true 0.0 0.75 ])
    |> should equal [ -0.25, 800, "Shown" ]

[<Fact>]
let ``the fourth has pass at ten and at one of ten answers`` () =
    values "4" (fun setting task ->
        let right =
            if setting.Temperature = 1.0 then
                if task <= 100 then 1 else 2
            elif task <= 100 then
                10
            else
                0

        [ for number in 1..10 -> answer (number <= right) 0.5 0.5 ])
    |> should equal [ 0.5, 200, "Shown"; -0.35, 200, "Shown" ]

[<Fact>]
let ``the fifth is coupled less each variant, over five seeds, and then the rewards of those that begin alike`` () =
    let write (setting: Setting) task =
        let right =
            match setting.Checkpoint with
            | "ablation/coupled-1" -> 400
            | name when name.StartsWith "ablation/d1-three" -> 300
            | _ -> 200

        [ answer (task <= right) 0.5 0.5 ]

    let scores, rewards = values "5" write |> List.splitAt 7

    scores
    |> List.map (fun (value, count, _) -> value, count)
    |> should equal [ yield! List.replicate 6 (0.1, 5); -0.15, 5 ]

    // one seed of five is better by half: too little for Student
    scores
    |> List.truncate 6
    |> List.map (fun (_, _, verdict) -> verdict)
    |> should equal (List.replicate 6 "Undecided")

    // those that begin with coupled earn the same
    rewards
    |> should
        equal
        [
            yield! List.replicate 3 (0.25, 5, "Shown")
            0.0, 5, "Refuted"
            yield! List.replicate 2 (0.25, 5, "Shown")
        ]

[<Fact>]
let ``the fifth looks at the rewards of all but those that begin cooler`` () =
    let looked = (named "5").Runs
    looked |> should haveLength 35
    looked |> List.filter _.Contains("cool") |> should be Empty

    looked
    |> List.except [ for setting in (named "5").Needs -> setting.Checkpoint ]
    |> should be Empty

[<Fact>]
let ``of several seeds those count that have an order`` () =
    let write (setting: Setting) task =
        let local =
            match setting.Checkpoint with
            | "first" when task <= 800 -> nan
            | "second"
            | "third" when task <= 100 -> nan
            | "instruct" -> 0.75
            | _ -> 0.5

        [ answer true local 0.5 ]

    values "6" write |> List.head |> should equal (-0.25, 1500, "Shown")

[<Fact>]
let ``the sixth is over the training seeds`` () =
    values "6" (fun setting task ->
        let isAfter = setting.Checkpoint <> "instruct"
        let isLost = setting.TokensPerPass = 2 && task % (if isAfter then 4 else 2) = 0

        let local =
            match setting.Checkpoint with
            | "first" -> 0.25
            | "second" -> 0.5
            | _ -> 0.75

        [ answer (not isLost) local 0.5 ])
    |> should equal [ -0.25, 1600, "Shown"; -0.25, 1600, "Shown" ]

[<Fact>]
let ``the seventh is the step between the best temperatures, the cooler of equals`` () =
    let right best (setting: Setting) =
        if setting.Temperature = best then 2 else 1

    let write (setting: Setting) _ =
        let best = if setting.Checkpoint = "instruct" then 0.3 else 0.8

        [ for number in 1..2 -> answer (number <= right best setting) 0.5 0.5 ]

    values "7" write |> should equal [ 3.0, 400, "Shown" ]

    values "7" (fun _ _ -> List.replicate 2 (answer true 0.5 0.5))
    |> should equal [ 0.0, 400, "Refuted" ]

[<Fact>]
let ``a gain needs its interval and the permutation test`` () =
    let write gained (setting: Setting) task =
        [ answer (setting.Checkpoint <> "instruct" && task <= gained) 0.5 0.5 ]

    values "gain" (write 160) |> should equal [ 0.1, 1600, "Shown" ]
    let few = (named "gain").Quantities(evidence (write 5)) |> List.exactlyOne
    // five tasks of one sign: 2 of 2^5
    fst few.Chance.Value |> should (equalWithin 0.004) (2.0 / 32.0)
    // above zero by its interval alone
    few.Estimate.Low |> should be (greaterThan 0.0)
    verdict few |> should equal Verdict.Undecided

[<Fact>]
let ``settings have directories of their own`` () =
    let needs = findings after |> List.collect _.Needs |> List.distinct

    needs
    |> List.distinctBy Setting.name
    |> List.length
    |> should equal needs.Length

[<Fact>]
let ``a limit takes no more tasks than there are`` () =
    let setting = Setting.plain "instruct" (Code 200) PromptKind.Chat 0.2
    (Setting.atMost 3 setting).Subject |> should equal (Code 3)
    Setting.atMost 300 setting |> should equal setting
