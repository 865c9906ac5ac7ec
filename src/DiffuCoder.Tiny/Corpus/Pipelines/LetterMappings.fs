namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Changes of single characters.
module internal LetterMappings =

    let private letter key python apply verbs becomes names =
        Mapping.make key Letters python (Value.toText >> apply >> Str) verbs becomes names

    let draw (voice: Voice) =
        let chosen =
            Dice.weighted
                [
                    4,
                    (fun () ->
                        letter
                            "upper"
                            (fun x -> $"{x}.upper()")
                            (fun c -> c.ToUpperInvariant())
                            """
                            convert {x} to upper case
                            put {x} in upper case
                            ~ change {x} to upper case
                            """
                            "its upper case form"
                            [ "upper"; "loud" ])
                    3,
                    (fun () ->
                        letter
                            "lower"
                            (fun x -> $"{x}.lower()")
                            (fun c -> c.ToLowerInvariant())
                            """
                            convert {x} to lower case
                            put {x} in lower case
                            ~ change {x} to lower case
                            """
                            "its lower case form"
                            [ "lower"; "quiet" ])
                    2,
                    (fun () ->
                        let k = Voice.constant "repeat letter" [ 2..5 ] voice

                        letter
                            "repeat"
                            (fun x -> $"{x} * {k}")
                            (String.replicate k)
                            $"""
                            repeat {{x}} {k} times
                            write {{x}} {k} times
                            ~ make {k} copies of {{x}}
                            """
                            $"{k} copies of it"
                            [ "repeated"; $"times_{k}" ])
                    2,
                    (fun () ->
                        Mapping.make
                            "code"
                            Numbers
                            (fun x -> $"ord({x})")
                            (Value.toText >> Seq.head >> int64 >> Int)
                            """
                                take the character code of {x}
                                convert {x} to its code
                                ~ change {x} to its code
                                """
                            "its character code"
                            [ "codes"; "ords" ])
                ]
                voice.Dice

        chosen ()
