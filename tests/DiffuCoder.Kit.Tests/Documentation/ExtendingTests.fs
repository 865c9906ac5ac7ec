module DiffuCoder.Kit.Tests.Documentation.ExtendingTests

open System
open System.IO
open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Samples

let private text (name: string) =
    File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documentation", name))

[<Fact>]
let ``the code on the page is that of the sample`` () =
    let blocks =
        [
            for block in Regex.Matches(text "extending.md", "```fsharp\n(.*?)```", RegexOptions.Singleline) -> block.Groups[1].Value
        ]

    blocks |> should haveLength 3

    for block in blocks do
        text "Extending.fs" |> should haveSubstring block

[<Fact>]
let ``the strategy and the cache of the page write a whole answer`` () =
    use model = Model.tiny Stage.Instruct

    let answer =
        Prompt.instruct "Write a function that doubles a number."
        |> Sampler.generate model Extending.options

    Extending.report answer

    answer.Final
    |> Seq.contains model.Config.MaskTokenId.Value
    |> should equal false

    Trajectory.tokensPerPass answer |> should be (greaterThan 1.0)
    // some pass computed the block alone, and some drift was measured
    [ for step in answer.Steps -> step.Computed.Value ] |> should contain 16
    Trajectory.drift answer |> should not' (be Empty)

[<Fact>]
let ``what belongs to the page survives its file by name`` () =
    use model = Model.tiny Stage.Instruct

    let answer = Prompt.instruct "Add." |> Sampler.generate model Extending.options

    let folder = Directory.CreateTempSubdirectory "diffucoder-extending-"

    let read =
        try
            let path = Path.Combine(folder.FullName, "answer.jsonl")
            answer |> Trajectory.save path
            (Trajectory.load path).Head
        finally
            folder.Delete true

    (read.Options.Remasking.Name, read.Options.Cache.Name)
    |> should equal ("near_the_best_0.95", "after_4_commitments")
