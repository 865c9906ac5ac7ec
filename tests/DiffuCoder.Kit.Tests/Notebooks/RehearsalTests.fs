namespace DiffuCoder.Kit.Tests.Notebooks

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Kit.Tests
open DiffuCoder.Notebooks

/// It takes both cores.
[<Collection "alone">]
type RehearsalTests() =

    let folder = StandIn.temporaryFolder ()

    let beneath (name: string) =
        Directory.CreateDirectory(Path.Combine(folder, name)).FullName

    let rehearse (notebooks: string list) output =
        let variables =
            [
                "DIFFUCODER_MODE", "rehearsal"
                "DIFFUCODER_MODELS", beneath "models"
                "DIFFUCODER_DATA", beneath "data"
                "DIFFUCODER_RUNS", beneath "runs"
                // one that the sandbox's user may read
                "DIFFUCODER_LIBRARIES", "/usr/lib/python3/dist-packages"
            ]

        use running =
            Tool.start
                folder
                variables
                (typeof<Settings.Settings>.Assembly.Location :: notebooks
                 @ [ "--output"; beneath output ])

        Tool.wait (TimeSpan.FromMinutes 10.) running

    [<Fact>]
    member _.``all notebooks run on checkpoints and files like the released ones, and go on where they were ended``() =
        Released.models (beneath "models")
        Released.data (beneath "data")
        let first = rehearse [] "first"
        first.Output + first.Errors |> should haveSubstring "14 passed, 0 failed"

        // what it will cost stands before what it did
        let said = File.ReadAllText(Path.Combine(folder, "first", "07-temperature.ipynb"))

        let place (words: string) =
            said.IndexOf(words, StringComparison.Ordinal)

        place " answers, at most " |> should be (greaterThan 0)

        place " GB of memory. They are kept in "
        |> should be (greaterThan (place " answers, at most "))

        place "DiffuCoder-7B-Instruct: 4 of 4 answers"
        |> should be (greaterThan (place " GB of memory"))

        // a run that lacks some answers makes these alone
        let runs = Path.Combine(folder, "runs")
        let kept = Path.Combine(runs, "06", "DiffuCoder-7B-Base", "answers-00001.jsonl")
        let before = File.ReadAllText kept
        File.Delete kept

        let others =
            Directory.GetFiles(Path.Combine(runs, "06"), "answers-*.jsonl", SearchOption.AllDirectories)

        let times = others |> Array.map File.GetLastWriteTimeUtc
        (rehearse [ "06" ] "second").Output |> should haveSubstring "1 passed, 0 failed"
        File.ReadAllText kept |> should equal before
        others |> Array.map File.GetLastWriteTimeUtc |> should equal times
