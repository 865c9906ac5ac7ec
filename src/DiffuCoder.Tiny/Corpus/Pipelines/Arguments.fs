namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Random arguments of tests. A size of six or more is an ordinary case, which holds all landmarks there is room for.
module internal Arguments =

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

    let private palindromes = [ "level"; "noon"; "racecar"; "abba"; "stats" ]

    let private names =
        [ "ann"; "bob"; "cid"; "dora"; "eve"; "finn"; "gus"; "hana"; "ivo"; "jo" ]

    let private characters = Python.characters "abcdeehilnoorstuABDEKRT 0259 -!"

    /// Items of a size: most landmarks once, the others drawn, and one of them twice.
    let private items (landmarks: 'a list) draw size dice =
        let known =
            if size >= 6 then
                List.truncate (size - 4) (Dice.shuffle landmarks dice)
            else
                []

        let drawn = known @ [ for _ in 1 .. size - known.Length -> draw dice ]

        if size > 4 && Dice.chance 60 dice then
            Dice.shuffle (drawn.Head :: List.take (size - 1) drawn) dice
        else
            Dice.shuffle drawn dice

    let word dice = Dice.pick vocabulary dice

    /// Numbers of a range, some of them landmarks whether in the range or not.
    let numbers low high (landmarks: Value list) size dice =
        let known =
            landmarks
            |> List.choose (function
                | Int n when n >= int64 (min low 0) -> Some(int n)
                | _ -> None)

        items known (Dice.between low high) size dice

    let words (landmarks: Value list) size dice =
        let known =
            landmarks
            |> List.choose (function
                | Str s when s.Trim() <> "" && s.Length > 1 -> Some s
                | _ -> None)

        items known word size dice

    let letters (landmarks: Value list) size dice =
        let known =
            landmarks
            |> List.choose (function
                | Str s when s.Length = 1 -> Some s
                | _ -> None)

        items known (Dice.pick characters) size dice

    /// A palindrome or a few words, some with a capital.
    let text landmarks size dice =
        if size > 1 && Dice.chance 20 dice then
            Dice.pick palindromes dice
        else
            words landmarks (max 0 (size / 2)) dice
            |> List.map (fun word -> if Dice.chance 25 dice then Python.capitalize word else word)
            |> String.concat " "

    /// Names with different numbers, so that the highest belongs to one.
    let scores landmarks size dice =
        let keys = Dice.shuffle names dice |> List.truncate size

        let values =
            List.distinct (numbers -10 30 landmarks keys.Length dice @ Dice.shuffle [ -10 .. 50 ] dice)

        Dict
            [
                for key, value in List.zip keys (List.truncate keys.Length values) -> Str key, Int(int64 value)
            ]

    /// Rows of numbers, some of them empty.
    let rows low high landmarks mostRows mostColumns size dice =
        List
            [
                for _ in 1 .. min size mostRows -> Value.ints (numbers low high landmarks (Dice.between 0 mostColumns dice) dice)
            ]
