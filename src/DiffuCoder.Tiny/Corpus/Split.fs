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

    /// The split of a task by all choices made in it.
    let classify (choices: Choice seq) =
        let combination =
            choices
            |> Seq.exists (function
                | Pair(a, b) -> reservedPair a b
                | _ -> false)

        let parameter =
            choices
            |> Seq.exists (function
                | Constant(operation, value) -> reservedConstant operation value
                | Wording reserved -> reserved
                | FunctionName _
                | Pair _ -> false)

        let name =
            choices
            |> Seq.exists (function
                | FunctionName name -> reservedName name
                | _ -> false)

        match combination, parameter, name with
        | false, false, false -> Some Train
        | false, true, true -> Some HeldOutParameters
        | true, false, false -> Some HeldOutCombinations
        // half new tasks belong nowhere: they would blur what the splits measure
        | _ -> None
