/// What is to be measured, looked at beforehand: what is missing is said before hours are spent, and before a sealed task is read.
module DiffuCoder.Findings.Inputs

open System.IO
open System.Text.Json
open DiffuCoder

/// A run of the ablation logs its rewards once a round of rollouts.
[<Literal>]
let private Rounds = 30

// the manifest is the last that a run writes
let private weightsOf (family: string) (name: string) =
    let manifest = Path.Combine(family, name, "manifest.json")

    if not (File.Exists manifest) then
        raise (IOException $"{family} has no finished checkpoint {name}; train it first, or name others by --family and --after.")

    try
        use document = JsonDocument.Parse(File.ReadAllText manifest)

        match document.RootElement.GetProperty("weights").GetString() with
        | null -> raise (JsonException "its weights are null")
        | weights -> weights
    with problem ->
        raise (InvalidDataException($"{manifest} does not name the checkpoint's weights: {problem.Message}", problem))

/// The checkpoints that settings need, each with the hash of its weights in short.
let checkpoints (family: string) (needs: Setting list) : string list =
    [
        for name in needs |> List.map _.Checkpoint |> List.distinct -> $"{name} {(weightsOf family name)[..11]}"
    ]

let private meanReward (family: string) (run: string) =
    let folder = Path.Combine(family, run)
    let rewards = Runs.read folder |> Runs.series "reward"

    if rewards.Length <> Rounds then
        let problem =
            $"{folder} has the rewards of {rewards.Length} rounds, and a run of the ablation has {Rounds}; train it to its end."

        raise (InvalidDataException problem)

    rewards |> List.averageBy snd

/// The mean rewards of runs, over all of their rounds.
let rewards (family: string) (runs: string list) : string -> float =
    let known = dict [ for run in runs -> run, meanReward family run ]
    fun run -> known[run]
