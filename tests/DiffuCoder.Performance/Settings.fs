/// What a benchmark can be told by the environment. A name that none of them reads would change nothing, and is refused.
module DiffuCoder.Performance.Settings

open System

let private known =
    [
        "HOLES", [ "CORPUS"; "KINDS"; "MODEL"; "SPLIT"; "TASKS" ]
        "QUALITY", [ "SEEDS"; "TASKS"; "WAYS" ]
        "REPAIR", [ "CHECKERS"; "MIXES"; "MODEL"; "ROUNDS"; "TASKS"; "TEMPERATURES" ]
    ]

let private names =
    [
        for bench, settings in known do
            for setting in settings -> $"{bench}_{setting}"
    ]

let tryGet (name: string) : string option =
    if not (List.contains name names) then
        invalidArg (nameof name) $"{name} is read and not among the settings that are known."

    Environment.GetEnvironmentVariable name |> Option.ofObj

let get (name: string) (otherwise: string) : string =
    tryGet name |> Option.defaultValue otherwise

/// Those of the environment that begin as settings do and are none.
let unknown () : string list =
    [
        for name in Environment.GetEnvironmentVariables().Keys |> Seq.cast<string> do
            let isSetting (bench: string, _) =
                name.StartsWith(bench + "_", StringComparison.Ordinal)

            if List.exists isSetting known && not (List.contains name names) then
                name
    ]

let all = names
