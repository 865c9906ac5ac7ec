namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Results of texts.
module internal TextResults =

    let choices (voice: Voice) =
        let letter operation =
            Voice.constant operation [ for c in "abcdefghilmnoprstuw" -> string c ] voice

        [
            6, fun () -> SequenceResults.itself Text
            3,
            fun () ->
                Reduction.always
                    "text length"
                    (fun x -> $"len({x})")
                    (fun t -> Int(int64 (Value.toText t).Length))
                    """
                    its length
                    the length of the text
                    the number of characters
                    how many characters it has
                    how long it is
                    ~ the length of it
                    ~ how many characters the text has
                    """
                    [ "length"; "size" ]
            3,
            fun () ->
                (let c = letter "text count"

                 Reduction.always
                     "text count"
                     (fun x -> $"{x}.count(\"{c}\")")
                     (fun t -> Int(int64 (Value.toText t |> Seq.filter (fun x -> string x = c) |> Seq.length)))
                     $"""
                     how often "{c}" occurs
                     the number of "{c}" in it
                     the count of "{c}"
                     how many times "{c}" occurs in it
                     how many "{c}" it contains
                     ~ how often it contains "{c}"
                     ~ the number of times "{c}" occurs
                     """
                     [ $"count_{c}"; "occurrences" ])
            2,
            fun () ->
                Reduction.always
                    "text palindrome"
                    (fun x -> $"{x} == {x}[::-1]")
                    (fun t -> Bool(Python.onText List.rev (Value.toText t) = Value.toText t))
                    """
                    whether it is a palindrome
                    True if it is a palindrome
                    whether it reads the same backwards
                    True if it reads the same backwards
                    whether the text is a palindrome
                    ~ True if the text is a palindrome
                    ~ whether the text reads the same backwards
                    """
                    [ "is_palindrome"; "mirrored" ]
            2,
            fun () ->
                (let c = letter "text contains"

                 Reduction.always
                     "text contains"
                     (fun x -> $"\"{c}\" in {x}")
                     (fun t -> Bool((Value.toText t).Contains c))
                     $"""
                     whether it contains "{c}"
                     True if it contains "{c}"
                     whether "{c}" is in it
                     True if "{c}" is in it
                     whether the text contains "{c}"
                     ~ True if the text contains "{c}"
                     ~ whether "{c}" is in the text
                     """
                     [ $"has_{c}"; "contains" ])
        ]
