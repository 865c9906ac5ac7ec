namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// Functions that call themselves. {self} in a line stands for the name.
module internal Recursion =

    let private ints = List.head >> Value.toList >> List.map Value.toInt

    let private folds: (string * string * (string -> string -> string) * string * int64 * (int64 -> int64 -> int64)) list =
        [
            "sum", "0", (fun x rest -> $"{x} + {rest}"), "sum", 0L, (+)
            "product", "1", (fun x rest -> $"{Recipe.factor x} * {rest}"), "product", 1L, (*)
            "largest", "0", (fun x rest -> $"max({x}, {rest})"), "largest (or 0)", 0L, max
        ]

    let private list dice size =
        [ Value.ints (Arguments.numbers -6 12 [] (min size 6) dice) ]

    let private mapped (voice: Voice) =
        let key, start, join, noun, zero, gather = Dice.pick folds voice.Dice

        let mapping =
            Extra.ofMapping (NumberMappings.draw voice) "each number" "each number" voice

        { Recipe.make
              [ "numbers" ]
              $"""
              recursively {mapping.Said} and return the {noun}
              use recursion to {mapping.Said} and return the {noun}
              {mapping.Said} and ^return the {noun}, using recursion
              call itself to {mapping.Said} and return the {noun}
              {mapping.Said} by recursion and ^return the {noun}
              ~ call itself, ^{mapping.Said} and ^return the {noun}
              ~ {mapping.Said} and ^return the {noun} by recursion
              """
              $"recursively {mapping.Told} and return the {noun}"
              [
                  "if not numbers:"
                  $"    return {start}"
                  "n = numbers[0]"
                  $"""return {join (mapping.Python "n") "{self}(numbers[1:])"}"""
              ]
              (fun arguments ->
                  List.foldBack (fun n rest -> gather (mapping.Apply(Int n) |> Value.toInt) rest) (ints arguments) zero
                  |> Int
                  |> Some)
              (fun size dice -> list dice size)
              [ "numbers"; "list" ]
              [ [ "rec"; "recursive"; "" ]; mapping.Names; [ key ] ] with
            Pairs = [ mapping.Key, $"recursive {key}" ]
        }

    let private filtered (voice: Voice) =
        let test = NumberTests.draw voice
        let passing, told = Recipe.passing test "numbers" voice
        let counts = Dice.chance 50 voice.Dice
        let noun = if counts then "count" else "sum"
        let one = if counts then "1" else "numbers[0]"

        { Recipe.make
              [ "numbers" ]
              $"""
              recursively compute the {noun} of {passing}
              use recursion to compute the {noun} of {passing}
              return the {noun} of {passing}, using recursion
              call itself to compute the {noun} of {passing}
              compute the {noun} of {passing} by recursion
              ~ call itself and ^return the {noun} of {passing}
              ~ return the {noun} of {passing} by recursion
              """
              $"recursively compute the {noun} of {told}"
              [
                  "if not numbers:"
                  "    return 0"
                  "rest = {self}(numbers[1:])"
                  $"""if {test.Python "numbers[0]"}:"""
                  $"    return {one} + rest"
                  "return rest"
              ]
              (fun arguments ->
                  let passing = ints arguments |> List.filter (Int >> test.Holds)
                  Some(Int(if counts then int64 passing.Length else List.sum passing)))
              (fun size dice -> [ Value.ints (Arguments.numbers -6 14 test.Landmarks (min size 7) dice) ])
              [ "numbers"; "list" ]
              [ [ "rec"; "recursive"; "" ]; test.Names; [ noun ] ] with
            Pairs = [ test.Key, $"recursive {noun}" ]
        }

    let private nested size dice =
        let rec make depth =
            [
                for _ in 1 .. Dice.between 1 3 dice ->
                    if depth > 0 && Dice.chance 40 dice then
                        List(make (depth - 1))
                    else
                        Recipe.int (Dice.between 0 9 dice)
            ]

        [ List(if size = 0 then [] else make (min size 3)) ]

    let rec private flat =
        function
        | List items -> List.collect flat items
        | other -> [ other ]

    let private flatten (voice: Voice) =
        let summed = Dice.chance 50 voice.Dice

        if summed then
            Recipe.make
                [ "items" ]
                """
                recursively add up all numbers in nested lists
                use recursion to compute the sum of nested lists
                return the sum of all numbers in lists within lists, using recursion
                compute the total of a nested list of any depth
                add up the numbers of a nested list by recursion
                ~ use recursion to add up all numbers in lists within lists
                ~ recursively compute the total of a nested list
                """
                "recursively add up all numbers in nested lists"
                [
                    "if isinstance(items, int):"
                    "    return items"
                    "return sum({self}(x) for x in items)"
                ]
                (List.head >> flat >> List.sumBy Value.toInt >> Int >> Some)
                nested
                [ "nested"; "items" ]
                [ [ "deep"; "nested" ]; [ "sum"; "total" ] ]
        else
            Recipe.make
                [ "items" ]
                """
                recursively flatten nested lists into one list
                use recursion to flatten a nested list
                return all numbers of lists within lists as one list, using recursion
                flatten a nested list of any depth
                collect the numbers of a nested list in one list by recursion
                ~ use recursion to flatten lists within lists into one list
                ~ recursively flatten a nested list of any depth
                """
                "recursively flatten nested lists into one list"
                [
                    "if isinstance(items, int):"
                    "    return [items]"
                    "return [n for x in items for n in {self}(x)]"
                ]
                (List.head >> flat >> List >> Some)
                nested
                [ "nested"; "items" ]
                [ [ "deep"; "nested" ]; [ "flatten"; "flat" ] ]

    let private depth (voice: Voice) =
        let rec deep =
            function
            | List items -> 1 + (items |> List.fold (fun most item -> max most (deep item)) 0)
            | _ -> 0

        Recipe.make
            [ "items" ]
            """
            recursively compute the depth of nested lists
            use recursion to compute how deep a nested list is
            return how deep lists are nested, using recursion
            compute the depth of a nested list
            return the depth of lists within lists
            ~ use recursion to compute the depth of lists within lists
            ~ recursively compute how deep a nested list is
            """
            "recursively compute the depth of nested lists"
            [
                "if isinstance(items, int):"
                "    return 0"
                "return 1 + max([{self}(x) for x in items], default=0)"
            ]
            (List.head >> deep >> Recipe.int >> Some)
            nested
            [ "nested"; "items" ]
            [ [ "depth"; "deep" ]; [ "nested"; "list"; "" ] ]

    let private mirror (voice: Voice) =
        let mark = Voice.constant "mirror mark" [ ""; "-"; "."; "*"; "_"; "+" ] voice

        let between =
            if mark = "" then
                ""
            else
                $" with \"{mark}\" after each character"

        let tail = if mark = "" then "text[0]" else $"text[0] + \"{mark}\""

        Recipe.make
            [ "text" ]
            $"""
            recursively reverse a text{between}
            use recursion to reverse a string{between}
            return a text backwards{between}, using recursion
            reverse the text by recursion{between}
            write a string backwards{between}, calling itself
            ~ use recursion to write a text backwards{between}
            ~ recursively reverse a string{between}
            """
            $"recursively reverse the text{between}"
            [ "if not text:"; "    return \"\""; $"return {{self}}(text[1:]) + {tail}" ]
            (Recipe.ofText (fun text ->
                Str(
                    text
                    |> Python.characters
                    |> List.rev
                    |> List.map (fun c -> c + mark)
                    |> String.concat ""
                )))
            (fun size dice -> [ Str(if size = 0 then "" else Arguments.word dice) ])
            [ "text"; "string" ]
            [ [ "rec"; "recursive"; "" ]; [ "reverse"; "mirror"; "backwards" ] ]

    let private removed (voice: Voice) =
        let c =
            Voice.constant "recursive letter" [ for c in "aeioursnlt" -> string c ] voice

        Recipe.make
            [ "text" ]
            $"""
            recursively count "{c}" in a text
            use recursion to count how often "{c}" is in a string
            return how often "{c}" occurs in a text, using recursion
            count the letter "{c}" in a text by recursion
            compute how many "{c}" a string contains, calling itself
            ~ use recursion to compute how many "{c}" a text contains
            ~ recursively count the letter "{c}" in a string
            """
            $"recursively count \"{c}\" in the text"
            [
                "if not text:"
                "    return 0"
                "rest = {self}(text[1:])"
                $"return rest + 1 if text[0] == \"{c}\" else rest"
            ]
            (Recipe.ofText (fun text -> text |> Seq.filter (fun x -> string x = c) |> Seq.length |> Recipe.int))
            (fun size dice ->
                [
                    Str(
                        if size = 0 then
                            ""
                        else
                            String.concat (Dice.pick [ c; "" ] dice) (Arguments.words [] 2 dice)
                    )
                ])
            [ "text"; "string" ]
            [ [ "rec"; "recursive"; "" ]; [ "count"; $"count_{c}" ] ]

    let all: (int * (Voice -> Recipe)) list =
        [
            8, mapped
            6, filtered
            2, RecursiveSequences.powers
            2, RecursiveSequences.factorial
            4, RecursiveSequences.recurrence
            4, RecursiveSequences.fibonacci
            3, RecursiveSequences.countdown
            3, flatten
            1, depth
            3, mirror
            3, removed
        ]
