namespace DiffuCoder.Tiny.Corpus

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
