/// The rule: which folder of the core may use which.
module DiffuCoder.Core.Tests.Architecture.Layers

/// A use of a type by another one, each named by its namespace.
type Dependency =
    {
        From: string
        To: string
        /// The type and member that uses, for the message.
        Where: string
    }

/// The folders right below each folder. A folder may use these and whatever lies below them.
let private table =
    Map
        [
            "Runtime", []
            "Checkpoints", [ "Runtime" ]
            "Tokenization", [ "Runtime" ]
            "Hub", [ "Checkpoints" ]
            "Datasets", [ "Checkpoints"; "Tokenization" ]
            "Models", [ "Checkpoints"; "Tokenization" ]
            "Constraints", [ "Tokenization" ]
            "Sampling", [ "Models"; "Constraints" ]
            "Analysis", [ "Sampling" ]
            "Sandbox", [ "Runtime" ]
            "Distributed", [ "Runtime" ]
            "Evaluation", [ "Sandbox"; "Analysis"; "Distributed"; "Datasets" ]
            "Repairs", [ "Evaluation" ]
            "Training", [ "Evaluation"; "Sampling"; "Distributed"; "Datasets" ]
        ]

let folders = table |> Map.keys |> List.ofSeq

let rightBelow folder = table[folder]

let rec private below folder =
    rightBelow folder |> List.collect (fun lower -> lower :: below lower)

/// The folder that a namespace belongs to: the part after `DiffuCoder.`
let folderOf (name: string) =
    match List.ofArray (name.Split '.') with
    | "DiffuCoder" :: folder :: _ when table.ContainsKey folder -> Some folder
    | _ -> None

let mayUse user used =
    user = used || List.contains used (below user)

/// One line for each dependency that the rule forbids.
let violations dependencies =
    dependencies
    |> List.choose (fun dependency ->
        match folderOf dependency.From, folderOf dependency.To with
        | Some user, Some used when mayUse user used -> None
        | Some user, Some used -> Some $"{user} must not use {used}: {dependency.Where}"
        | None, _ -> Some $"{dependency.From} is no folder of the core: {dependency.Where}"
        | _, None -> Some $"{dependency.To} is no folder of the core: {dependency.Where}")
    |> List.distinct
