namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Changes of single words.
module internal WordMappings =

    let private word key python apply verbs becomes names =
        Mapping.make key Words python (Value.toText >> apply >> Str) verbs becomes names

    let private letters = [ for c in "abcdefghilmnoprstuw" -> string c ]

    let private toWords (voice: Voice) : (int * (unit -> Mapping)) list =
        let k operation (values: 'a list) = Voice.constant operation values voice

        [
            4,
            (fun () ->
                word
                    "upper"
                    (fun x -> $"{x}.upper()")
                    (fun w -> w.ToUpperInvariant())
                    """
                    convert {x} to upper case
                    put {x} in upper case
                    ~ change {x} to upper case
                    """
                    "its upper case form"
                    [ "upper"; "loud" ])
            3,
            (fun () ->
                word
                    "capitalize"
                    (fun x -> $"{x}.capitalize()")
                    Python.capitalize
                    """
                    capitalize {x}
                    write {x} with a capital first letter
                    ~ make the first letter of {x} a capital one
                    """
                    "its capitalized form"
                    [ "capitalized"; "titles" ])
            4,
            (fun () ->
                word
                    "reverse each"
                    (fun x -> $"{x}[::-1]")
                    (Python.onText List.rev)
                    """
                    reverse {x}
                    reverse the letters of {x}
                    ~ write {x} backwards
                    """
                    "its letters backwards"
                    [ "reversed"; "mirrored" ])
            3,
            (fun () ->
                let k = k "letters from start" [ 1..5 ]

                word
                    "prefix"
                    (fun x -> $"{x}[:{k}]")
                    (Python.onText (Python.upTo k))
                    $"""
                    cut {{x}} to {k} letters
                    shorten {{x}} to {k} letters
                    ~ cut {{x}} after {k} letters
                    """
                    $"its first {k} letters"
                    [ "prefixes"; "cut" ])
            3,
            (fun () ->
                let k = k "letters from end" [ 1..5 ]

                word
                    "suffix"
                    (fun x -> $"{x}[-{k}:]")
                    (Python.onText (Python.from -k))
                    $"""
                    take the last {k} letters of {{x}}
                    cut {{x}} to its last {k} letters
                    ~ shorten {{x}} to its last {k} letters
                    """
                    $"its last {k} letters"
                    [ "suffixes"; "tails" ])
            3,
            (fun () ->
                let ending = k "append" [ "s"; "er"; "ed"; "!"; "?"; "ing"; "x"; "y"; "ly"; "o" ]

                word
                    "append"
                    (fun x -> $"{x} + \"{ending}\"")
                    (fun w -> w + ending)
                    $"""
                    append "{ending}" to {{x}}
                    add "{ending}" to the end of {{x}}
                    ~ put "{ending}" at the end of {{x}}
                    """
                    $"itself followed by \"{ending}\""
                    [ "extended"; "marked" ])
            2,
            (fun () ->
                let start = k "prepend" [ "re"; "un"; "x"; "#"; "@"; "pre"; "my"; "a"; "-" ]

                word
                    "prepend"
                    (fun x -> $"\"{start}\" + {x}")
                    (fun w -> start + w)
                    $"""
                    prepend "{start}" to {{x}}
                    add "{start}" to the start of {{x}}
                    ~ put "{start}" at the start of {{x}}
                    """
                    $"itself preceded by \"{start}\""
                    [ "prefixed"; "tagged" ])
            3,
            (fun () ->
                let gone = k "replaced letter" [ "a"; "e"; "i"; "o"; "u"; "s"; "t"; "n" ]
                let put = k "replacement" [ "-"; "*"; "_"; "x"; "z"; "0" ]

                word
                    "replace letter"
                    (fun x -> $"{x}.replace(\"{gone}\", \"{put}\")")
                    (fun w -> w.Replace(gone, put))
                    $"""
                    replace "{gone}" by "{put}" in {{x}}
                    change "{gone}" to "{put}" in {{x}}
                    ~ put "{put}" for "{gone}" in {{x}}
                    """
                    $"itself with \"{put}\" for \"{gone}\""
                    [ "replaced"; "changed" ])
            2,
            (fun () ->
                let k = k "repeat word" [ 2..4 ]

                word
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
        ]

    let private toOthers (voice: Voice) : (int * (unit -> Mapping)) list =
        let k operation (values: 'a list) = Voice.constant operation values voice

        [
            4,
            (fun () ->
                Mapping.make
                    "length"
                    Numbers
                    (fun x -> $"len({x})")
                    (fun w -> Int(int64 (Value.toText w).Length))
                    """
                        take the length of {x}
                        measure the length of {x}
                        ~ compute the length of {x}
                        """
                    "its length"
                    [ "lengths"; "sizes" ])
            3,
            (fun () ->
                let c = k "count letter" letters

                Mapping.make
                    "count letter"
                    Numbers
                    (fun x -> $"{x}.count(\"{c}\")")
                    (fun w ->
                        Value.toText w
                        |> Seq.filter (fun x -> string x = c)
                        |> Seq.length
                        |> int64
                        |> Int)
                    $"""
                        count the letter "{c}" in {{x}}
                        count how often "{c}" is in {{x}}
                        ~ count "{c}" in {{x}}
                        """
                    $"its count of \"{c}\""
                    [ "counts"; $"{c}_counts" ])
            2,
            (fun () ->
                Mapping.make
                    "initial"
                    Letters
                    (fun x -> $"{x}[0]")
                    (fun w -> Str((Value.toText w)[..0]))
                    """
                        take the first letter of {x}
                        take the initial of {x}
                        ~ pick the first letter of {x}
                        """
                    "its first letter"
                    [ "initials"; "firsts" ])
        ]

    /// Draws a change whose result is a word again.
    let drawToWord (voice: Voice) =
        Dice.weighted (toWords voice) voice.Dice ()

    /// Draws a change to a word, a number or a character.
    let draw (voice: Voice) =
        Dice.weighted (toWords voice @ toOthers voice) voice.Dice ()
