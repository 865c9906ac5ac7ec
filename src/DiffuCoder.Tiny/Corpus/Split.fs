namespace DiffuCoder.Tiny.Corpus

/// What a part of the corpus is for.
type Split =
    /// What the models are trained on.
    | Train
    /// Seen operations in unseen phrasings, with unseen constants and unseen function names.
    | HeldOutParameters
    /// Seen operations following each other in pairs never seen in training.
    | HeldOutCombinations

/// One choice made while writing a task that decides to which split the task belongs.
type internal Choice =
    | Constant of operation: string * value: string
    | Wording of reserved: bool
    | FunctionName of string
    | Pair of first: string * second: string

/// The rules that keep the splits apart; pure functions of what is chosen.
module internal SplitRule =

    let private share (percent: uint64) (text: string) =
        StableHash.ofText text % 100UL < percent

    /// A constant (with the operation it is used in) that training never shows.
    let reservedConstant (operation: string) (value: string) =
        share 17UL $"constant {operation} {value}"

    /// A function name that training never shows.
    let reservedName (name: string) = share 10UL $"name {name}"

    /// Two neighbouring operations that training never shows.
    let reservedPair (first: string) (second: string) = share 12UL $"pair {first} > {second}"

    let private combinationIsNew (choices: Choice seq) =
        choices
        |> Seq.exists (function
            | Pair(first, second) -> reservedPair first second
            | _ -> false)

    let private parameterIsNew (choices: Choice seq) =
        choices
        |> Seq.exists (function
            | Constant(operation, value) -> reservedConstant operation value
            | Wording reserved -> reserved
            | FunctionName _
            | Pair _ -> false)

    /// The split of a text without a function name by all choices made in it.
    let classifyUnnamed (choices: Choice seq) =
        match combinationIsNew choices, parameterIsNew choices with
        | false, false -> Some Train
        | false, true -> Some HeldOutParameters
        | true, false -> Some HeldOutCombinations
        // new in both ways: it would blur what the splits measure
        | true, true -> None

    /// The split of a task by all choices made in it. A name of its own keeps every instruction of the first held-out split
    /// out of training.
    let classify (choices: Choice seq) =
        let newName =
            choices
            |> Seq.exists (function
                | FunctionName name -> reservedName name
                | _ -> false)

        match classifyUnnamed choices, newName with
        | Some HeldOutParameters, true -> Some HeldOutParameters
        | Some HeldOutParameters, false
        | Some _, true -> None
        | split, false
        | (None as split), true -> split
