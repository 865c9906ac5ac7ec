namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// Functions that call themselves. {self} in a line stands for the function's name.
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

    let private powers (voice: Voice) =
        Recipe.make
            [ "a"; "n" ]
            """
            compute a to the power of n by recursion
            use recursion to compute a to the power of n
            recursively compute the n-th power of a
            return a to the power of n, using recursion
            raise a to the power n recursively
            ~ use recursion to compute the n-th power of a
            ~ raise a to the power n by recursion
            """
            "recursively compute a to the power of n"
            [ "if n == 0:"; "    return 1"; "return a * {self}(a, n - 1)" ]
            (Recipe.ofInts (fun n -> Int(pown n[0] (int n[1]))))
            (fun size dice ->
                [
                    Recipe.int (Dice.between -3 6 dice)
                    Recipe.int (if size < 2 then size else Dice.between 0 5 dice)
                ])
            [ "power"; "a" ]
            [ [ "power"; "raised"; "pow_of" ]; [ "rec"; "of"; "" ] ]

    let private factorial (voice: Voice) =
        Recipe.make
            [ "n" ]
            """
            compute the factorial of n by recursion
            use recursion to compute the factorial of n
            recursively compute n factorial
            return the factorial of n, using recursion
            compute the product of the numbers from 1 to n recursively
            ~ return n factorial, using recursion
            ~ use recursion to compute the product of the numbers from 1 to n
            """
            "recursively compute the factorial of n"
            [ "if n <= 1:"; "    return 1"; "return n * {self}(n - 1)" ]
            (Recipe.ofInts (fun n -> Int(List.fold (*) 1L [ 1L .. n[0] ])))
            (Recipe.number 0 10)
            [ "factorial"; "number" ]
            [ [ "factorial"; "fact" ]; [ "rec"; "of"; "" ] ]

    /// Sequences in which each value is made of the one or two before it.
    let private recurrence (voice: Voice) =
        let a = Voice.constant "sequence start" [ 0..6 ] voice
        let k = Voice.constant "sequence factor" [ 2..4 ] voice
        let m = Voice.constant "sequence added" [ 1..9 ] voice

        let value n =
            Seq.fold (fun value _ -> int64 k * value + int64 m) (int64 a) (seq { 1L .. n })

        Recipe.make
            [ "n" ]
            $"""
            return the n-th value of a sequence that starts with {a}, each next being {k} times the last plus {m}
            compute the n-th value where the first is {a} and each next one is {k} times the last plus {m}
            recursively compute value n of the sequence from {a} where each next is {k} times the last plus {m}
            return f(n) where f(0) is {a} and f(n) is {k} times f(n - 1) plus {m}
            start with {a} and n times ^multiply by {k} and ^add {m}, using recursion
            ~ compute f(n) where f(0) is {a} and each next one is {k} times the last plus {m}
            ~ return value n of a sequence that starts with {a} where each next is {k} times the last plus {m}
            """
            $"return f(n) with f(0) = {a} and f(n) = {k} * f(n - 1) + {m}"
            [ "if n == 0:"; $"    return {a}"; $"return {k} * {{self}}(n - 1) + {m}" ]
            (Recipe.ofInts (fun n -> Int(value n[0])))
            (Recipe.number 0 8)
            [ "sequence"; "value" ]
            [ [ "sequence"; "nth"; "step" ]; [ "value"; "number"; "" ] ]

    let private fibonacci (voice: Voice) =
        let a = Voice.constant "first value" [ 0..5 ] voice
        let b = Voice.constant "second value" [ 1..7 ] voice

        let rec value n =
            if n = 0L then int64 a
            elif n = 1L then int64 b
            else value (n - 1L) + value (n - 2L)

        Recipe.make
            [ "n" ]
            $"""
            return value n of a sequence that starts with {a} and {b}, each next being the sum of the last two
            compute the n-th value where the first are {a} and {b} and each next one is the sum of the last two
            recursively compute value n of the sequence from {a} and {b} where each next is the sum of the last two
            return the n-th number of a Fibonacci sequence that starts with {a} and {b}
            compute the n-th Fibonacci number when the first two are {a} and {b}
            ~ recursively compute the n-th number of a Fibonacci sequence that starts with {a} and {b}
            ~ return the n-th value where the first two are {a} and {b} and each next one is the sum of the last two
            """
            $"return f(n) with f(0) = {a}, f(1) = {b} and f(n) = f(n - 1) + f(n - 2)"
            [
                "if n == 0:"
                $"    return {a}"
                "if n == 1:"
                $"    return {b}"
                "return {self}(n - 1) + {self}(n - 2)"
            ]
            (Recipe.ofInts (fun n -> Int(value n[0])))
            (Recipe.number 0 10)
            [ "sequence"; "value" ]
            [ [ "fib"; "fibonacci"; "sum_of_two" ]; [ "value"; "number"; "" ] ]

    let private countdown (voice: Voice) =
        let step = Voice.constant "countdown" [ 2..7 ] voice

        Recipe.make
            [ "n" ]
            $"""
            recursively return the list from n down to 1 in steps of {step}
            use recursion to count down from n in steps of {step} as a list
            return the numbers n, n - {step} and so on while positive, using recursion
            build by recursion the list that counts down from n by {step} while positive
            count down from n by {step} while positive, as a list, using recursion
            ~ use recursion to build the list that counts down from n by {step} while positive
            ~ recursively count down from n in steps of {step} as a list
            """
            $"recursively list the positive numbers from n down in steps of {step}"
            [ "if n <= 0:"; "    return []"; $"return [n] + {{self}}(n - {step})" ]
            (Recipe.ofInts (fun n -> List [ for i in n[0] .. -(int64 step) .. 1L -> Int i ]))
            (Recipe.number 0 14)
            [ "countdown"; "list" ]
            [ [ "countdown"; "count_down"; "down" ]; [ "list"; "rec"; "" ] ]

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
            2, powers
            2, factorial
            4, recurrence
            4, fibonacci
            3, countdown
            3, flatten
            1, depth
            3, mirror
            3, removed
        ]
