namespace DiffuCoder.Kit.Tests.Kernel

open System
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open DiffuCoder.Kit.Tests.StandIn

/// Work that is shown as it goes on, in the kernel that readers have: one run of it, from which each test reads what it is about.
type LiveRun(kit: DiffuCoder.Kit.Tests.Packed.PackedKit) =
    let kernel = new Kernel(kit)
    let folder = temporaryFolder ()

    let cells =
        [
            "loaded",
            [
                $"#r \"nuget: DiffuCoder.Kit.Interactive, {kernel.Version}\""
                "open DiffuCoder"
                "let model = Model.tiny Stage.Instruct"
                "let short = { SamplerOptions.Tiny with Steps = 12 }"
                "let long = { SamplerOptions.Tiny with MaxNewTokens = 200; Steps = 200 }"
                "let prompt = Prompt.instruct \"Add two numbers.\""
                "let learner = Grpo.trainable model"
                "let sandbox = Sandbox.start ()"
                "let updates count ="
                "    { GrpoOptions.Tiny with Steps = count; PromptsPerRound = 2; GroupSize = 2; Iterations = 1; LogEvery = 1 }"
                // what a reader's Stop sends to the kernel
                "let stopIn (milliseconds: int) ="
                "    task {"
                "        do! System.Threading.Tasks.Task.Delay milliseconds"
                "        let! _ = Microsoft.DotNet.Interactive.Kernel.Root.SendAsync(Microsoft.DotNet.Interactive.Commands.Cancel())"
                "        ()"
                "    }"
                "    |> ignore"
            ]
            "many",
            [
                "let two = [ prompt; Prompt.instruct \"Multiply two numbers.\" ]"
                "let answers = two |> Live.generateManyBy TokenColour.Confidence model short"
                "List.map Trajectory.text answers = (two |> Sampler.generateMany model short |> List.map Trajectory.text)"
            ]
            "evaluated",
            [
                "let tasks = Benchmark.tiny Split.HeldOutCombinations |> Benchmark.first 3"
                "(Live.evaluate model tasks EvaluateOptions.Tiny).Problems.Length"
            ]
            "reinforced", [ "Live.grpo learner (Grpo.tinyTasks 4) (Reward.paper sandbox) (updates 3)" ]
            "trained",
            [
                "let data (tokenizer: Tokenizer) ="
                $"    Data.stored @\"{folder}/rows\" (fun () -> TinyCorpus.requests Split.Train 40 |> Data.rowsOfAnswers tokenizer)"
                "    |> Data.batches tokenizer { Tokens = 512; LearnPadding = true; Seed = 1L }"
                $"model |> Model.save @\"{folder}/start\""
                "[ for name in [ \"one\"; \"two\" ] -> Pipeline.instruction name (TrainOptions.tiny 3) data ]"
                $"|> Live.train @\"{folder}/models\" (Some @\"{folder}/start\")"
                "|> snd"
            ]
            "command",
            [
                $"#!diffucoder \"Subtract two numbers.\" --model \"{folder}/models/two\" --steps 8 --name fromFolder"
            ]
            "named", [ "fromFolder.Steps.Count" ]
            "stopped",
            [
                "stopIn 1500"
                "let whole = [ for _ in 1..50 -> prompt |> Live.generate model long ]"
            ]
            "stopped many",
            [
                "stopIn 1500"
                "let all = List.replicate 100 prompt |> Live.generateMany model long"
            ]
            // a stop that meets a picture on its way must be answered too
            for time in 1..6 do
                $"stopped many again {time}",
                [
                    $"stopIn {600 + 17 * time}"
                    $"let all{time} = List.replicate 100 prompt |> Live.generateMany model long"
                ]
            "stopped training",
            [
                "stopIn 3000"
                "Live.grpo learner (Grpo.tinyTasks 4) (Reward.paper sandbox) (updates 2000)"
            ]
            "after", [ "(prompt |> Live.generate model short).Steps.Count > 0" ]
        ]

    let outputs =
        lazy
            (cells
             |> List.map (fun (_, lines) -> String.concat "\n" lines)
             |> kernel.Run
             |> List.map2 (fun (name, _) (output: JsonNode) -> name, [ for one in output.AsArray() -> one.ToJsonString() ]) cells
             |> Map.ofList)

    /// The outputs of a cell, each as JSON.
    member _.Item
        with get (name: string) = outputs.Value[name]

    interface IDisposable with
        member _.Dispose() = (kernel :> IDisposable).Dispose()

/// It takes both cores.
[<Collection "alone">]
type LiveTests(run: LiveRun) =

    let one (name: string) (part: string) =
        match run[name] |> List.filter _.Contains(part) with
        | [ _ ] -> ()
        | found ->
            let outputs =
                run[name] |> List.map (fun output -> output[.. min 600 output.Length - 1])

            failwith $"'{name}' has {found.Length} outputs with '{part}': {outputs}"

    let value (text: string) =
        $"\\u003Cpre\\u003E{text}\\u003C/pre\\u003E"

    [<Fact>]
    member _.``prompts are answered as they are unseen, each shown beside the others``() =
        one "many" (value "True")
        let player = run["many"] |> List.find _.Contains("diffucoder-player")
        player.Split("class=\\u0022diffucoder-player").Length - 1 |> should equal 2
        player |> should haveSubstring "unsure"

    [<Fact>]
    member _.``an evaluation ends with its bar full``() =
        one "evaluated" "3 of 3 answers written, 3 judged"
        one "evaluated" (value "3")

    [<Fact>]
    member _.``training ends with its curves``() =
        one "reinforced" "update 3 of 3"
        one "reinforced" "polyline"
        one "reinforced" (value "True")
        // a bar and a curve for each stage, in one display
        let shown = run["trained"] |> List.find _.Contains("one (1 of 2): update 3 of 3")
        shown |> should haveSubstring "two (2 of 2): update 3 of 3"
        shown.Split("polyline").Length - 1 |> should equal 2
        shown |> should haveSubstring "loss: "
        one "trained" (value "True")

    [<Fact>]
    member _.``the magic command takes a model of one's own``() =
        one "command" "diffucoder-player"
        one "named" (value "8")

    [<Fact>]
    member _.``stop ends work between two steps, and the kernel goes on``() =
        // what was written stays in sight, and nothing has become a player that was not whole
        one "stopped" "cancel"
        one "stopped many" "cancel"

        for time in 1..6 do
            one $"stopped many again {time}" "cancel"

        run["stopped many"]
        |> List.exists _.Contains("diffucoder-player")
        |> should equal false

        // training ends with the update that is under way, and says what was made
        let training = String.concat "" run["stopped training"]
        training |> should haveSubstring "update"
        training |> should not' (haveSubstring "update 2000 of 2000")
        one "after" "diffucoder-player"
        one "after" (value "True")

    interface IClassFixture<LiveRun>
