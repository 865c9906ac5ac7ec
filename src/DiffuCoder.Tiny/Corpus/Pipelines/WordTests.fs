namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Conditions on words.
module internal WordTests =

    let private startsWith (c: string) =
        TextTests.make
            (fun w -> w.StartsWith(c, System.StringComparison.Ordinal))
            [ c + "at"; c + "o" ]
            (Test.side
                "starts with"
                (fun x -> $"{x}.startswith(\"{c}\")")
                (TextTests.relative [ $"start with \"{c}\""; $"begin with \"{c}\"" ] [ $"have \"{c}\" at the start" ])
                [ "starting"; $"{c}_words" ],
             Test.side
                 "not starts with"
                 (fun x -> $"not {x}.startswith(\"{c}\")")
                 (TextTests.relative [ $"do not start with \"{c}\""; $"do not begin with \"{c}\"" ] [])
                 [ "not_starting" ])

    let private endsWith (c: string) =
        TextTests.make
            (fun w -> w.EndsWith(c, System.StringComparison.Ordinal))
            [ "lo" + c; "ba" + c ]
            (Test.side
                "ends with"
                (fun x -> $"{x}.endswith(\"{c}\")")
                (TextTests.relative [ $"end with \"{c}\""; $"have \"{c}\" at the end" ] [ $"end in \"{c}\"" ])
                [ "ending"; $"ending_{c}" ],
             Test.side
                 "not ends with"
                 (fun x -> $"not {x}.endswith(\"{c}\")")
                 (TextTests.relative [ $"do not end with \"{c}\""; $"do not have \"{c}\" at the end" ] [])
                 [ "not_ending" ])

    let private contains (c: string) =
        TextTests.make
            (fun w -> w.Contains(c, System.StringComparison.Ordinal))
            [ "p" + c + "n"; "g" + c + "t" ]
            (Test.side
                "contains"
                (fun x -> $"\"{c}\" in {x}")
                (TextTests.relative [ $"contain \"{c}\""; $"contain the letter \"{c}\"" ] [ $"have \"{c}\" in them" ])
                [ "with"; $"with_{c}" ],
             Test.side
                 "lacks"
                 (fun x -> $"\"{c}\" not in {x}")
                 (TextTests.relative [ $"do not contain \"{c}\""; $"do not contain the letter \"{c}\"" ] [])
                 [ "without"; $"without_{c}" ])

    let private longer (k: int) =
        TextTests.make
            (fun w -> w.Length > k)
            [ String.replicate k "a"; String.replicate (k + 1) "b" ]
            (Test.side
                "longer"
                (fun x -> $"len({x}) > {k}")
                (TextTests.relative [ $"have more than {k} letters"; $"are longer than {k} letters" ] [ $"are longer than {k}" ])
                [ "long"; $"over_{k}" ],
             Test.side
                 "not longer"
                 (fun x -> $"len({x}) <= {k}")
                 (TextTests.relative [ $"have at most {k} letters"; $"are not longer than {k} letters" ] [ $"are at most {k} letters long" ])
                 [ "short"; $"up_to_{k}" ])

    let private shorter (k: int) =
        TextTests.make
            (fun w -> w.Length < k)
            [ String.replicate k "e"; String.replicate (k - 1) "d" ]
            (Test.side
                "shorter"
                (fun x -> $"len({x}) < {k}")
                (TextTests.relative [ $"have less than {k} letters"; $"are shorter than {k} letters" ] [ $"are shorter than {k}" ])
                [ "short"; $"under_{k}" ],
             Test.side
                 "not shorter"
                 (fun x -> $"len({x}) >= {k}")
                 (TextTests.relative
                     [ $"have at least {k} letters"; $"are not shorter than {k} letters" ]
                     [ $"are at least {k} letters long" ])
                 [ "long"; $"from_{k}" ])

    let private exactly (k: int) =
        TextTests.make
            (fun w -> w.Length = k)
            [ String.replicate k "o"; String.replicate k "u" ]
            (Test.side
                "exactly"
                (fun x -> $"len({x}) == {k}")
                (TextTests.relative [ $"have exactly {k} letters"; $"are exactly {k} letters long" ] [ $"are {k} letters long" ])
                [ "sized"; $"sized_{k}" ],
             Test.side
                 "not exactly"
                 (fun x -> $"len({x}) != {k}")
                 (TextTests.relative [ $"do not have exactly {k} letters"; $"are not exactly {k} letters long" ] [])
                 [ "not_sized" ])

    let private palindrome =
        TextTests.make
            (fun w -> Python.onText List.rev w = w)
            [ "level"; "noon"; "abba" ]
            (Test.side
                "palindrome"
                (fun x -> $"{x} == {x}[::-1]")
                (TextTests.relative [ "are palindromes"; "read the same backwards" ] [ "are the same backwards" ])
                [ "palindromes"; "mirrored" ],
             Test.side
                 "not palindrome"
                 (fun x -> $"{x} != {x}[::-1]")
                 (TextTests.relative [ "are not palindromes"; "do not read the same backwards" ] [])
                 [ "not_palindromes" ])

    let draw (voice: Voice) =
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
