module DiffuCoder.Kit.Tests.Findings.ProgramTests

open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open Argu
open DiffuCoder
open DiffuCoder.Findings
open DiffuCoder.Findings.Answering

let private inFolder (act: string -> unit) =
    let folder = Directory.CreateTempSubdirectory("diffucoder-findings-").FullName

    try
        act folder
    finally
        Directory.Delete(folder, true)

/// A family of one checkpoint.
let private familyIn (folder: string) =
    let instruct = Directory.CreateDirectory(Path.Combine(folder, "instruct")).FullName

    for file in Directory.GetFiles(DiffuCoder.Tiny.TinyFamily.directory Stage.Instruct) do
        File.Copy(file, Path.Combine(instruct, Path.GetFileName file))

    folder

let private code = Setting.plain "instruct" (Code 2) PromptKind.Chat 0.2

let private words = { code with Subject = WordProblems 1 }

[<Fact>]
let ``answers are written once, to tasks of both splits, with their order`` () =
    inFolder (fun folder ->
        use sandbox = Sandbox.start ()
        let said = ResizeArray()

        let place =
            {
                Family = familyIn (Path.Combine(folder, "family"))
                Output = Path.Combine(folder, "answers")
                Tasks = Development
                Sandbox = sandbox
                Say = said.Add
                Stop = CancellationToken.None
            }

        let write () =
            let first = further place Map.empty [ code; words; code ]
            let answers = further place first [ words ]
            answers |> should equal first
            [ answers[code]; answers[words] ]

        let written = write ()
        written |> List.map List.length |> should equal [ 4; 2 ]
        said |> Seq.filter _.Contains(" answers, ") |> Seq.length |> should equal 2

        for answer in written |> List.concat |> List.concat do
            answer.Local |> should be (lessThanOrEqualTo 1.0)
            answer.Global |> should be (greaterThan 0.0)

        written[0] |> List.concat |> List.exists _.IsRight |> should be True

        let lines () =
            [
                for file in
                    Directory.GetFiles(place.Output, "*.jsonl", SearchOption.AllDirectories)
                    |> Array.sort -> Path.GetFileName file, File.ReadAllText file
            ]

        let before = lines ()

        before
        |> List.map fst
        |> should equal [ "samples.jsonl"; "trajectories.jsonl"; "answers-00001.jsonl" ]

        // read again, and not written again
        write () |> should equal written
        lines () |> should equal before)

let private refusal arguments =
    let parsed = Program.parser.Parse(List.toArray arguments)
    Assert.Throws<ArguParseException>(fun () -> Program.planned parsed |> ignore).Message

[<Fact>]
let ``what is told is of all tasks, and a finding that is none is named`` () =
    refusal [ "--limit"; "3"; "--purpose"; "the table" ]
    |> should haveSubstring "--limit and --purpose exclude each other"

    refusal [ "--limit"; "0" ] |> should haveSubstring "at least 1"

    refusal [ "8" ]
    |> should haveSubstring "no finding 8 here; there are 1, 2, 3, 4, 5, 6, 7, gain"

[<Fact>]
let ``the findings that are named are those that are measured, and the seeds those that are given`` () =
    let planned arguments =
        Program.planned (Program.parser.Parse(List.toArray arguments))

    (planned [ "3"; "1"; "--limit"; "5" ]).Needs
    |> List.map Setting.name
    |> should
        equal
        [
            "instruct/code-5-t0.2-n1-pass1"
            "instruct/code-5-t1.2-n1-pass1"
            "base/code-5-completed-t0.2-n1-pass1"
            "llada/code-5-completed-t0.2-n1-pass1"
        ]

    (planned [ "gain"; "--after"; "one"; "--after"; "two" ]).Needs
    |> List.map _.Checkpoint
    |> should equal [ "instruct"; "one"; "two" ]

    (planned [ "gain" ]).IsKept |> should be False
    (planned [ "gain"; "--purpose"; "the table" ]).IsKept |> should be True
    // the plan names other checkpoints
    (planned [ "gain"; "--purpose"; "a look"; "--after"; "one" ]).IsKept
    |> should be False

[<Fact>]
let ``what is not trained to its end is named before anything is read`` () =
    inFolder (fun folder ->
        let write (name: string) (file: string) (text: string) =
            let place = Directory.CreateDirectory(Path.Combine(folder, name)).FullName
            File.WriteAllText(Path.Combine(place, file), text)

        write "instruct" "manifest.json" "{\"weights\": \"52d0256bd61e12e99e7fb71be2cee97908a1b106f376cbeee36a41f5fed0ab19\"}"

        Inputs.checkpoints folder [ code; words ]
        |> should equal [ "instruct 52d0256bd61e" ]

        let refused needs =
            Assert.ThrowsAny<IOException>(fun () -> Inputs.checkpoints folder needs |> ignore).Message

        write "begun" "config.json" "{}"

        refused [ { code with Checkpoint = "begun" } ]
        |> should haveSubstring "no finished checkpoint begun"

        write "other" "manifest.json" "{}"

        Assert.Throws<InvalidDataException>(fun () -> Inputs.checkpoints folder [ { code with Checkpoint = "other" } ] |> ignore).Message
        |> should haveSubstring "does not name the checkpoint's weights"

        let rounds count =
            String.concat
                "\n"
                [
                    for round in 1..count -> $"{{\"step\":{2 * round},\"reward\":0.{round % 2}}}"
                ]
            + "\n"

        write "whole" "metrics.jsonl" (rounds 30)
        Inputs.rewards folder [ "whole" ] "whole" |> should (equalWithin 1e-12) 0.05
        write "short" "metrics.jsonl" (rounds 29)

        Assert.Throws<InvalidDataException>(fun () -> Inputs.rewards folder [ "whole"; "short" ] |> ignore).Message
        |> should haveSubstring "the rewards of 29 rounds, and a run of the ablation has 30")
