module DiffuCoder.Kit.Tests.Findings.ReportTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Datasets
open DiffuCoder.Findings
open DiffuCoder.Findings.Verdict
open DiffuCoder.Findings.Plan

let private quantity name side low high =
    number
        name
        side
        0.02
        {
            Resampling.Value = (low + high) / 2.0
            Resampling.Low = low
            Resampling.High = high
            Resampling.Count = 100
        }

let private day = DateOnly(2026, 11, 30)

let private plan = findings [ "after" ]

let private settled finding quantities =
    let finding = plan |> List.find (fun one -> one.Number = finding)
    Report.settled day finding quantities

let private gain =
    settled
        "gain"
        [
            { quantity "made up" Above 0.01 0.03 with
                InPoints = true
                Chance = Some(0.004, 0.01)
            }
            quantity "another" Below -0.01 0.03
        ]

let private inFile (act: string -> unit) =
    let file = Path.GetTempFileName()

    try
        File.Delete file
        act file
    finally
        File.Delete file

[<Fact>]
let ``a table has a line for each quantity, points of a hundred where they are shares`` () =
    (SettledFindings.table gain).Markdown
    |> should
        equal
        ("| finding | quantity | estimate (95 % interval) | n | verdict |\n| --- | --- | --- | --- | --- |\n"
         + "| gain | made up, points | +2.0 (+1.0 to +3.0), p = 0.004 | 100 | shown |\n"
         + "| gain | another | +0.010 (-0.010 to +0.030) | 100 | undecided |")

[<Fact>]
let ``what is written is read again`` () =
    inFile (fun file ->
        SettledFindings.write file gain
        SettledFindings.read file |> should equal gain)

[<Fact>]
let ``a finding that is measured again takes its own place, and the others stay`` () =
    inFile (fun file ->
        let order = plan |> List.map _.Number

        let first low =
            settled "1" [ quantity "order" Above low 0.2 ]

        Report.keep file order gain
        Report.keep file order (first -0.1)
        Report.keep file order (first 0.1)
        SettledFindings.read file |> should equal (first 0.1 @ gain))

[<Theory>]
[<InlineData "{}">]
[<InlineData "null">]
[<InlineData "not JSON">]
let ``a line that is no finding is refused by its number`` (line: string) =
    inFile (fun file ->
        SettledFindings.write file gain
        File.AppendAllText(file, line + "\n")

        let refusal =
            Assert.Throws<DataException>(fun () -> SettledFindings.read file |> ignore)

        refusal.Message |> should haveSubstring "line 3 is no finding"
        refusal.File |> should equal file)
