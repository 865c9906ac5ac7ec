namespace DiffuCoder.Tiny.Corpus

/// Conditions on words and on single characters.
module internal WordTests =

    let internal phrases seen kept = { Seen = seen; Kept = kept }

    let private build yes no holds landmarks negated : Test =
        let (key, python, passing, are, names), (_, _, failing, _, _) =
            if negated then no, yes else yes, no

        {
            Key = key
            Python = python
            Holds = fun value -> holds (Value.toText value) <> negated
            Passing = passing
            Failing = failing
            Are = are
            Names = names
            Landmarks = landmarks |> List.map Str
        }

    /// "that start with x": phrases from the verbs of both sides, the first of which the docstring uses.
    let private relative (seen: string list) (kept: string list) =
        let nouns verbs =
            verbs
            |> List.collect (fun verb -> [ $"the {{s}} that {verb}"; $"{{s}} that {verb}" ])

        phrases (nouns seen) ($"all {{s}} that {seen.Head}" :: nouns kept), phrases seen kept

    let private verbSides key python names verbs otherKey otherPython otherNames otherVerbs =
        let passing, are = verbs
        let failing, areNot = otherVerbs
        (key, python, passing, are, names), (otherKey, otherPython, failing, areNot, otherNames)

    let private startsWith (c: string) =
        let yes, no =
            verbSides
                "starts with"
                (fun x -> $"{x}.startswith(\"{c}\")")
                [ "starting"; $"{c}_words" ]
                (relative [ $"start with \"{c}\""; $"begin with \"{c}\"" ] [ $"have \"{c}\" at the start" ])
                "not starts with"
                (fun x -> $"not {x}.startswith(\"{c}\")")
                [ "not_starting" ]
                (relative [ $"do not start with \"{c}\""; $"do not begin with \"{c}\"" ] [])

        build yes no (fun w -> w.StartsWith(c, System.StringComparison.Ordinal)) [ c + "at"; c + "o" ]

    let private endsWith (c: string) =
        let yes, no =
            verbSides
                "ends with"
                (fun x -> $"{x}.endswith(\"{c}\")")
                [ "ending"; $"ending_{c}" ]
                (relative [ $"end with \"{c}\""; $"have \"{c}\" at the end" ] [ $"end in \"{c}\"" ])
                "not ends with"
                (fun x -> $"not {x}.endswith(\"{c}\")")
                [ "not_ending" ]
                (relative [ $"do not end with \"{c}\""; $"do not have \"{c}\" at the end" ] [])

        build yes no (fun w -> w.EndsWith(c, System.StringComparison.Ordinal)) [ "lo" + c; "ba" + c ]

    let private contains (c: string) =
        let yes, no =
            verbSides
                "contains"
                (fun x -> $"\"{c}\" in {x}")
                [ "with"; $"with_{c}" ]
                (relative [ $"contain \"{c}\""; $"contain the letter \"{c}\"" ] [ $"have \"{c}\" in them" ])
                "lacks"
                (fun x -> $"\"{c}\" not in {x}")
                [ "without"; $"without_{c}" ]
                (relative [ $"do not contain \"{c}\""; $"do not contain the letter \"{c}\"" ] [])

        build yes no (fun w -> w.Contains(c, System.StringComparison.Ordinal)) [ "p" + c + "n"; "g" + c + "t" ]

    let private longer (k: int) =
        let yes, no =
            verbSides
                "longer"
                (fun x -> $"len({x}) > {k}")
                [ "long"; $"over_{k}" ]
                (relative [ $"have more than {k} letters"; $"are longer than {k} letters" ] [ $"are longer than {k}" ])
                "not longer"
                (fun x -> $"len({x}) <= {k}")
                [ "short"; $"up_to_{k}" ]
                (relative [ $"have at most {k} letters"; $"are not longer than {k} letters" ] [ $"are at most {k} letters long" ])

        build yes no (fun w -> w.Length > k) [ String.replicate k "a"; String.replicate (k + 1) "b" ]

    let private shorter (k: int) =
        let yes, no =
            verbSides
                "shorter"
                (fun x -> $"len({x}) < {k}")
                [ "short"; $"under_{k}" ]
                (relative [ $"have less than {k} letters"; $"are shorter than {k} letters" ] [ $"are shorter than {k}" ])
                "not shorter"
                (fun x -> $"len({x}) >= {k}")
                [ "long"; $"from_{k}" ]
                (relative [ $"have at least {k} letters"; $"are not shorter than {k} letters" ] [ $"are at least {k} letters long" ])

        build yes no (fun w -> w.Length < k) [ String.replicate k "e"; String.replicate (k - 1) "d" ]

    let private exactly (k: int) =
        let yes, no =
            verbSides
                "exactly"
                (fun x -> $"len({x}) == {k}")
                [ "sized"; $"sized_{k}" ]
                (relative [ $"have exactly {k} letters"; $"are exactly {k} letters long" ] [ $"are {k} letters long" ])
                "not exactly"
                (fun x -> $"len({x}) != {k}")
                [ "not_sized" ]
                (relative [ $"do not have exactly {k} letters"; $"are not exactly {k} letters long" ] [])

        build yes no (fun w -> w.Length = k) [ String.replicate k "o"; String.replicate k "u" ]

    let private palindrome =
        let yes, no =
            verbSides
                "palindrome"
                (fun x -> $"{x} == {x}[::-1]")
                [ "palindromes"; "mirrored" ]
                (relative [ "are palindromes"; "read the same backwards" ] [ "are the same backwards" ])
                "not palindrome"
                (fun x -> $"{x} != {x}[::-1]")
                [ "not_palindromes" ]
                (relative [ "are not palindromes"; "do not read the same backwards" ] [])

        build yes no (fun w -> Python.onText List.rev w = w) [ "level"; "noon"; "abba" ]

    let drawWord (voice: Voice) =
        let k operation (values: 'a list) = Voice.constant operation values voice
        let letters = [ for c in "abcdefghilmnoprstuw" -> string c ]

        let chosen =
            Dice.weighted
                [
                    3, (fun _ -> startsWith (k "starts with" letters))
                    3, (fun _ -> endsWith (k "ends with" letters))
                    3, (fun _ -> contains (k "contains" letters))
                    4, (fun _ -> longer (k "longer" [ 2..8 ]))
                    3, (fun _ -> shorter (k "shorter" [ 3..8 ]))
                    2, (fun _ -> exactly (k "exactly" [ 3..7 ]))
                    1, (fun _ -> palindrome)
                ]
                voice.Dice

        chosen () (Dice.chance 30 voice.Dice)

    /// A class of characters known to Python by a condition.
    let private charClass key (yesPython: string -> string) noPython (words: string list) (kept: string list) names holds landmarks =
        let plural = words.Head

        let nouns =
            words
            |> List.collect (fun word -> [ $"the {word}"; $"the {{s}} that are {word}" ])

        let unseen = $"all {plural}" :: (kept |> List.map (fun word -> $"the {word}"))
        let without = words |> List.map (fun word -> $"the {{s}} that are not {word}")

        build
            (key, yesPython, phrases nouns unseen, phrases [ $"are {plural}" ] [], names)
            ($"not {key}",
             noPython,
             phrases without [ $"all {{s}} that are not {plural}" ],
             phrases [ $"are not {plural}" ] [],
             [ $"no_{List.head names}" ])
            holds
            landmarks

    let private character (c: string) =
        let yes, no =
            verbSides
                "letter"
                (fun x -> $"{x} == \"{c}\"")
                [ "same"; $"only_{c}" ]
                (relative [ $"are equal to \"{c}\""; $"are \"{c}\"" ] [ $"are the letter \"{c}\"" ])
                "not letter"
                (fun x -> $"{x} != \"{c}\"")
                [ "other"; $"no_{c}" ]
                (relative [ $"are not equal to \"{c}\""; $"are not \"{c}\"" ] [ $"are not the letter \"{c}\"" ])

        build yes no (fun x -> x = c) [ c; c ]

    let private member' (set: string) (c: string) = set.Contains c

    let drawLetter (voice: Voice) =
        let chosen =
            Dice.weighted
                [
                    4,
                    (fun _ ->
                        charClass
                            "vowel"
                            (fun x -> $"{x} in \"aeiou\"")
                            (fun x -> $"{x} not in \"aeiou\"")
                            [ "vowels"; "lower case vowels" ]
                            []
                            [ "vowels"; "vowel" ]
                            (member' "aeiou")
                            [ "a"; "e"; "o" ])
                    3,
                    (fun _ ->
                        charClass
                            "digit"
                            (fun x -> $"{x}.isdigit()")
                            (fun x -> $"not {x}.isdigit()")
                            [ "digits"; "decimal digits" ]
                            []
                            [ "digits"; "digit" ]
                            (fun c -> System.Char.IsAsciiDigit c[0])
                            [ "3"; "7"; "0" ])
                    3,
                    (fun _ ->
                        charClass
                            "alphabetic"
                            (fun x -> $"{x}.isalpha()")
                            (fun x -> $"not {x}.isalpha()")
                            [ "letters"; "letters of the alphabet" ]
                            []
                            [ "letters"; "letter" ]
                            (fun c -> System.Char.IsAsciiLetter c[0])
                            [ "-"; "5"; " " ])
                    3,
                    (fun _ ->
                        charClass
                            "upper"
                            (fun x -> $"{x}.isupper()")
                            (fun x -> $"not {x}.isupper()")
                            [ "upper case letters"; "capital letters" ]
                            [ "capitals" ]
                            [ "capitals"; "upper" ]
                            (fun c -> System.Char.IsAsciiLetterUpper c[0])
                            [ "A"; "T"; "G" ])
                    2,
                    (fun _ ->
                        charClass
                            "lower"
                            (fun x -> $"{x}.islower()")
                            (fun x -> $"not {x}.islower()")
                            [ "lower case letters"; "small letters" ]
                            []
                            [ "lower"; "small" ]
                            (fun c -> System.Char.IsAsciiLetterLower c[0])
                            [ "A"; "b"; "4" ])
                    2,
                    (fun _ ->
                        charClass
                            "space"
                            (fun x -> $"{x} == \" \"")
                            (fun x -> $"{x} != \" \"")
                            [ "spaces"; "space characters" ]
                            []
                            [ "spaces"; "blanks" ]
                            (fun c -> c = " ")
                            [ " "; " " ])
                    2, (fun _ -> character (Voice.constant "letter" [ for c in "abcdefghilmnoprstuw" -> string c ] voice))
                ]
                voice.Dice

        chosen () (Dice.chance 40 voice.Dice)
