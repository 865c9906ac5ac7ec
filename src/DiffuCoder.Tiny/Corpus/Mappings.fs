namespace DiffuCoder.Tiny.Corpus

/// Changes of single items.
module internal Mappings =

    let private phrases seen kept = { Seen = seen; Kept = kept }

    let private mapping key target python apply verbs becomes names : Mapping =
        {
            Key = key
            To = target
            Python = python
            Apply = apply
            Verbs = verbs
            Becomes = becomes
            Names = names
        }

    let private number key python apply verbs kept becomes names =
        mapping key Numbers python (Value.toInt >> apply >> Int) (phrases verbs kept) (phrases [ becomes ] []) names

    let drawNumber (voice: Voice) =
        let k operation values = Voice.constant operation values voice

        let chosen =
            Dice.weighted
                [
                    4,
                    (fun _ ->
                        number
                            "square"
                            (fun x -> $"{x} * {x}")
                            (fun n -> n * n)
                            [ "square {x}"; "take the square of {x}" ]
                            [ "multiply {x} by itself" ]
                            "its square"
                            [ "squares"; "squared" ])
                    1,
                    (fun _ ->
                        number
                            "cube"
                            (fun x -> $"{x} ** 3")
                            (fun n -> n * n * n)
                            [ "cube {x}"; "take the cube of {x}" ]
                            [ "compute the cube of {x}" ]
                            "its cube"
                            [ "cubes"; "cubed" ])
                    3,
                    (fun _ ->
                        number
                            "double"
                            (fun x -> $"{x} * 2")
                            (fun n -> n * 2L)
                            [ "double {x}"; "take twice {x}" ]
                            [ "multiply {x} by 2" ]
                            "its double"
                            [ "doubled"; "doubles" ])
                    4,
                    (fun _ ->
                        let k = k "times" [ 3..12 ]

                        number
                            "times"
                            (fun x -> $"{x} * {k}")
                            (fun n -> n * int64 k)
                            [ $"multiply {{x}} by {k}"; $"scale {{x}} by {k}" ]
                            [ $"make {{x}} {k} times as large" ]
                            $"its product with {k}"
                            [ "scaled"; $"times_{k}" ])
                    4,
                    (fun _ ->
                        let k = k "plus" [ 1..15 ]

                        number
                            "plus"
                            (fun x -> $"{x} + {k}")
                            (fun n -> n + int64 k)
                            [ $"add {k} to {{x}}"; $"increase {{x}} by {k}" ]
                            [ $"make {{x}} larger by {k}" ]
                            $"its sum with {k}"
                            [ "increased"; $"plus_{k}" ])
                    4,
                    (fun _ ->
                        let k = k "minus" [ 1..15 ]

                        number
                            "minus"
                            (fun x -> $"{x} - {k}")
                            (fun n -> n - int64 k)
                            [ $"subtract {k} from {{x}}"; $"decrease {{x}} by {k}" ]
                            [ $"make {{x}} smaller by {k}" ]
                            $"its difference from {k}"
                            [ "decreased"; $"minus_{k}" ])
                    2,
                    (fun _ ->
                        number
                            "negate"
                            (fun x -> $"-{x}")
                            (fun n -> -n)
                            [ "negate {x}"; "change the sign of {x}" ]
                            [ "flip the sign of {x}" ]
                            "its negative"
                            [ "negated"; "flipped" ])
                    2,
                    (fun _ ->
                        number
                            "absolute"
                            (fun x -> $"abs({x})")
                            abs
                            [ "take the absolute value of {x}"; "make {x} positive" ]
                            [ "compute the absolute value of {x}" ]
                            "its absolute value"
                            [ "absolute"; "sizes" ])
                    3,
                    (fun _ ->
                        let k = k "remainder" [ 2..10 ]

                        number
                            "remainder"
                            (fun x -> $"{x} %% {k}")
                            (fun n -> Python.modulo n (int64 k))
                            [ $"take the remainder of {{x}} divided by {k}"; $"take {{x}} modulo {k}" ]
                            [ $"compute {{x}} modulo {k}" ]
                            $"its remainder modulo {k}"
                            [ "remainders"; $"mod_{k}" ])
                    3,
                    (fun _ ->
                        let k = k "quotient" [ 2..10 ]

                        number
                            "quotient"
                            (fun x -> $"{x} // {k}")
                            (fun n -> Python.divide n (int64 k))
                            [ $"divide {{x}} by {k} rounding down"; $"floor divide {{x}} by {k}" ]
                            [ $"compute {{x}} divided by {k} rounding down" ]
                            $"its integer quotient by {k}"
                            [ "divided"; "quotients"; $"over_{k}" ])
                    2,
                    (fun _ ->
                        let k = k "cap" [ 3..15 ]

                        number
                            "cap"
                            (fun x -> $"min({x}, {k})")
                            (fun n -> min n (int64 k))
                            [ $"cap {{x}} at {k}"; $"limit {{x}} to at most {k}" ]
                            [ $"make {{x}} at most {k}" ]
                            $"the smaller of it and {k}"
                            [ "capped"; $"cap_{k}" ])
                    2,
                    (fun _ ->
                        let k = k "raise" [ 0..10 ]

                        number
                            "raise"
                            (fun x -> $"max({x}, {k})")
                            (fun n -> max n (int64 k))
                            [ $"raise {{x}} to at least {k}"; $"limit {{x}} to at least {k}" ]
                            [ $"make {{x}} at least {k}" ]
                            $"the larger of it and {k}"
                            [ "raised"; $"floor_{k}" ])
                    2,
                    (fun _ ->
                        let k = k "distance" [ 2..15 ]

                        number
                            "distance"
                            (fun x -> $"abs({x} - {k})")
                            (fun n -> abs (n - int64 k))
                            [ $"take the distance of {{x}} from {k}"; $"measure how far {{x}} is from {k}" ]
                            [ $"compute the distance of {{x}} from {k}" ]
                            $"its distance from {k}"
                            [ "distances"; "gaps" ])
                ]
                voice.Dice

        chosen ()

    let private word key python apply verbs kept becomes names =
        mapping key Words python (Value.toText >> apply >> Str) (phrases verbs kept) (phrases [ becomes ] []) names

    let private letters = [ for c in "abcdefghilmnoprstuw" -> string c ]

    let drawWord (voice: Voice) =
        let k operation (values: 'a list) = Voice.constant operation values voice

        let chosen =
            Dice.weighted
                [
                    4,
                    (fun _ ->
                        word
                            "upper"
                            (fun x -> $"{x}.upper()")
                            (fun w -> w.ToUpperInvariant())
                            [ "convert {x} to upper case"; "put {x} in upper case" ]
                            [ "change {x} to upper case" ]
                            "its upper case form"
                            [ "upper"; "loud" ])
                    3,
                    (fun _ ->
                        word
                            "capitalize"
                            (fun x -> $"{x}.capitalize()")
                            Python.capitalize
                            [ "capitalize {x}"; "write {x} with a capital first letter" ]
                            [ "give {x} a capital first letter" ]
                            "its capitalized form"
                            [ "capitalized"; "titles" ])
                    4,
                    (fun _ ->
                        word
                            "reverse each"
                            (fun x -> $"{x}[::-1]")
                            (Python.onText List.rev)
                            [ "reverse {x}"; "reverse the letters of {x}" ]
                            [ "write {x} backwards" ]
                            "its letters backwards"
                            [ "reversed"; "mirrored" ])
                    3,
                    (fun _ ->
                        let k = k "letters from start" [ 1..5 ]

                        word
                            "prefix"
                            (fun x -> $"{x}[:{k}]")
                            (Python.onText (Python.upTo k))
                            [ $"cut {{x}} to {k} letters"; $"shorten {{x}} to {k} letters" ]
                            [ $"cut {{x}} after {k} letters" ]
                            $"its first {k} letters"
                            [ "prefixes"; "cut" ])
                    3,
                    (fun _ ->
                        let k = k "letters from end" [ 1..5 ]

                        word
                            "suffix"
                            (fun x -> $"{x}[-{k}:]")
                            (Python.onText (Python.from -k))
                            [ $"take the last {k} letters of {{x}}"; $"cut {{x}} to its last {k} letters" ]
                            [ $"shorten {{x}} to its last {k} letters" ]
                            $"its last {k} letters"
                            [ "suffixes"; "tails" ])
                    3,
                    (fun _ ->
                        let ending = k "append" [ "s"; "er"; "ed"; "!"; "?"; "ing"; "x"; "y"; "ly"; "o" ]

                        word
                            "append"
                            (fun x -> $"{x} + \"{ending}\"")
                            (fun w -> w + ending)
                            [ $"append \"{ending}\" to {{x}}"; $"add \"{ending}\" to the end of {{x}}" ]
                            [ $"put \"{ending}\" at the end of {{x}}" ]
                            $"itself followed by \"{ending}\""
                            [ "extended"; "marked" ])
                    2,
                    (fun _ ->
                        let start = k "prepend" [ "re"; "un"; "x"; "#"; "@"; "pre"; "my"; "a"; "-" ]

                        word
                            "prepend"
                            (fun x -> $"\"{start}\" + {x}")
                            (fun w -> start + w)
                            [ $"prepend \"{start}\" to {{x}}"; $"add \"{start}\" to the start of {{x}}" ]
                            [ $"put \"{start}\" at the start of {{x}}" ]
                            $"itself preceded by \"{start}\""
                            [ "prefixed"; "tagged" ])
                    3,
                    (fun _ ->
                        let gone = k "replaced letter" [ "a"; "e"; "i"; "o"; "u"; "s"; "t"; "n" ]
                        let put = k "replacement" [ "-"; "*"; "_"; "x"; "z"; "0" ]

                        word
                            "replace letter"
                            (fun x -> $"{x}.replace(\"{gone}\", \"{put}\")")
                            (fun w -> w.Replace(gone, put))
                            [
                                $"replace \"{gone}\" by \"{put}\" in {{x}}"
                                $"change \"{gone}\" to \"{put}\" in {{x}}"
                            ]
                            [ $"put \"{put}\" for \"{gone}\" in {{x}}" ]
                            $"itself with \"{put}\" for \"{gone}\""
                            [ "replaced"; "changed" ])
                    2,
                    (fun _ ->
                        let k = k "repeat word" [ 2..4 ]

                        word
                            "repeat"
                            (fun x -> $"{x} * {k}")
                            (String.replicate k)
                            [ $"repeat {{x}} {k} times"; $"write {{x}} {k} times" ]
                            [ $"make {{x}} appear {k} times" ]
                            $"{k} copies of it"
                            [ "repeated"; $"times_{k}" ])
                    4,
                    (fun _ ->
                        mapping
                            "length"
                            Numbers
                            (fun x -> $"len({x})")
                            (fun w -> Int(int64 (Value.toText w).Length))
                            (phrases [ "take the length of {x}"; "measure the length of {x}" ] [ "compute the length of {x}" ])
                            (phrases [ "its length"; "its number of letters" ] [])
                            [ "lengths"; "sizes" ])
                    3,
                    (fun _ ->
                        let c = k "count letter" letters

                        mapping
                            "count letter"
                            Numbers
                            (fun x -> $"{x}.count(\"{c}\")")
                            (fun w ->
                                Value.toText w
                                |> Seq.filter (fun x -> string x = c)
                                |> Seq.length
                                |> int64
                                |> Int)
                            (phrases
                                [ $"count the letter \"{c}\" in {{x}}"; $"count how often \"{c}\" is in {{x}}" ]
                                [ $"count \"{c}\" in {{x}}" ])
                            (phrases [ $"its count of \"{c}\"" ] [])
                            [ "counts"; $"{c}_counts" ])
                    2,
                    (fun _ ->
                        mapping
                            "initial"
                            Letters
                            (fun x -> $"{x}[0]")
                            (fun w -> Str((Value.toText w)[..0]))
                            (phrases [ "take the first letter of {x}"; "take the initial of {x}" ] [ "pick the first letter of {x}" ])
                            (phrases [ "its first letter"; "its initial" ] [])
                            [ "initials"; "firsts" ])
                ]
                voice.Dice

        chosen ()

    let private letter key python apply verbs kept becomes names =
        mapping key Letters python (Value.toText >> apply >> Str) (phrases verbs kept) (phrases [ becomes ] []) names

    let drawLetter (voice: Voice) =
        let chosen =
            Dice.weighted
                [
                    4,
                    (fun _ ->
                        letter
                            "upper"
                            (fun x -> $"{x}.upper()")
                            (fun c -> c.ToUpperInvariant())
                            [ "convert {x} to upper case"; "put {x} in upper case" ]
                            [ "change {x} to upper case" ]
                            "its upper case form"
                            [ "upper"; "loud" ])
                    3,
                    (fun _ ->
                        letter
                            "lower"
                            (fun x -> $"{x}.lower()")
                            (fun c -> c.ToLowerInvariant())
                            [ "convert {x} to lower case"; "put {x} in lower case" ]
                            [ "change {x} to lower case" ]
                            "its lower case form"
                            [ "lower"; "quiet" ])
                    2,
                    (fun _ ->
                        let k = Voice.constant "repeat letter" [ 2..5 ] voice

                        letter
                            "repeat"
                            (fun x -> $"{x} * {k}")
                            (String.replicate k)
                            [ $"repeat {{x}} {k} times"; $"write {{x}} {k} times" ]
                            [ $"make {{x}} appear {k} times" ]
                            $"{k} copies of it"
                            [ "repeated"; $"times_{k}" ])
                    2,
                    (fun _ ->
                        mapping
                            "code"
                            Numbers
                            (fun x -> $"ord({x})")
                            (Value.toText >> Seq.head >> int64 >> Int)
                            (phrases [ "take the character code of {x}"; "convert {x} to its code" ] [ "change {x} to its code" ])
                            (phrases [ "its character code" ] [])
                            [ "codes"; "ords" ])
                ]
                voice.Dice

        chosen ()
