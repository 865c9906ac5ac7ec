module DiffuCoder.Kit.Tests.Scores.SealedReadsTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open Argu
open DiffuCoder.Scores

let private reading purpose : SealedReads.Reading =
    {
        Date = DateTimeOffset(2026, 5, 1, 12, 30, 0, TimeSpan.Zero)
        Purpose = purpose
        Models = [ "instruct"; "cpgrpo" ]
        Benchmarks = [ "sealed-parameters" ]
    }

let private inFolder (act: string -> unit) =
    let folder = Directory.CreateTempSubdirectory("diffucoder-sealed-").FullName

    try
        act (Path.Combine(folder, "docs", "reads.jsonl"))
    finally
        Directory.Delete(folder, true)

[<Fact>]
let ``readings are recorded one after the other and read back`` () =
    inFolder (fun path ->
        SealedReads.all path |> should be Empty
        SealedReads.append path (reading "the table of \"gains\"")
        SealedReads.append path (reading "Größe")

        SealedReads.all path
        |> should equal [ reading "the table of \"gains\""; reading "Größe" ])

[<Fact>]
let ``a reading that goes on is one`` () =
    inFolder (fun path ->
        let later = (reading "the table").Date.AddHours 2.0
        SealedReads.note path (reading "the table")

        SealedReads.note
            path
            { reading "the table" with
                Date = later
            }

        SealedReads.all path |> should equal [ reading "the table" ]

        let other =
            { reading "the table" with
                Models = [ "instruct" ]
            }

        SealedReads.note path other
        SealedReads.note path (reading "the table")

        SealedReads.all path
        |> should equal [ reading "the table"; other; reading "the table" ])

[<Fact>]
let ``what is told says how often and what for`` () =
    SealedReads.describe [] |> should equal [ "The sealed tasks were read never." ]

    SealedReads.describe [ reading "finding 4" ]
    |> should
        equal
        [
            "The sealed tasks were read once."
            "2026-05-01 12:30  sealed-parameters; instruct, cpgrpo: finding 4"
        ]

[<Fact>]
let ``a damaged record is named with its line`` () =
    inFolder (fun path ->
        SealedReads.append path (reading "first")
        File.AppendAllText(path, "not json\n")

        Assert.Throws<InvalidDataException>(fun () -> SealedReads.all path |> ignore).Message
        |> should haveSubstring "line 2")

[<Fact>]
let ``sealed tasks are not read without a purpose`` () =
    let parse purpose =
        Settings.parse [| "--stage"; "instruct"; "--benchmark"; "sealed-parameters"; yield! purpose |]

    Assert.Throws<ArguParseException>(fun () -> parse [] |> ignore).Message
    |> should haveSubstring "--purpose"

    (parse [ "--purpose"; "finding 1" ]).Purpose |> should equal (Some "finding 1")

[<Fact>]
let ``a sealed benchmark has its 800 tasks`` () =
    let benchmark =
        Settings.load
            {
                Name = "sealed-combinations"
                Path = None
            }

    benchmark.Problems.Count |> should equal 800
    benchmark.Name |> should equal "tiny, new combinations, sealed"
