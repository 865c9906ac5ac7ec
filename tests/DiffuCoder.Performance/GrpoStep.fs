/// Where the time of a step of coupled-GRPO goes.
module DiffuCoder.Performance.GrpoStep

open System.Threading
open DiffuCoder
open DiffuCoder.Performance.Measure

let private options =
    { GrpoOptions.Tiny with
        // three rounds of two updates, of which the first warms up
        Steps = 6
    }

let private parts (lines: GrpoProgress list) =
    [
        for line in lines |> List.filter (fun line -> line.Step > options.Iterations) do
            for phase in Map.toList line.Phases -> fst phase, (snd phase).TotalSeconds
    ]
    |> List.groupBy fst
    |> List.map (fun (phase, times) -> phase, List.sumBy snd times)
    |> List.sortByDescending snd

let run () =
    use stored = Model.tiny Stage.Instruct
    use model = Grpo.trainable stored
    use sandbox = Sandbox.start ()
    let lines = ResizeArray<GrpoProgress>()

    Grpo.runWith lines.Add CancellationToken.None model (Grpo.tinyTasks 64) (Reward.paper sandbox) options
    |> ignore

    let parts = parts (List.ofSeq lines)
    let whole = List.sumBy snd parts

    printfn
        "\n### A round of coupled-GRPO, tiny family: %d tasks x %d completions of %d tokens, %d updates\n"
        options.PromptsPerRound
        options.GroupSize
        options.Sampler.MaxNewTokens
        options.Iterations

    row [ "part"; "share" ]
    row [ "---"; "---" ]

    for phase, seconds in parts do
        row [ phase; $"{seconds / whole:P1}" ]
