namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// Values that a recursive function of a number defines.
module internal RecursiveSequences =

    let powers (voice: Voice) =
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

    let factorial (voice: Voice) =
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
    let recurrence (voice: Voice) =
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

    let fibonacci (voice: Voice) =
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

    let countdown (voice: Voice) =
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
