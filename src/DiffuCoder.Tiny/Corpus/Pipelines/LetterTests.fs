namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Conditions on single characters.
module internal LetterTests =

    /// A class of characters known to Python by a condition.
    let private charClass key (yesPython: string -> string) noPython (words: string list) (kept: string list) names holds landmarks =
        let plural = words.Head

        let nouns =
            words
            |> List.collect (fun word -> [ $"the {word}"; $"the {{s}} that are {word}" ])

        let unseen = $"all {plural}" :: (kept |> List.map (fun word -> $"the {word}"))
        let without = words |> List.map (fun word -> $"the {{s}} that are not {word}")

        TextTests.make
            holds
            landmarks
            (Test.side key yesPython (Phrasing.make nouns unseen, Phrasing.said $"are {plural}") names,
             Test.side
                 $"not {key}"
                 noPython
                 (Phrasing.make without [ $"all {{s}} that are not {plural}" ], Phrasing.said $"are not {plural}")
                 [ $"no_{List.head names}" ])

    let private character (c: string) =
        TextTests.make
            (fun x -> x = c)
            [ c; c ]
            (Test.side
                "letter"
                (fun x -> $"{x} == \"{c}\"")
                (TextTests.relative [ $"are equal to \"{c}\""; $"are \"{c}\"" ] [ $"are the letter \"{c}\"" ])
                [ "same"; $"only_{c}" ],
             Test.side
                 "not letter"
                 (fun x -> $"{x} != \"{c}\"")
                 (TextTests.relative [ $"are not equal to \"{c}\""; $"are not \"{c}\"" ] [ $"are not the letter \"{c}\"" ])
                 [ "other"; $"no_{c}" ])

    let private member' (set: string) (c: string) = set.Contains c

    let draw (voice: Voice) =
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
                            []
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
