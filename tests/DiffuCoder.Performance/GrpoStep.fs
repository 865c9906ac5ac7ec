/// Where the time of a step of coupled-GRPO goes.
module DiffuCoder.Performance.GrpoStep

open System.Threading
open DiffuCoder
open DiffuCoder.Performance.Measure

/// Three rounds of two updates, of which the first warms up.
let private plain = { GrpoOptions.Tiny with Steps = 6 }

let private cached =
    { plain with
        Sampler =
            { plain.Sampler with
                BlockLength = Some 16
                Cache = Cache.dual
            }
    }

let private parallelToo =
    { cached with
        Sampler =
            { cached.Sampler with
                Remasking = Strategy.allAbove 0.98
            }
    }

/// What is compared: how completions are written, and the type that all is computed in.
let private ways =
    [
        "float32", Precision.Float32, plain
        "bfloat16", Precision.BFloat16, plain
        "bfloat16, dual cache of 16", Precision.BFloat16, cached
        "and all above 0.98", Precision.BFloat16, parallelToo
    ]

let private parts (options: GrpoOptions) (lines: GrpoProgress seq) =
    [
        for line in lines |> Seq.filter (fun line -> line.Step > options.Iterations) do
            for phase in Map.toList line.Phases -> fst phase, (snd phase).TotalSeconds
    ]
    |> List.groupBy fst
    |> List.map (fun (phase, times) -> phase, List.sumBy snd times)
    |> Map.ofList

/// Seconds of each part of the rounds that count.
let private measured sandbox (stored: Model) (precision, options) =
    use model = Grpo.trainableIn precision stored
    let lines = ResizeArray<GrpoProgress>()

    Grpo.runWith lines.Add CancellationToken.None model (Grpo.tinyTasks 64) (Reward.paper sandbox) options
    |> ignore

    parts options lines

let private phases =
    [ "rollout"; "rewards"; "estimates"; "forward"; "backward"; "update" ]

let run () =
    use stored = Model.tiny Stage.Instruct
    use sandbox = Sandbox.start ()
    let rounds = float (plain.Steps / plain.Iterations - 1)

    printfn
        "\n### A round of coupled-GRPO, tiny family: %d tasks x %d completions of %d tokens, %d updates\n"
        plain.PromptsPerRound
        plain.GroupSize
        plain.Sampler.MaxNewTokens
        plain.Iterations

    row ([ "how"; "s a round" ] @ phases)
    row [ for _ in -2 .. phases.Length - 1 -> "---" ]

    for name, precision, options in ways do
        let parts = measured sandbox stored (precision, options)
        let whole = parts |> Map.values |> Seq.sum

        let share phase =
            (Map.tryFind phase parts |> Option.defaultValue 0.0) / whole

        row (
            [ name; $"{whole / rounds:F1}" ]
            @ [ for phase in phases -> $"{share phase:P1}" ]
        )
