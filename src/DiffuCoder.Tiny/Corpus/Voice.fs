namespace DiffuCoder.Tiny.Corpus

/// Ways to say one thing: those that training shows, and those kept for the first held-out split.
type internal Phrasing =
    { Seen: string list; Kept: string list }

module internal Phrasing =

    /// One phrase a line; those kept for the held-out split begin with "~ ".
    let ofLines (lines: string) =
        let kept, seen =
            lines.Split(
                '\n',
                System.StringSplitOptions.TrimEntries
                ||| System.StringSplitOptions.RemoveEmptyEntries
            )
            |> List.ofArray
            |> List.partition (fun line -> line.StartsWith('~'))

        {
            Seen = seen
            Kept = kept |> List.map (fun line -> line[1..].Trim())
        }

    /// A phrase that was already chosen.
    let said (phrase: string) = { Seen = [ phrase ]; Kept = [] }

/// The writer of one task: its dice, the split it writes for, and the choices made so far.
type internal Voice =
    {
        Dice: Dice
        Split: Split
        Choices: ResizeArray<Choice>
    }

module internal Voice =

    let create dice split =
        {
            Dice = dice
            Split = split
            Choices = ResizeArray()
        }

    let private novel (percent: int) voice =
        voice.Split = HeldOutParameters && Dice.chance percent voice.Dice

    let say (phrasing: Phrasing) (voice: Voice) =
        let reserved = not phrasing.Kept.IsEmpty && novel 40 voice
        voice.Choices.Add(Wording reserved)
        Dice.pick (if reserved then phrasing.Kept else phrasing.Seen) voice.Dice

    /// Draws a constant of an operation from the values that the split may use.
    let constant (operation: string) (values: 'a list) (voice: Voice) =
        let kept, seen =
            values
            |> List.partition (fun value -> SplitRule.reservedConstant operation (string (box value)))

        let value =
            Dice.pick (if not kept.IsEmpty && novel 50 voice then kept else seen) voice.Dice

        voice.Choices.Add(Constant(operation, string (box value)))
        value

    let pair first second (voice: Voice) = voice.Choices.Add(Pair(first, second))

/// Small English.
module internal English =

    /// "keep" to "keeps", "multiply" to "multiplies": the third person of a phrase that begins with a verb.
    let rec thirdPerson (phrase: string) =
        if phrase.StartsWith "recursively " then
            "recursively " + thirdPerson (phrase.Substring 12)
        else

            let verb, rest =
                match phrase.IndexOf ' ' with
                | -1 -> phrase, ""
                | at -> phrase[.. at - 1], phrase[at..]

            let endsWith (ending: string) =
                verb.EndsWith(ending, System.StringComparison.Ordinal)

            let vowelBeforeY = verb.Length > 1 && "aeiou".Contains verb[verb.Length - 2]

            let conjugated =
                if endsWith "y" && not vowelBeforeY then
                    verb[.. verb.Length - 2] + "ies"
                elif [ "s"; "sh"; "ch"; "x"; "o" ] |> List.exists endsWith then
                    verb + "es"
                else
                    verb + "s"

            conjugated + rest

    /// "are even" to "is even", "end in 3" to "ends in 3".
    let singular (predicate: string) =
        match predicate.Split(' ', 2) with
        | [| "are"; rest |] ->
            "is "
            + rest.Replace("multiples of", "a multiple of").Replace("palindromes", "a palindrome")
        | [| "do"; rest |] -> "does " + rest
        | _ -> thirdPerson predicate

    /// 2nd, 3rd, 4th ...
    let ordinal (n: int) =
        match n % 10, n % 100 / 10 with
        | 1, tens when tens <> 1 -> $"{n}st"
        | 2, tens when tens <> 1 -> $"{n}nd"
        | 3, tens when tens <> 1 -> $"{n}rd"
        | _ -> $"{n}th"

    let capitalise (phrase: string) =
        if phrase = "" then
            phrase
        else
            phrase[..0].ToUpperInvariant() + phrase[1..]

    /// "a", "a and b", "a, b and c".
    let listing (parts: string list) =
        match List.rev parts with
        | [] -> ""
        | [ only ] -> only
        | last :: others -> String.concat ", " (List.rev others) + " and " + last
