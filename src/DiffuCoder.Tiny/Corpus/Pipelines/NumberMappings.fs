namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Changes of single numbers.
module internal NumberMappings =

    let private number key python apply verbs becomes names =
        Mapping.make key Numbers python (Value.toInt >> apply >> Int) verbs becomes names

    let draw (voice: Voice) =
        let k operation values = Voice.constant operation values voice

        let chosen =
            Dice.weighted
                [
                    4,
                    (fun () ->
                        number
                            "square"
                            (fun x -> $"{x} * {x}")
                            (fun n -> n * n)
                            """
                            square {x}
                            take the square of {x}
                            ~ multiply {x} by itself
                            """
                            "its square"
                            [ "squares"; "squared" ])
                    1,
                    (fun () ->
                        number
                            "cube"
                            (fun x -> $"{x} ** 3")
                            (fun n -> n * n * n)
                            """
                            cube {x}
                            take the cube of {x}
                            ~ compute the cube of {x}
                            """
                            "its cube"
                            [ "cubes"; "cubed" ])
                    3,
                    (fun () ->
                        number
                            "double"
                            (fun x -> $"{x} * 2")
                            (fun n -> n * 2L)
                            """
                            double {x}
                            take twice {x}
                            ~ multiply {x} by 2
                            """
                            "its double"
                            [ "doubled"; "doubles" ])
                    4,
                    (fun () ->
                        let k = k "times" [ 3..12 ]

                        number
                            "times"
                            (fun x -> $"{x} * {k}")
                            (fun n -> n * int64 k)
                            $"""
                            multiply {{x}} by {k}
                            scale {{x}} by {k}
                            ~ make {{x}} {k} times larger
                            """
                            $"its product with {k}"
                            [ "scaled"; $"times_{k}" ])
                    4,
                    (fun () ->
                        let k = k "plus" [ 1..15 ]

                        number
                            "plus"
                            (fun x -> $"{x} + {k}")
                            (fun n -> n + int64 k)
                            $"""
                            add {k} to {{x}}
                            increase {{x}} by {k}
                            ~ make {{x}} larger by {k}
                            """
                            $"its sum with {k}"
                            [ "increased"; $"plus_{k}" ])
                    4,
                    (fun () ->
                        let k = k "minus" [ 1..15 ]

                        number
                            "minus"
                            (fun x -> $"{x} - {k}")
                            (fun n -> n - int64 k)
                            $"""
                            subtract {k} from {{x}}
                            decrease {{x}} by {k}
                            ~ make {{x}} smaller by {k}
                            """
                            $"its difference from {k}"
                            [ "decreased"; $"minus_{k}" ])
                    2,
                    (fun () ->
                        number
                            "negate"
                            (fun x -> $"-{x}")
                            (fun n -> -n)
                            """
                            negate {x}
                            change the sign of {x}
                            ~ change {x} to its negative
                            """
                            "its negative"
                            [ "negated"; "flipped" ])
                    2,
                    (fun () ->
                        number
                            "absolute"
                            (fun x -> $"abs({x})")
                            abs
                            """
                            take the absolute value of {x}
                            make {x} positive
                            ~ compute the absolute value of {x}
                            """
                            "its absolute value"
                            [ "absolute"; "sizes" ])
                    3,
                    (fun () ->
                        let k = k "remainder" [ 2..10 ]

                        number
                            "remainder"
                            (fun x -> $"{x} %% {k}")
                            (fun n -> Python.modulo n (int64 k))
                            $"""
                            take the remainder of {{x}} divided by {k}
                            take {{x}} modulo {k}
                            ~ compute {{x}} modulo {k}
                            """
                            $"its remainder modulo {k}"
                            [ "remainders"; $"mod_{k}" ])
                    3,
                    (fun () ->
                        let k = k "quotient" [ 2..10 ]

                        number
                            "quotient"
                            (fun x -> $"{x} // {k}")
                            (fun n -> Python.divide n (int64 k))
                            $"""
                            divide {{x}} by {k} rounding down
                            floor divide {{x}} by {k}
                            ~ compute {{x}} divided by {k} rounding down
                            """
                            $"its integer quotient by {k}"
                            [ "divided"; "quotients"; $"over_{k}" ])
                    2,
                    (fun () ->
                        let k = k "cap" [ 3..15 ]

                        number
                            "cap"
                            (fun x -> $"min({x}, {k})")
                            (fun n -> min n (int64 k))
                            $"""
                            cap {{x}} at {k}
                            limit {{x}} to at most {k}
                            ~ make {{x}} at most {k}
                            """
                            $"the smaller of it and {k}"
                            [ "capped"; $"cap_{k}" ])
                    2,
                    (fun () ->
                        let k = k "raise" [ 0..10 ]

                        number
                            "raise"
                            (fun x -> $"max({x}, {k})")
                            (fun n -> max n (int64 k))
                            $"""
                            raise {{x}} to at least {k}
                            limit {{x}} to at least {k}
                            ~ make {{x}} at least {k}
                            """
                            $"the larger of it and {k}"
                            [ "raised"; $"floor_{k}" ])
                    2,
                    (fun () ->
                        let k = k "distance" [ 2..15 ]

                        number
                            "distance"
                            (fun x -> $"abs({x} - {k})")
                            (fun n -> abs (n - int64 k))
                            $"""
                            take the distance of {{x}} from {k}
                            measure how far {{x}} is from {k}
                            ~ compute the distance of {{x}} from {k}
                            """
                            $"its distance from {k}"
                            [ "distances"; "gaps" ])
                ]
                voice.Dice

        chosen ()
