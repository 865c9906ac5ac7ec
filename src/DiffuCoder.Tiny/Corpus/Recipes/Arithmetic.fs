namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// Numbers in, a number or a yes or no out.
module internal Arithmetic =

    let private two low high size dice =
        Recipe.number low high size dice @ Recipe.number low high (size + 2) dice

    let private clamp voice =
        let low = Voice.constant "clamp low" [ -5 .. 5 ] voice
        let high = Voice.constant "clamp high" [ 8..25 ] voice

        Recipe.make
            [ "n" ]
            $"""
            clamp n to the range from {low} to {high}
            limit n to the range from {low} to {high}
            keep n between {low} and {high}
            return n but at least {low} and at most {high}
            limit a number n to values between {low} and {high}
            ~ keep n in the range from {low} to {high}
            ~ clamp n to values between {low} and {high}
            """
            $"clamp n to the range from {low} to {high}"
            [ $"return max({low}, min(n, {high}))" ]
            (Recipe.ofInts (fun n -> Int(max (int64 low) (min n[0] (int64 high)))))
            (fun size dice ->
                [
                    Recipe.int (Dice.pick [ low - size; low; Dice.between low high dice; high; high + size ] dice)
                ])
            [ "number"; "value" ]
            [ [ "clamp"; "clip"; "limit" ]; [ "n"; "number"; "value" ] ]

    let private within voice =
        let low = Voice.constant "within low" [ -5 .. 6 ] voice
        let high = Voice.constant "within high" [ 8..25 ] voice

        Recipe.make
            [ "n" ]
            $"""
            return whether n is between {low} and {high}
            check whether a number n is between {low} and {high}
            return True if n is from {low} to {high}
            test whether n is at least {low} and at most {high}
            check whether n is in the range from {low} to {high}
            ~ return whether n is in the range from {low} to {high}
            ~ test whether n is between {low} and {high}
            """
            $"return whether n is between {low} and {high}"
            [ $"return {low} <= n <= {high}" ]
            (Recipe.ofInts (fun n -> Bool(int64 low <= n[0] && n[0] <= int64 high)))
            (fun size dice ->
                [
                    Recipe.int (
                        Dice.pick
                            [
                                low - 1 - size
                                low - 1
                                low
                                Dice.between low high dice
                                high
                                high + 1
                                high + size
                            ]
                            dice
                    )
                ])
            [ "number"; "value" ]
            [ [ "is"; "check" ]; [ "within"; "between"; "inside" ]; [ "range"; "limits" ] ]

    let private units =
        [
            "hours", "minutes", 60
            "minutes", "seconds", 60
            "days", "hours", 24
            "weeks", "days", 7
            "years", "months", 12
            "feet", "inches", 12
            "meters", "centimeters", 100
            "kilometers", "meters", 1000
            "dozens", "pieces", 12
            "hours", "seconds", 3600
            "pounds", "ounces", 16
            "yards", "feet", 3
        ]

    let private convert (voice: Voice) =
        let conversions =
            units
            |> List.collect (fun (big, small, factor) ->
                [
                    $"{big} to {small}", (big, small, factor, false)
                    $"{small} to {big}", (small, big, factor, true)
                ])

        let direction = Voice.constant "units" (conversions |> List.map fst) voice

        let from, into, factor, back =
            conversions |> List.find (fst >> (=) direction) |> snd

        let ending = if back then " rounding down" else ""

        Recipe.make
            [ "n" ]
            $"""
            convert n {direction}{ending}
            convert a number of {direction}{ending}
            return how many {into} are in n {from}{ending}
            turn n {from} into {into}{ending}
            compute the number of {into} in n {from}{ending}
            ~ turn a number of {from} into {into}{ending}
            ~ compute how many {into} are in n {from}{ending}
            """
            $"convert n {direction}{ending}"
            [
                (if back then
                     $"return n // {factor}"
                 else
                     $"return n * {factor}")
            ]
            (Recipe.ofInts (fun n ->
                Int(
                    if back then
                        Python.divide n[0] (int64 factor)
                    else
                        n[0] * int64 factor
                )))
            (fun size dice ->
                if back then
                    Recipe.number 0 (factor * 12) size dice
                else
                    Recipe.number 0 40 size dice)
            [ into; from ]
            [ [ from ]; [ "to" ]; [ into ] ]

    let private multiples (voice: Voice) =
        let k = Voice.constant "multiples of" [ 3..12 ] voice

        Recipe.make
            [ "n" ]
            $"""
            return the first n multiples of {k}
            list the first n multiples of {k}
            return a list of the first n numbers divisible by {k}
            build the list of the first n multiples of {k}
            collect n multiples of {k} starting with {k}
            ~ build a list of the first n numbers divisible by {k}
            ~ list n multiples of {k} starting with {k}
            """
            $"return the first n multiples of {k}"
            [ $"return [{k} * i for i in range(1, n + 1)]" ]
            (Recipe.ofInts (fun n -> List [ for i in 1L .. n[0] -> Int(int64 k * i) ]))
            (Recipe.number 0 9)
            [ "multiples"; "list" ]
            [ [ "multiples"; "steps" ]; [ "of"; "by" ]; [ $"{k}" ] ]

    let private leap _ =
        Recipe.make
            [ "year" ]
            """
            return whether a year is a leap year
            check whether the given year is a leap year
            return True if the year is a leap year
            decide whether a year is a leap year
            test whether a year has 366 days
            ~ decide whether the given year is a leap year
            ~ check whether a year has 366 days
            """
            "return whether the year is a leap year"
            [ "return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)" ]
            (Recipe.ofInts (fun n -> Bool(n[0] % 4L = 0L && (n[0] % 100L <> 0L || n[0] % 400L = 0L))))
            (fun _ dice ->
                [
                    Recipe.int (Dice.pick [ 1900; 2000; 2100; 2024; 2023; 1996; 1800; 2400; 2004; 1999 ] dice)
                ])
            [ "year"; "days" ]
            [ [ "is"; "check" ]; [ "leap" ]; [ "year" ] ]

    let private twoStep (voice: Voice) =
        let key, verb, symbol, apply, words =
            Dice.pick
                [
                    "add two", "add a and b", "a + b", (+), "sum"
                    "multiply two", "multiply a and b", "a * b", (*), "product"
                    "subtract two", "subtract b from a", "a - b", (-), "difference"
                    "larger of two", "take the larger of a and b", "max(a, b)", max, "larger"
                    "smaller of two", "take the smaller of a and b", "min(a, b)", min, "smaller"
                ]
                voice.Dice

        let mapping =
            Extra.ofMapping (NumberMappings.draw voice) (Dice.pick [ "the result"; "it" ] voice.Dice) "the result" voice

        { Recipe.make
              [ "a"; "b" ]
              $"""
              {verb}, then ^{mapping.Said}
              {verb} and ^{mapping.Said}
              {verb}, ^{mapping.Said} and ^return the result
              take a and b, ^{verb} and ^{mapping.Said}
              take two numbers a and b, ^{verb}, then ^{mapping.Said}
              ~ take a and b, ^{verb}, then ^{mapping.Said}
              ~ take two numbers a and b, ^{verb} and ^{mapping.Said}
              """
              $"{verb} and {mapping.Told}"
              [ $"n = {symbol}"; $"""return {mapping.Python "n"}""" ]
              (List.map Value.toInt
               >> function
                   | [ a; b ] -> Some(mapping.Apply(Int(apply a b)))
                   | _ -> None)
              (two -6 20)
              [ "numbers"; "pair" ]
              [ [ words ]; mapping.Names ] with
            Pairs = [ key, mapping.Key ]
        }

    let all: (int * (Voice -> Recipe)) list =
        [
            2, NumberTheory.greatestDivisor
            1, NumberTheory.leastMultiple
            2, NumberTheory.prime
            2, NumberTheory.divisors
            2, NumberTheory.countDivisors
            1, NumberTheory.square
            5, clamp
            4, within
            4, convert
            3, multiples
            1, NumberTheory.collatz
            1, leap
            2, NumberTheory.digitSum
            7, twoStep
        ]
