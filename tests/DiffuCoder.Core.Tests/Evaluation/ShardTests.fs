/// A run that several processes share out, and the one run that is made of their parts.
module DiffuCoder.Core.Tests.Evaluation.ShardTests

open System
open System.IO
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private options shard =
    EvaluationOptions(
        Samples = 2,
        BatchSize = 3,
        Prompting = PromptKind.Completion,
        Scoring = ScoringOptions(Ks = [| 1; 2 |]),
        Shard = shard
    )

let private evaluator () =
    Evaluator(judged (fun program -> program.Contains "/1"), FixedClock())

let private runAs (model: string) benchmark (shard: Shard | null) folder =
    wait (evaluator().RunAsync(Seeds [ "model", model ], benchmark, options shard, folder, null, ignore, none))

let private run benchmark shard folder = runAs "seeds" benchmark shard folder

let private merge benchmark (folders: string list) folder =
    wait (evaluator().MergeAsync(folders, benchmark, options null, folder))

let private files =
    [
        "samples.jsonl"
        "samples_eval_results.json"
        "options.json"
        "manifest.json"
    ]

/// The directories of all shards, run in the order given.
let private shards benchmark (count: int) (folder: string) (order: int list) =
    [
        for number in order ->
            let own = Path.Combine(folder, string number)
            run benchmark (Shard(number, count)) own |> ignore
            own
    ]

[<Theory>]
[<InlineData(1)>]
[<InlineData(2)>]
[<InlineData(3)>]
[<InlineData(7)>]
let ``shards make the files of one process, whatever their number and order`` (count: int) =
    inFolder (fun folder ->
        let benchmark = benchmark 7
        let whole, merged = Path.Combine(folder, "whole"), Path.Combine(folder, "merged")
        let alone = run benchmark null whole

        let together =
            merge benchmark (shards benchmark count folder (List.rev [ 1..count ])) merged

        for file in files do
            File.ReadAllText(Path.Combine(merged, file))
            |> should equal (File.ReadAllText(Path.Combine(whole, file)))

        together.Base[0].Value |> should equal alone.Base[0].Value)

[<Property>]
let ``every problem is in one shard`` (problems: PositiveInt) (count: PositiveInt) =
    (problems.Get >= count.Get)
    ==> lazy
        (let whole = benchmark problems.Get

         let parts =
             [
                 for number in 1 .. count.Get -> (Shard(number, count.Get).Of whole).Problems |> List.ofSeq
             ]

         let sizes = parts |> List.map List.length

         List.concat parts = List.ofSeq whole.Problems
         && List.max sizes - List.min sizes <= 1)

let private refused (words: string list) (work: unit -> unit) =
    let message = (Assert.Throws<EvaluationException> work).Message

    for word in words do
        message |> should haveSubstring word

[<Fact>]
let ``gaps, shards that are there twice, and shards of two runs are refused by name, and nothing is written`` () =
    inFolder (fun folder ->
        let tasks = benchmark 6
        let all = shards tasks 3 folder [ 1..3 ]
        let target = Path.Combine(folder, "merged")
        let merging folders () = merge tasks folders target |> ignore
        merging [ all[0]; all[2] ] |> refused [ "Of 3 shards 2 is missing" ]
        merging [ all[0] ] |> refused [ "2, 3 are missing" ]
        merging (all[1] :: all) |> refused [ "2/3"; "more than once" ]
        merging [] |> refused [ "no shards" ]

        let other = Path.Combine(folder, "other")
        runAs "another model" tasks (Shard(3, 3)) other |> ignore
        merging [ all[0]; all[1]; other ] |> refused [ "model"; "another model" ]

        let half = Path.Combine(folder, "half")
        run tasks (Shard(2, 2)) half |> ignore
        merging [ all[0]; half ] |> refused [ "2/2"; "1/3" ]

        let whole = Path.Combine(folder, "whole")
        run tasks null whole |> ignore
        merging [ whole ] |> refused [ "whole run" ]

        (fun () -> merge (benchmark 5) all target |> ignore)
        |> refused [ "problems"; "6"; "5" ]

        Directory.Exists target |> should equal false)

[<Fact>]
let ``answers that are there already are kept where the shards' are others, and shards are only read`` () =
    inFolder (fun folder ->
        let benchmark = benchmark 4
        let all = shards benchmark 2 folder [ 1; 2 ]
        let target = Path.Combine(folder, "merged")
        let first = Path.Combine(folder, "first")
        // the same run, begun alone, may be overtaken; another's answers may not
        merge benchmark all first |> ignore
        merge benchmark all first |> ignore
        Directory.CreateDirectory target |> ignore
        File.Copy(Path.Combine(first, "options.json"), Path.Combine(target, "options.json"))
        File.WriteAllText(Path.Combine(target, "samples.jsonl"), "another\n")

        (fun () -> merge benchmark all target |> ignore)
        |> refused [ "are not the shards'" ]

        File.ReadAllText(Path.Combine(target, "samples.jsonl"))
        |> should equal "another\n"

        let other =
            EvaluationOptions(Samples = 2, BatchSize = 3, Prompting = PromptKind.Completion, Scoring = ScoringOptions(Ks = [| 1; 3 |]))

        (fun () -> wait (evaluator().MergeAsync(all, benchmark, other, first)) |> ignore)
        |> refused [ "pass@3" ])

[<Fact>]
let ``a shard that is not finished is refused with its count`` () =
    inFolder (fun folder ->
        let benchmark = benchmark 6
        let all = shards benchmark 2 folder [ 1; 2 ]
        let path = Path.Combine(all[1], "samples.jsonl")
        let lines = File.ReadAllLines path
        File.WriteAllText(path, String.Join("\n", lines[..3]) + "\n")

        (fun () -> merge benchmark all (Path.Combine(folder, "merged")) |> ignore)
        |> refused [ all[1]; "4 of 6 answers" ])

[<Fact>]
let ``a directory of one shard is not taken for another`` () =
    inFolder (fun folder ->
        let benchmark = benchmark 4
        run benchmark (Shard(1, 2)) folder |> ignore

        (fun () -> run benchmark (Shard(2, 2)) folder |> ignore)
        |> refused [ "shard"; "1/2"; "2/2" ])

[<Theory>]
[<InlineData("0/2")>]
[<InlineData("3/2")>]
[<InlineData("1")>]
[<InlineData("a/b")>]
[<InlineData("1/2/3")>]
[<InlineData("-1/2")>]
let ``what is no shard is refused`` (text: string) =
    (fun () -> Shard.Parse text |> ignore) |> refused [ "shard" ]

[<Fact>]
let ``more shards than problems are refused`` () =
    inFolder (fun folder ->
        (fun () -> run (benchmark 2) (Shard(1, 3)) folder |> ignore)
        |> refused [ "2 problems"; "3 shards" ])
