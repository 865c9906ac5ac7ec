/// What a benchmark can be told by the environment. A name that none of them reads would change nothing, and is refused.
module DiffuCoder.Performance.Settings

open System

/// By the benchmark that reads them.
let private known =
    Map
        [
            "holes", [ "HOLES_CORPUS"; "HOLES_KINDS"; "HOLES_MODEL"; "HOLES_SPLIT"; "HOLES_TASKS" ]
            "quality", [ "QUALITY_SEEDS"; "QUALITY_TASKS"; "QUALITY_WAYS" ]
            "repair",
            [
                "REPAIR_CHECKERS"
                "REPAIR_MIXES"
                "REPAIR_MODEL"
                "REPAIR_ROUNDS"
                "REPAIR_TASKS"
                "REPAIR_TEMPERATURES"
            ]
        ]

let private names = known |> Map.toList |> List.collect snd

let tryGet (name: string) : string option =
    if not (List.contains name names) then
        invalidArg (nameof name) $"{name} is read and not among the settings that are known."

    Environment.GetEnvironmentVariable name |> Option.ofObj

let get (name: string) (otherwise: string) : string =
    tryGet name |> Option.defaultValue otherwise

/// What is wrong with the settings of a benchmark that is to run; none that begins as its own do and is not read by it.
let complaint (bench: string) : string option =
    match Map.tryFind bench known with
    | None -> None
    | Some read ->
        let begins = bench.ToUpperInvariant() + "_"

        match
            [
                for name in Environment.GetEnvironmentVariables().Keys |> Seq.cast<string> do
                    if
                        name.StartsWith(begins, StringComparison.Ordinal)
                        && not (List.contains name read)
                    then
                        name
            ]
        with
        | [] -> None
        | unknown -> Some $"""The benchmark {bench} does not read {String.concat ", " unknown}; it reads {String.concat ", " read}."""
