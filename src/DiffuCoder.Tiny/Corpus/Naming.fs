namespace DiffuCoder.Tiny.Corpus

/// Function names of one to four words.
module internal Naming =

    let private verbs =
        [
            "get"
            "make"
            "find"
            "compute"
            "build"
            "process"
            "handle"
            "calc"
            "run"
            "do"
            "solve"
            "prepare"
            "create"
            "give"
        ]

    /// Names that most solutions use.
    let private taken =
        "max min sum any all list sorted reversed range numbers words letters scores text n c w and or not is in with".Split ' '
        |> Set.ofArray

    let private usable (name: string) =
        not (taken.Contains name)
        && System.Char.IsAsciiLetter name[0]
        && name |> Seq.forall (fun c -> System.Char.IsAsciiLetterOrDigit c || c = '_')

    /// A name of keywords of the parts, in the order given or with the last first, or of a plain verb and noun.
    let rec draw (voice: Voice) (nouns: string list) (parts: string list list) =
        let dice = voice.Dice

        let words =
            let told =
                parts
                |> List.filter (List.isEmpty >> not)
                |> List.map (fun names -> Dice.pick names dice)

            match Dice.below 10 dice with
            | 0 -> [ Dice.pick verbs dice; Dice.pick nouns dice ]
            | 1
            | 2 -> Dice.pick verbs dice :: List.truncate 2 (Dice.shuffle told dice)
            | 3
            | 4 -> List.truncate 2 (Dice.shuffle told dice) @ [ Dice.pick nouns dice ]
            | 5
            | 6
            | 7 -> List.truncate 3 (List.rev told)
            | _ -> List.truncate 3 told

        let name = words |> List.filter ((<>) "") |> List.distinct |> String.concat "_"

        let fits =
            match voice.Split with
            | HeldOutParameters -> SplitRule.reservedName name
            | Train
            | HeldOutCombinations -> not (SplitRule.reservedName name)

        if name <> "" && usable name && fits then
            voice.Choices.Add(FunctionName name)
            name
        else
            draw voice nouns parts
