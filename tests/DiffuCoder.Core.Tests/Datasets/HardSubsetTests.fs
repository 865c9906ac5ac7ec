module DiffuCoder.Core.Tests.Datasets.HardSubsetTests

open Xunit
open FsUnit.Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Datasets.DataSets

let private task id (rates: float seq) =
    CodingTask(string id, "q", [| "assert True" |], [| for rate in rates -> ReferenceAnswer("llama3_instruct", "", rate) |])

let private select (subset: HardSubset) (tasks: CodingTask list) =
    subset.Select(fun () -> Seq.ofList tasks) |> Seq.map _.Id |> List.ofSeq

let private mean (rates: float seq) =
    Seq.sum rates / float (Seq.length rates)

let private deviation (rates: float seq) =
    let centre = mean rates
    sqrt (mean (rates |> Seq.map (fun rate -> (rate - centre) ** 2.0)))

/// Interpolates between the two nearest, written down anew.
let private percentile (percent: float) (values: float list) =
    let sorted = values |> List.sort |> Array.ofList
    let place = float (sorted.Length - 1) * percent / 100.0
    let low, high = int (floor place), int (ceil place)

    sorted[low] * (1.0 - (place - floor place))
    + sorted[high] * (place - floor place)

let private naive share spread (tasks: CodingTask list) =
    let accuracy = tasks |> List.map (_.PassRates >> mean) |> percentile (share * 100.0)
    let deviations = tasks |> List.map (_.PassRates >> deviation) |> percentile spread

    [
        for task in tasks do
            if
                mean task.PassRates <= accuracy + 1e-12
                && deviation task.PassRates >= deviations - 1e-12
            then
                task.Id
    ]

[<Property(MaxTest = 200)>]
let ``the chosen tasks are those of a plain computation`` (counts: NonEmptyArray<NonEmptyArray<byte>>) (share: byte) (spread: byte) =
    let tasks =
        [
            for i, rates in Seq.indexed counts.Get -> task i [ for rate in rates.Get -> float (rate % 17uy) / 16.0 ]
        ]

    // multiples of an eighth: their places among the values have no rounding to disagree on
    let share, spread = float (share % 9uy) / 8.0, float (spread % 9uy) * 12.5
    select (HardSubset(AccuracyShare = share, SpreadPercentile = spread)) tasks = naive share spread tasks

[<Theory>]
[<InlineData(60.0)>]
[<InlineData(40.0)>]
let ``the presets choose as a plain computation does`` (spread: float) =
    let random = System.Random 5

    let tasks =
        [
            for i in 1..500 -> task i [ for _ in 1..16 -> float (random.Next(0, random.Next 9 + 1)) / 8.0 ]
        ]

    let preset =
        if spread = 60.0 then
            HardSubset.Paper
        else
            HardSubset.Release

    let chosen = select preset tasks
    chosen |> should equal (naive 0.2 spread tasks)
    chosen |> should not' (be Empty)

[<Fact>]
let ``of named models only the answers count`` () =
    let mixed id (own: float list) (others: float list) =
        CodingTask(
            id,
            "q",
            [| "assert True" |],
            [|
                for rate in own -> ReferenceAnswer("own", "", rate)
                for rate in others -> ReferenceAnswer("other", "", rate)
            |]
        )

    let tasks =
        [
            mixed "hard for own" [ 0.0; 0.5 ] [ 1.0; 1.0 ]
            mixed "hard for others" [ 1.0; 1.0 ] [ 0.0; 0.5 ]
            mixed "easy" [ 0.9; 1.0 ] [ 0.9; 1.0 ]
        ]

    let hardest = HardSubset(AccuracyShare = 0.0)

    select (HardSubset(AccuracyShare = 0.0, Models = [| "own" |])) tasks
    |> should equal [ "hard for own" ]

    select (HardSubset(AccuracyShare = 0.0, Models = [| "other" |])) tasks
    |> should equal [ "hard for others" ]

    select hardest tasks |> should equal [ "hard for own"; "hard for others" ]

    Assert.Throws<DataException>(fun () -> select (HardSubset(Models = [| "nobody" |])) tasks |> ignore).Message
    |> should haveSubstring "has no answer of nobody; those that it has are of own, other"

[<Fact>]
let ``the presets are the paper's and the released code's`` () =
    (HardSubset.Paper.AccuracyShare, HardSubset.Paper.SpreadPercentile)
    |> should equal (0.2, 60.0)

    (HardSubset.Release.AccuracyShare, HardSubset.Release.SpreadPercentile)
    |> should equal (0.2, 40.0)

    HardSubset.Paper.Models |> should be Empty

    List.ofSeq HardSubset.Release.Models
    |> should equal [ "qwen_coder_2.5"; "llama3_instruct" ]

// numpy.percentile([0.1, 0.4, 0.2, 0.9], [20, 60]) and of the deviations [0, 0.1, 0.2, 0.05]
[<Fact>]
let ``thresholds interpolate as numpy does`` () =
    let tasks =
        [
            task 1 [ 0.1; 0.1 ]
            task 2 [ 0.3; 0.5 ]
            task 3 [ 0.0; 0.4 ]
            task 4 [ 0.85; 0.95 ]
        ]

    let thresholds = HardSubset.Paper.Thresholds tasks
    thresholds.Accuracy |> should (equalWithin 1e-12) 0.16
    thresholds.Spread |> should (equalWithin 1e-12) 0.09
    thresholds.Tasks |> should equal 4L

[<Fact>]
let ``the order of a task's rates parts no ties`` () =
    let rates = [ 0.1; 0.7; 0.2; 0.6; 0.3 ]

    let tasks =
        [
            for i in 1..20 -> task i (rates |> List.permute (fun place -> (place * 2 + i) % 5))
        ]

    select HardSubset.Paper tasks |> List.length |> should equal 20

[<Fact>]
let ``a single task is chosen`` () =
    select HardSubset.Paper [ task 1 [ 0.0; 1.0 ] ] |> should equal [ "1" ]

[<Fact>]
let ``tasks without pass rates, no tasks and a stream that changes are refused`` () =
    let message (work: unit -> 'a) =
        Assert.Throws<DataException>(fun () -> work () |> ignore).Message

    message (fun () -> select HardSubset.Paper [ task 1 [ 0.5 ]; task "t9" [] ])
    |> should startWith "The task \"t9\" has no pass rates"

    message (fun () -> select HardSubset.Paper [])
    |> should startWith "There are no tasks"

    let mutable pass = 0

    let changing () =
        pass <- pass + 1
        Seq.init pass (fun i -> task i [ 0.0; 1.0 ])

    message (fun () -> HardSubset.Paper.Select changing |> List.ofSeq)
    |> should haveSubstring "1 tasks the first time and 2 the second"

[<Fact>]
let ``a file is read twice and its bad rows are reported once`` () =
    let line id (rates: string list) =
        let inferences =
            String.concat ", " [ for rate in rates -> $"{{\"pass_rate\": {rate}}}" ]

        $"{{\"id\": \"{id}\", \"question\": \"q\", \"test_cases\": [\"t\"], \"inferences\": [{inferences}]}}\n"

    let text =
        String.concat
            ""
            [
                line "hard 1" [ "0"; "0"; "0.5" ]
                "bad\n"
                for i in 1..8 do
                    line $"easy {i}" [ "1"; "1" ]
                line "hard 2" [ "0"; "1"; "0" ]
                line "hard 3" [ "0"; "0.5" ]
            ]

    withText "some.jsonl" text (fun path ->
        let chosen, reports =
            skipping (fun bad -> HardSubset.Paper.Select(path, badRows = bad))

        chosen |> List.map _.Id |> should equal [ "hard 1"; "hard 2"; "hard 3" ]
        reports |> List.map _.Row |> should equal [ System.Nullable 2L ]
        refused [ "line 2: not a JSON object" ] (fun () -> HardSubset.Paper.Select path))

[<Fact>]
let ``options out of range are refused by name`` () =
    let message (work: unit -> HardSubset) =
        Assert.Throws<DataException>(fun () -> work () |> ignore).Message

    message (fun () -> HardSubset(AccuracyShare = 1.5))
    |> should equal "AccuracyShare is 1.5; it must lie in [0, 1]."

    message (fun () -> HardSubset(AccuracyShare = nan))
    |> should startWith "AccuracyShare is NaN"

    message (fun () -> HardSubset(SpreadPercentile = -1.0))
    |> should equal "SpreadPercentile is -1; it must lie in [0, 100]."
