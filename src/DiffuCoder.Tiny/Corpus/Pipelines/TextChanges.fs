namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Changes of a text as a whole, and its parts.
module internal TextChanges =

    let private text key python apply words names =
        Change.make key Text python (Value.toText >> apply >> Str) words names

    let choices (voice: Voice) =
        let k operation (values: 'a list) = Voice.constant operation values voice

        [
            3,
            (fun () ->
                text
                    "text upper"
                    (fun x -> $"{x}.upper()")
                    (fun t -> t.ToUpperInvariant())
                    """
                    convert it to upper case
                    convert the text to upper case
                    put it in upper case
                    make all letters upper case
                    turn it into upper case
                    ~ change it to upper case
                    ~ make it upper case
                    """
                    [ "upper"; "loud" ])
            3,
            (fun () ->
                text
                    "text lower"
                    (fun x -> $"{x}.lower()")
                    (fun t -> t.ToLowerInvariant())
                    """
                    convert it to lower case
                    convert the text to lower case
                    put it in lower case
                    make all letters lower case
                    turn it into lower case
                    ~ change it to lower case
                    ~ make it lower case
                    """
                    [ "lower"; "quiet" ])
            3,
            (fun () ->
                text
                    "text reverse"
                    (fun x -> $"{x}[::-1]")
                    (Python.onText List.rev)
                    """
                    reverse it
                    reverse the text
                    turn it around
                    write it backwards
                    put its characters in reverse order
                    ~ turn the text around
                    ~ write the text backwards
                    """
                    [ "reversed"; "backwards" ])
            3,
            (fun () ->
                let k = k "text first" [ 2..8 ]

                text
                    "text first"
                    (fun x -> $"{x}[:{k}]")
                    (Python.onText (Python.upTo k))
                    $"""
                    keep the first {k} characters
                    take its first {k} characters
                    cut it to {k} characters
                    keep {k} characters from the start
                    shorten it to {k} characters
                    ~ take {k} characters from the start
                    ~ cut the text to {k} characters
                    """
                    [ "start"; "prefix" ])
            3,
            (fun () ->
                let k = k "text last" [ 2..8 ]

                text
                    "text last"
                    (fun x -> $"{x}[-{k}:]")
                    (Python.onText (Python.from -k))
                    $"""
                    keep the last {k} characters
                    take its last {k} characters
                    keep {k} characters from the end
                    cut it to its last {k} characters
                    keep only the last {k} characters
                    ~ take {k} characters from the end
                    ~ shorten it to its last {k} characters
                    """
                    [ "end"; "suffix" ])
            4,
            (fun () ->
                let gone =
                    k "text replaced" [ "a"; "e"; "i"; "o"; "u"; "s"; "t"; "n"; " "; "r"; "l" ]

                let put = k "text replacement" [ "-"; "*"; "_"; "x"; "z"; "0"; "" ]

                let verbs =
                    if put = "" then
                        $"""
                        remove every "{gone}"
                        delete each "{gone}"
                        drop all "{gone}" characters
                        leave out every "{gone}"
                        remove all "{gone}" from it
                        ~ delete every "{gone}"
                        ~ drop every "{gone}"
                        """
                    else
                        $"""
                        replace every "{gone}" by "{put}"
                        replace "{gone}" with "{put}"
                        change each "{gone}" to "{put}"
                        turn every "{gone}" into "{put}"
                        put "{put}" in place of "{gone}"
                        ~ change every "{gone}" into "{put}"
                        ~ put "{put}" for each "{gone}"
                        """

                text
                    "text replace"
                    (fun x -> $"{x}.replace(\"{gone}\", \"{put}\")")
                    (fun t -> t.Replace(gone, put))
                    verbs
                    [ "replaced"; "changed" ])
            2,
            (fun () ->
                let ending = k "text append" [ "!"; "?"; "."; "..."; "#"; "x"; " ok"; "-end" ]

                text
                    "text append"
                    (fun x -> $"{x} + \"{ending}\"")
                    (fun t -> t + ending)
                    $"""
                    append "{ending}"
                    append "{ending}" to it
                    add "{ending}" at the end
                    add "{ending}" to the end of the text
                    put "{ending}" after it
                    ~ put "{ending}" at the end
                    ~ append "{ending}" to the text
                    """
                    [ "extended"; "marked" ])
            4,
            (fun () ->
                Change.make
                    "split words"
                    Words
                    (fun x -> $"{x}.split()")
                    (Value.toText >> Python.split >> Value.strs)
                    """
                    split it into words
                    split the text into words
                    take its words
                    break it into words
                    divide it into words
                    ~ break the text into words
                    ~ take the words of it
                    """
                    [ "words"; "split" ])
            3,
            (fun () ->
                Change.make
                    "to letters"
                    Letters
                    (fun x -> $"list({x})")
                    (Value.toText >> Python.characters >> Value.strs)
                    """
                    split it into characters
                    split the text into characters
                    take its characters
                    break it into characters
                    divide it into characters
                    ~ break the text into characters
                    ~ take the characters of it
                    """
                    [ "characters"; "chars" ])
        ]
