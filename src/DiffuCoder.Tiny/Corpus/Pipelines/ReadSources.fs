namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Functions whose first line reads a list from what is given.
module internal ReadSources =

    let private text = List.head >> Value.toText
    let private integer = List.head >> Value.toInt
    let private separators = [ ","; ";"; "|"; "-"; "/"; ":"; "+" ]

    let private characters () =
        let source =
            Source.make
                "characters"
                [ "text" ]
                (Some "list(text)")
                Letters
                (text >> Python.characters >> Value.strs)
                """
                the characters of a text
                a text as characters
                a string as a list of characters
                the characters of a string
                a text, character by character
                ~ a string, character by character
                ~ a string as characters
                """
                ""
                "split the text into characters"
                (fun landmarks size dice -> [ Str(String.concat "" (Arguments.letters landmarks size dice)) ])
                [ "text"; "chars" ]

        // the same line as that change of a text, so it is the same operation to what is held out
        { source with
            Operation = Some "to letters"
        }

    let private numberText voice () =
        let separator = Voice.constant "number separator" (" " :: separators) voice

        Source.make
            "number text"
            [ "text" ]
            (Some $"[int(p) for p in text.split(\"{separator}\")]")
            Numbers
            (fun arguments -> List [ for part in (text arguments).Split separator -> Int(int64 part) ])
            $"""
            a text of numbers separated by "{separator}"
            a string of integers separated by "{separator}"
            numbers in a text with "{separator}" between them
            a text with integers separated by "{separator}"
            integers written as text with "{separator}" between them
            ~ integers in a text separated by "{separator}"
            ~ numbers written as text with "{separator}" between them
            """
            ""
            $"read numbers separated by \"{separator}\""
            (fun landmarks size dice ->
                [
                    Str(System.String.Join(separator, Arguments.numbers 0 25 landmarks (max 1 size) dice))
                ])
            [ "parsed"; "text" ]

    let private wordText voice () =
        let separator = Voice.constant "word separator" ("_" :: separators) voice

        Source.make
            "word text"
            [ "text" ]
            (Some $"text.split(\"{separator}\")")
            Words
            (fun arguments -> Value.strs ((text arguments).Split separator))
            $"""
            a text of words separated by "{separator}"
            a string of words separated by "{separator}"
            words in a text with "{separator}" between them
            a text with words separated by "{separator}"
            words in one string with "{separator}" between them
            ~ words in a string separated by "{separator}"
            ~ words in one text with "{separator}" between them
            """
            ""
            $"split the words at \"{separator}\""
            (fun landmarks size dice ->
                [
                    Str(System.String.Join(separator, Arguments.words landmarks (max 1 size) dice))
                ])
            [ "parsed"; "fields" ]

    let private digits () =
        Source.make
            "digits"
            [ "n" ]
            (Some "[int(d) for d in str(n)]")
            Numbers
            (fun arguments -> List [ for digit in string (integer arguments) -> Int(int64 (string digit)) ])
            ListSources.anInteger
            """
            take its digits
            split it into digits
            take the digits of n
            take its decimal digits
            split n into its digits
            ~ split it into decimal digits
            ~ split n into digits
            """
            "take the digits of n"
            (fun _ size dice ->
                [
                    Int(
                        if size < 2 then
                            0L
                        else
                            int64 (Dice.below 900000 dice + 10 * size)
                    )
                ])
            [ "digits"; "digit" ]

    let private range () =
        Source.make
            "range"
            [ "n" ]
            (Some "list(range(1, n + 1))")
            Numbers
            (fun arguments -> Value.ints [ 1 .. int (integer arguments) ])
            ListSources.anInteger
            """
            take the numbers from 1 to n
            count from 1 to n
            list the integers from 1 to n
            take all integers up to n
            list the numbers 1 to n
            ~ list all integers up to n
            ~ take the integers from 1 to n
            """
            "take the numbers from 1 to n"
            (fun _ size dice -> [ Int(int64 (if size = 0 then 0 else size + Dice.below 15 dice)) ])
            [ "range"; "upto" ]

    let private nested =
        """
        a list of lists of integers
        nested lists of integers
        rows of numbers
        a table of numbers
        a list of rows of numbers
        ~ rows of integers
        ~ a table of integers
        """

    let private rows () =
        Source.make
            "rows"
            [ "rows" ]
            (Some "[n for row in rows for n in row]")
            Numbers
            (List.head >> Value.toList >> List.collect Value.toList >> List)
            nested
            """
            flatten them
            flatten the rows
            put all numbers into one list
            flatten them into one list
            join the rows into one list
            ~ put the rows into one list
            ~ flatten the rows into one list
            """
            "flatten the rows"
            (fun landmarks size dice -> [ Arguments.rows -9 20 landmarks 3 6 size dice ])
            [ "rows"; "flat" ]

    let private rowSums () =
        Source.make
            "row sums"
            [ "rows" ]
            (Some "[sum(row) for row in rows]")
            Numbers
            (List.head
             >> Value.toList
             >> List.map (Value.toList >> List.sumBy Value.toInt >> Int)
             >> List)
            nested
            """
            sum each row
            add up each row
            take the sum of each row
            replace each row by its sum
            take the total of each row
            ~ add up every row
            ~ replace each row by its total
            """
            "sum each row"
            (fun landmarks size dice -> [ Arguments.rows -5 12 landmarks 5 3 size dice ])
            [ "rows"; "row_sums" ]

    let choices (voice: Voice) : (int * (unit -> Source)) list =
        [
            6, characters
            8, numberText voice
            6, wordText voice
            4, digits
            5, range
            4, rows
            4, rowSums
        ]

/// Draws what a function is given.
module internal Sources =

    let draw (voice: Voice) : Source =
        Dice.weighted (ListSources.choices @ PairSources.choices @ ReadSources.choices voice) voice.Dice ()
