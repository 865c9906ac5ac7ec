namespace DiffuCoder.Tiny.Corpus

/// What functions are given, and arguments to test them with.
module internal Sources =

    let private phrases seen kept = { Seen = seen; Kept = kept }

    let private unread = phrases [] []

    let private vocabulary =
        [
            "apple"
            "banana"
            "cat"
            "dog"
            "level"
            "noon"
            "tree"
            "stone"
            "river"
            "a"
            "of"
            "the"
            "sun"
            "radar"
            "window"
            "garden"
            "is"
            "it"
            "orange"
            "pen"
            "paper"
            "house"
            "bird"
            "list"
            "moon"
            "star"
            "python"
            "code"
            "eye"
            "mountain"
            "sea"
            "wind"
            "refer"
            "ox"
        ]

    let private names =
        [ "ann"; "bob"; "cid"; "dora"; "eve"; "finn"; "gus"; "hana"; "ivo"; "jo" ]

    let private numbersOf landmarks =
        landmarks
        |> List.choose (function
            | Int n -> Some(int n)
            | _ -> None)

    let private wordsOf landmarks =
        landmarks
        |> List.choose (function
            | Str s when s.Trim() <> "" && s.Length > 1 -> Some s
            | _ -> None)

    let private lettersOf landmarks =
        landmarks
        |> List.choose (function
            | Str s when s.Length = 1 -> Some s
            | _ -> None)

    let private many draw size dice = [ for _ in 1..size -> draw dice ]

    let private number low high landmarks dice =
        match landmarks with
        | _ :: _ when Dice.chance 35 dice -> Dice.pick landmarks dice |> max low
        | _ -> Dice.between low high dice

    /// Numbers with repetitions, some of them landmarks.
    let numbers low high landmarks size dice =
        let drawn = many (number low high (numbersOf landmarks)) size dice

        if size > 4 && Dice.chance 60 dice then
            Dice.shuffle (drawn[1] :: List.tail drawn) dice
        else
            drawn

    let words landmarks size dice =
        let known = wordsOf landmarks

        let word dice =
            if not known.IsEmpty && Dice.chance 35 dice then
                Dice.pick known dice
            else
                Dice.pick vocabulary dice

        let drawn = many word size dice

        if size > 4 && Dice.chance 50 dice then
            Dice.shuffle (drawn[1] :: List.tail drawn) dice
        else
            drawn

    let private letters landmarks size dice =
        let known = lettersOf landmarks
        let plain = Python.characters "abcdeehilnoorstuABDEKRT 0259 -!"

        many
            (fun dice ->
                if not known.IsEmpty && Dice.chance 30 dice then
                    Dice.pick known dice
                else
                    Dice.pick plain dice)
            size
            dice

    let private palindromes = [ "level"; "noon"; "racecar"; "abba"; "stats" ]

    let private text landmarks size dice =
        if size > 1 && Dice.chance 20 dice then
            Dice.pick palindromes dice
        else
            let spelled =
                words landmarks (max 0 (size / 2)) dice
                |> List.map (fun w -> if Dice.chance 25 dice then Python.capitalize w else w)

            String.concat " " spelled

    let private scores landmarks size dice =
        let keys = Dice.shuffle names dice |> List.truncate size
        // distinct values, so that the highest is one name
        let values =
            numbers -10 30 landmarks 40 dice @ [ 31..50 ]
            |> List.distinct
            |> List.truncate size

        Dict(
            List.zip keys values[.. keys.Length - 1]
            |> List.map (fun (k, v) -> Str k, Int(int64 v))
        )

    let private source key parameters python gives read takes reading doc arguments names : Source =
        {
            Key = key
            Parameters = parameters
            Python = python
            Gives = gives
            Read = read
            Takes = takes
            Reading = reading
            DocVerb = doc
            Arguments = fun dice landmarks size -> arguments landmarks size dice
            Names = names
        }

    let private parameter key kind takes arguments names =
        source key [ Kind.variable kind ] None kind List.head takes unread "" arguments names

    let private anInteger =
        phrases
            [
                "an integer n"
                "a number n"
                "a whole number n"
                "an integer `n`"
                "one integer n"
            ]
            [ "a whole number `n`"; "one whole number n" ]

    let private twoLists =
        Phrasing.ofLines
            """
            two lists of integers
            two lists of numbers
            two lists `first` and `second`
            the lists `first` and `second`
            two lists of whole numbers
            ~ the two lists `first` and `second`
            ~ a first and a second list of integers
            """

    let private commonVerbs =
        Phrasing.ofLines
            """
            keep what of the first is in the second
            keep the numbers that are in both
            keep the numbers of the first that are in the second
            take the numbers they have in common
            select what is in both
            ~ select the numbers that are in both
            ~ take what they have in common
            """

    let private otherVerbs =
        Phrasing.ofLines
            """
            keep what of the first is not in the second
            remove from the first what is in the second
            keep the numbers of the first that are not in the second
            drop from the first all numbers of the second
            select what is only in the first
            ~ select the numbers that are only in the first
            ~ drop from the first what is in the second
            """

    /// The expression of a and b, its value, a keyword and its verb phrases.
    let private pairwise: (string * (int64 -> int64 -> int64) * string * string) list =
        [
            "a + b",
            (+),
            "added",
            """
          add them pairwise
          add the numbers at each position
          add each number of the first to the one in the second
          add them up position by position
          sum the pairs
          ~ add the pairs
          ~ sum the numbers at each position
          """
            "a * b",
            (*),
            "multiplied",
            """
          multiply them pairwise
          multiply the numbers at each position
          multiply each number of the first by the one in the second
          multiply them position by position
          multiply the pairs
          ~ multiply each pair
          ~ multiply the pairs position by position
          """
            "a - b",
            (-),
            "subtracted",
            """
          subtract the second from the first pairwise
          subtract the numbers of the second at each position
          subtract from each number of the first the one in the second
          subtract the second from the first position by position
          take the first minus the second pairwise
          ~ take the first minus the second at each position
          ~ subtract the second from the first at each position
          """
            "max(a, b)",
            max,
            "larger",
            """
          take the larger of each pair
          take the larger number at each position
          keep the larger of each pair
          take the maximum of each pair
          pick the larger one position by position
          ~ pick the larger of each pair
          ~ keep the larger number at each position
          """
            "min(a, b)",
            min,
            "smaller",
            """
          take the smaller of each pair
          take the smaller number at each position
          keep the smaller of each pair
          take the minimum of each pair
          pick the smaller one position by position
          ~ pick the smaller of each pair
          ~ keep the smaller number at each position
          """
        ]

    let private nested =
        phrases
            [
                "a list of lists of integers"
                "nested lists of integers"
                "rows of numbers"
                "a table of numbers"
                "a list of rows of numbers"
            ]
            [ "rows of integers"; "a table of integers" ]

    let private number' value = Value.toInt (List.head value)

    let draw (voice: Voice) =
        let chosen =
            Dice.weighted
                [
                    30,
                    (fun () ->
                        parameter
                            "numbers"
                            Numbers
                            (phrases
                                [
                                    "a list of integers"
                                    "a list of numbers"
                                    "a list of whole numbers"
                                    "some integers in a list"
                                    "a list `numbers`"
                                ]
                                [ "some numbers in a list"; "some whole numbers in a list" ])
                            (fun landmarks size dice -> [ Value.ints (numbers -12 25 landmarks size dice) ])
                            [ "numbers"; "list"; "values" ])
                    20,
                    (fun () ->
                        parameter
                            "words"
                            Words
                            (phrases
                                [
                                    "a list of words"
                                    "a list of strings"
                                    "a list of lower case words"
                                    "some words in a list"
                                    "a list `words`"
                                ]
                                [ "some strings in a list"; "some lower case words in a list" ])
                            (fun landmarks size dice -> [ Value.strs (words landmarks size dice) ])
                            [ "words"; "list"; "strings" ])
                    10,
                    (fun () ->
                        parameter
                            "text"
                            Text
                            (phrases
                                [ "a string"; "a text"; "a string `text`"; "some text"; "a piece of text" ]
                                [ "a string of text"; "one piece of text" ])
                            (fun landmarks size dice -> [ Str(text landmarks size dice) ])
                            [ "text"; "string" ])
                    6,
                    (fun () ->
                        source
                            "characters"
                            [ "text" ]
                            (Some "list(text)")
                            Letters
                            (List.head >> Value.toText >> Python.characters >> Value.strs)
                            (phrases
                                [
                                    "the characters of a text"
                                    "a text as characters"
                                    "a string as a list of characters"
                                    "the characters of a string"
                                    "a text, character by character"
                                ]
                                [ "a string, character by character"; "a string as characters" ])
                            unread
                            "split the text into characters"
                            (fun landmarks size dice -> [ Str(String.concat "" (letters landmarks size dice)) ])
                            [ "text"; "chars" ])
                    10,
                    (fun () ->
                        parameter
                            "scores"
                            Scores
                            (phrases
                                [
                                    "a dictionary of scores by name"
                                    "a dictionary from names to scores"
                                    "a dictionary with the score of each name"
                                    "the scores as a dictionary"
                                    "a dictionary `scores`"
                                ]
                                [ "a dictionary with names and scores"; "the scores by name as a dictionary" ])
                            (fun landmarks size dice -> [ scores landmarks size dice ])
                            [ "scores"; "points" ])
                    8,
                    (fun () ->
                        let separator =
                            Voice.constant "number separator" [ ","; ";"; "|"; "-"; "/"; ":"; "+"; " " ] voice

                        source
                            "number text"
                            [ "text" ]
                            (Some $"[int(p) for p in text.split(\"{separator}\")]")
                            Numbers
                            (fun arguments -> List [ for part in (Value.toText arguments.Head).Split separator -> Int(int64 part) ])
                            (phrases
                                [
                                    $"a text of numbers separated by \"{separator}\""
                                    $"a string of integers separated by \"{separator}\""
                                    $"numbers in a text with \"{separator}\" between them"
                                    $"a text with integers separated by \"{separator}\""
                                    $"integers written as text with \"{separator}\" between them"
                                ]
                                [
                                    $"integers in a text separated by \"{separator}\""
                                    $"numbers written as text with \"{separator}\" between them"
                                ])
                            unread
                            $"read numbers separated by \"{separator}\""
                            (fun landmarks size dice -> [ Str(System.String.Join(separator, numbers 0 25 landmarks (max 1 size) dice)) ])
                            [ "parsed"; "text" ])
                    6,
                    (fun () ->
                        let separator =
                            Voice.constant "word separator" [ ","; ";"; "|"; "-"; "/"; ":"; "+"; "_" ] voice

                        source
                            "word text"
                            [ "text" ]
                            (Some $"text.split(\"{separator}\")")
                            Words
                            (fun arguments -> Value.strs ((Value.toText arguments.Head).Split separator))
                            (phrases
                                [
                                    $"a text of words separated by \"{separator}\""
                                    $"a string of words separated by \"{separator}\""
                                    $"words in a text with \"{separator}\" between them"
                                    $"a text with words separated by \"{separator}\""
                                    $"words in one string with \"{separator}\" between them"
                                ]
                                [
                                    $"words in a string separated by \"{separator}\""
                                    $"words in one text with \"{separator}\" between them"
                                ])
                            unread
                            $"split the words at \"{separator}\""
                            (fun landmarks size dice -> [ Str(System.String.Join(separator, words landmarks (max 1 size) dice)) ])
                            [ "parsed"; "fields" ])
                    4,
                    (fun () ->
                        source
                            "digits"
                            [ "n" ]
                            (Some "[int(d) for d in str(n)]")
                            Numbers
                            (fun arguments -> List [ for c in string (number' arguments) -> Int(int64 (string c)) ])
                            anInteger
                            (phrases
                                [
                                    "take its digits"
                                    "split it into digits"
                                    "take the digits of n"
                                    "take its decimal digits"
                                    "split n into its digits"
                                ]
                                [ "split it into decimal digits"; "split n into digits" ])
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
                            [ "digits"; "digit" ])
                    5,
                    (fun () ->
                        source
                            "range"
                            [ "n" ]
                            (Some "list(range(1, n + 1))")
                            Numbers
                            (fun arguments -> Value.ints [ 1 .. int (number' arguments) ])
                            anInteger
                            (phrases
                                [
                                    "take the numbers from 1 to n"
                                    "count from 1 to n"
                                    "list the integers from 1 to n"
                                    "take all integers up to n"
                                    "list the numbers 1 to n"
                                ]
                                [ "list all integers up to n"; "take the integers from 1 to n" ])
                            "take the numbers from 1 to n"
                            (fun _ size dice -> [ Int(int64 (if size = 0 then 0 else size + Dice.below 15 dice)) ])
                            [ "range"; "upto" ])
                    10,
                    (fun () ->
                        source
                            "number"
                            [ "n" ]
                            None
                            OneNumber
                            List.head
                            anInteger
                            unread
                            ""
                            (fun _ size dice -> [ Int(int64 (Dice.between -10 30 dice + size)) ])
                            [ "number"; "value" ])
                    7,
                    (fun () ->
                        let symbol, apply, key, verbs = Dice.pick pairwise voice.Dice

                        source
                            "two lists"
                            [ "first"; "second" ]
                            (Some $"[{symbol} for a, b in zip(first, second)]")
                            Numbers
                            (function
                            | [ first; second ] ->
                                List.map2
                                    (fun a b -> Int(apply (Value.toInt a) (Value.toInt b)))
                                    (Value.toList first)
                                    (Value.toList second)
                                |> List
                            | _ -> Nothing)
                            twoLists
                            (Phrasing.ofLines verbs)
                            (List.head (Phrasing.ofLines verbs).Seen)
                            (fun landmarks size dice ->
                                [
                                    Value.ints (numbers -5 15 landmarks size dice)
                                    Value.ints (numbers -5 15 landmarks size dice)
                                ])
                            [ "pairs"; "lists"; key ])
                    4,
                    (fun () ->
                        let common = Dice.chance 50 voice.Dice
                        let verbs = if common then commonVerbs else otherVerbs

                        source
                            (if common then "common" else "difference")
                            [ "first"; "second" ]
                            (Some(
                                if common then
                                    "[n for n in first if n in second]"
                                else
                                    "[n for n in first if n not in second]"
                            ))
                            Numbers
                            (function
                            | [ first; second ] ->
                                Value.toList first
                                |> List.filter (fun n -> List.contains n (Value.toList second) = common)
                                |> List
                            | _ -> Nothing)
                            twoLists
                            verbs
                            (List.head verbs.Seen)
                            (fun landmarks size dice ->
                                [
                                    Value.ints (numbers -2 12 landmarks size dice)
                                    Value.ints (numbers -2 12 landmarks size dice)
                                ])
                            [ "lists"; (if common then "common" else "missing") ])
                    4,
                    (fun () ->
                        source
                            "rows"
                            [ "rows" ]
                            (Some "[n for row in rows for n in row]")
                            Numbers
                            (List.head >> Value.toList >> List.collect Value.toList >> List)
                            nested
                            (phrases
                                [
                                    "flatten them"
                                    "flatten the rows"
                                    "put all numbers into one list"
                                    "flatten them into one list"
                                    "join the rows into one list"
                                ]
                                [ "put the rows into one list"; "flatten the rows into one list" ])
                            "flatten the rows"
                            (fun landmarks size dice ->
                                [
                                    List
                                        [
                                            for _ in 1 .. min size 3 -> Value.ints (numbers -9 20 landmarks (Dice.between 0 4 dice) dice)
                                        ]
                                ])
                            [ "rows"; "flat" ])
                    4,
                    (fun () ->
                        source
                            "row sums"
                            [ "rows" ]
                            (Some "[sum(row) for row in rows]")
                            Numbers
                            (List.head
                             >> Value.toList
                             >> List.map (Value.toList >> List.sumBy Value.toInt >> Int)
                             >> List)
                            nested
                            (phrases
                                [
                                    "sum each row"
                                    "add up each row"
                                    "take the sum of each row"
                                    "replace each row by its sum"
                                    "take the total of each row"
                                ]
                                [ "add up every row"; "replace each row by its total" ])
                            "sum each row"
                            (fun landmarks size dice ->
                                [
                                    List
                                        [
                                            for _ in 1 .. min size 5 -> Value.ints (numbers -5 12 landmarks (Dice.between 0 3 dice) dice)
                                        ]
                                ])
                            [ "rows"; "row_sums" ])
                ]
                voice.Dice

        chosen ()
