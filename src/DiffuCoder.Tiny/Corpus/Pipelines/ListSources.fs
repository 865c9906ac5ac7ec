namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Functions of a list, a text, a dictionary or a number that need not be read first.
module internal ListSources =

    let private parameter key kind takes arguments names =
        Source.make
            key
            [ Kind.variable kind ]
            None
            kind
            List.head
            takes
            ""
            ""
            (fun landmarks size dice -> [ arguments landmarks size dice ])
            names

    let anInteger =
        """
        an integer n
        a number n
        a whole number n
        an integer `n`
        one integer n
        ~ a whole number `n`
        ~ one whole number n
        """

    let choices: (int * (unit -> Source)) list =
        [
            30,
            fun () ->
                parameter
                    "numbers"
                    Numbers
                    """
                    a list of integers
                    a list of numbers
                    a list of whole numbers
                    some integers in a list
                    a list `numbers`
                    ~ some numbers in a list
                    ~ some whole numbers in a list
                    """
                    (fun landmarks size dice -> Value.ints (Arguments.numbers -12 25 landmarks size dice))
                    [ "numbers"; "list"; "values" ]
            20,
            fun () ->
                parameter
                    "words"
                    Words
                    """
                    a list of words
                    a list of strings
                    a list of lower case words
                    some words in a list
                    a list `words`
                    ~ some strings in a list
                    ~ some lower case words in a list
                    """
                    (fun landmarks size dice -> Value.strs (Arguments.words landmarks size dice))
                    [ "words"; "list"; "strings" ]
            10,
            fun () ->
                parameter
                    "text"
                    Text
                    """
                    a string
                    a text
                    a string `text`
                    some text
                    a piece of text
                    ~ a string of text
                    ~ one piece of text
                    """
                    (fun landmarks size dice -> Str(Arguments.text landmarks size dice))
                    [ "text"; "string" ]
            10,
            fun () ->
                parameter
                    "scores"
                    Scores
                    """
                    a dictionary of scores by name
                    a dictionary from names to scores
                    a dictionary with the score of each name
                    the scores as a dictionary
                    a dictionary `scores`
                    ~ a dictionary with names and scores
                    ~ the scores by name as a dictionary
                    """
                    Arguments.scores
                    [ "scores"; "points" ]
            10,
            fun () ->
                parameter
                    "number"
                    OneNumber
                    anInteger
                    (fun landmarks size dice ->
                        match landmarks with
                        | _ :: _ when size >= 6 && Dice.chance 40 dice -> Dice.pick landmarks dice
                        | _ -> Int(int64 (Dice.between -10 30 dice + size)))
                    [ "number"; "value" ]
        ]
