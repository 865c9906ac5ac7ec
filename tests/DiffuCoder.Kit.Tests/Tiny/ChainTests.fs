/// The second family from nothing to reinforcement learning, at a thousandth of its length.
module DiffuCoder.Kit.Tests.Tiny.ChainTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Trainer

let private inFolder (act: string -> unit) =
    let folder = Directory.CreateTempSubdirectory("diffucoder-chain-").FullName

    try
        act folder
    finally
        Directory.Delete(folder, true)

let private train (folder: string) (arguments: string list) =
    Program.main
        [|
            "--corpus"
            "many-styles"
            "--shorten"
            "1000"
            "--no-estimate"
            "-o"
            folder
            yield! arguments
        |]

let private stages = Stages.manyStyles.Chain @ Stages.manyStyles.Beside

[<Fact>]
let ``every stage is trained, the next from the one before, and the same command again trains nothing`` () =
    inFolder (fun folder ->
        train folder [] |> should equal 0

        for name in
            [ for plan in Stages.manyStyles.Beside -> plan.Name ]
            @ [ for run in Reinforcement.beside ManyStyles -> run.Name ] do
            train folder [ "--stage"; name ] |> should equal 0

        let ofRows, reinforced =
            [ for plan in stages -> plan.Name ],
            [
                for run in Reinforcement.runs ManyStyles @ Reinforcement.beside ManyStyles -> run.Name
            ]

        let names = ofRows @ reinforced

        let weights name =
            Path.Combine(folder, "family", name, "model.safetensors")
            |> File.ReadAllBytes
            |> Convert.ToHexString

        // a model that has learned next to nothing earns nothing, and reinforcement learning leaves it as it is
        ofRows |> List.distinctBy weights |> List.length |> should equal ofRows.Length
        reinforced |> List.iter (weights >> should not' (be EmptyString))

        let written () =
            [
                for name in names -> File.GetLastWriteTimeUtc(Path.Combine(folder, "family", name, "model.safetensors"))
            ]

        let before = written ()
        train folder [] |> should equal 0
        written () |> should equal before

        use model = Model.load (Path.Combine(folder, "family", "cpgrpo-3"))

        let answer =
            Prompt.instruct "Write a function."
            |> Sampler.generate model { SamplerOptions.Tiny with Steps = 4 }

        Trajectory.passes answer |> should be (lessThanOrEqualTo 4))

[<Fact>]
let ``a thousandth has its rows and steps, and never none`` () =
    let short = Stages.shortened 1000 Stages.manyStyles
    short.Chain.Head.Steps |> should equal 3L
    short.Chain.Head.Count |> should equal 160

    for plan in (Stages.shortened 1_000_000 Stages.manyStyles).Chain do
        (plan.Steps, plan.Count) |> should equal (1L, 1)

[<Fact>]
let ``a stage that there is none of is named with those there are`` () =
    inFolder (fun folder -> train folder [ "--stage"; "nothing" ] |> should equal 2)
