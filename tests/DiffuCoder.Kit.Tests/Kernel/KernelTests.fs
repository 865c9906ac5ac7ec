/// Notebooks in the real kernel, which takes both cores.
[<Xunit.Collection "alone">]
module DiffuCoder.Kit.Tests.Kernel.KernelTests

open Xunit
open FsUnit.Xunit

let private write name prompt =
    $"#!diffucoder --prompt \"{prompt}\" --steps 8 --name {name}"

let private outputsOf (kernel: Kernel) (cells: string list) =
    cells |> kernel.Run |> List.map _.ToJsonString()

type ``In the kernel``(kernel: Kernel) =

    [<Fact>]
    member _.``one reference brings the kit, live displays, the magic command and forms``() =
        let outputs =
            [
                $"#r \"nuget: DiffuCoder.Kit.Interactive, {kernel.Version}\""
                "open DiffuCoder\nlet model = Model.tiny Stage.Instruct\nmodel"
                "let answer = Prompt.instruct \"Add two numbers.\" |> Live.generate model { SamplerOptions.Tiny with Steps = 8 }"
                write "larger" "Write a function that returns the larger of two numbers."
                "printfn \"%d\" (Trajectory.text larger).Length"
                "Benchmark.tiny Split.HeldOutCombinations"
            ]
            |> outputsOf kernel

        outputs[1] |> should haveSubstring "4.7 M parameters"
        // the display was drawn again and ended in the player
        outputs[2] |> should haveSubstring "diffucoder-player"
        outputs[2] |> should not' (haveSubstring "step 0 of")
        outputs[3] |> should haveSubstring "diffucoder-player"
        outputs[4] |> should haveSubstring "stdout"
        outputs[5].Length |> should be (lessThan 40_000)

    [<Fact>]
    member _.``where the kit does not load the cell ends with the reason, and the kernel goes on``() =
        let outputs =
            kernel.Run((fun code -> code.StartsWith "#r"), [ $"#r \"nuget: DiffuCoder.Kit.Interactive, {kernel.WithoutKit()}\""; "6 * 7" ])
            |> List.map _.ToJsonString()

        outputs[0] |> should haveSubstring "kit.fsx does not load"
        outputs[0] |> should haveSubstring "Unable to find package DiffuCoder.Kit"
        outputs[1] |> should haveSubstring "42"

    [<Fact>]
    member _.``a stored notebook runs as it is``() =
        (kernel.RunStored "13-your-own.ipynb").Json.ToJsonString()
        |> should not' (haveSubstring "\"output_type\":\"error\"")

    interface IClassFixture<Kernel>
