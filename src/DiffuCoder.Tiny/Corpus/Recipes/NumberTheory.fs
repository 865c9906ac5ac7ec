namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// Divisors, primes and digits.
module internal NumberTheory =

    let rec private gcd a b = if b = 0L then a else gcd b (a % b)

    let greatestDivisor _ =
        Recipe.make
            [ "a"; "b" ]
            """
            compute the greatest common divisor of a and b
            return the greatest common divisor of two numbers
            find the largest number that divides both a and b
            compute the gcd of a and b
            return the gcd of two integers a and b
            ~ find the greatest common divisor of two integers a and b
            ~ return the largest number that divides both a and b
            """
            "return the greatest common divisor of a and b"
            [ "while b:"; "    a, b = b, a % b"; "return a" ]
            (Recipe.ofInts (fun n -> Int(gcd n[0] n[1])))
            (fun size dice ->
                let k = Dice.between 1 9 dice

                [
                    Recipe.int (k * Dice.between 1 12 dice)
                    Recipe.int (k * Dice.between 1 12 dice + size / 9)
                ])
            [ "divisor"; "numbers" ]
            [ [ "gcd"; "common"; "greatest" ]; [ "divisor"; "factor" ] ]

    let leastMultiple _ =
        Recipe.make
            [ "a"; "b" ]
            """
            compute the least common multiple of a and b
            return the least common multiple of two numbers
            find the smallest number that both a and b divide
            compute the lcm of a and b
            return the lcm of two integers a and b
            ~ find the least common multiple of two integers a and b
            ~ return the smallest number that both a and b divide
            """
            "return the least common multiple of a and b"
            [ "n = a"; "while n % b != 0:"; "    n = n + a"; "return n" ]
            (Recipe.ofInts (fun n -> Int(n[0] * n[1] / gcd n[0] n[1])))
            (fun size dice ->
                [
                    Recipe.int (Dice.between 1 (size + 4) dice)
                    Recipe.int (Dice.between 1 12 dice)
                ])
            [ "multiple"; "numbers" ]
            [ [ "lcm"; "common"; "least" ]; [ "multiple" ] ]

    let private isPrime n =
        n > 1L && Seq.forall (fun d -> n % d <> 0L) (seq { 2L .. n - 1L })

    let prime _ =
        Recipe.make
            [ "n" ]
            """
            return whether n is a prime number
            check whether a number n is prime
            return True if n is prime
            decide whether an integer n is a prime number
            test whether n has no divisor but 1 and n
            ~ check whether an integer n is a prime number
            ~ decide whether a number n is prime
            """
            "return whether n is a prime number"
            [
                "if n < 2:"
                "    return False"
                "return all(n % d != 0 for d in range(2, n))"
            ]
            (Recipe.ofInts (fun n -> Bool(isPrime n[0])))
            (fun size dice ->
                if Dice.chance 50 dice then
                    [ Recipe.int (Dice.pick [ 2; 3; 5; 7; 11; 13; 17; 19; 23; 29; 31 ] dice) ]
                else
                    Recipe.number 0 60 size dice)
            [ "number"; "prime" ]
            [ [ "is"; "check" ]; [ "prime" ] ]

    let private divisorsOf n =
        [ 1L .. n ] |> List.filter (fun d -> n % d = 0L)

    let divisors _ =
        Recipe.make
            [ "n" ]
            """
            return the list of all divisors of n
            list the divisors of a number n
            return all numbers that divide n
            find all divisors of an integer n
            collect the divisors of n in ascending order
            ~ list all numbers that divide n
            ~ find the divisors of n in ascending order
            """
            "return the divisors of n in ascending order"
            [ "return [d for d in range(1, n + 1) if n % d == 0]" ]
            (Recipe.ofInts (fun n -> List(divisorsOf n[0] |> List.map Int)))
            (Recipe.number 1 60)
            [ "divisors"; "number" ]
            [ [ "divisors"; "factors" ]; [ "all"; "list" ] ]

    let countDivisors _ =
        Recipe.make
            [ "n" ]
            """
            count the divisors of n
            return the number of divisors of n
            return how many numbers divide n
            count how many divisors an integer n has
            return how many divisors a number n has
            ~ count how many numbers divide n
            ~ return how many divisors an integer n has
            """
            "return the number of divisors of n"
            [ "return sum(1 for d in range(1, n + 1) if n % d == 0)" ]
            (Recipe.ofInts (fun n -> Recipe.int (divisorsOf n[0]).Length))
            (Recipe.number 1 60)
            [ "divisors"; "number" ]
            [ [ "count"; "number" ]; [ "divisors"; "factors" ] ]

    let square _ =
        Recipe.make
            [ "n" ]
            """
            return whether n is a perfect square
            check whether a number n is a square number
            return True if n is the square of an integer
            decide whether an integer n is a perfect square
            test whether n is a square number
            ~ check whether n is the square of an integer
            ~ decide whether a number n is a square number
            """
            "return whether n is a perfect square"
            [ "return any(i * i == n for i in range(n + 1))" ]
            (Recipe.ofInts (fun n -> Bool(Seq.exists (fun i -> i * i = n[0]) (seq { 0L .. n[0] }))))
            (fun size dice ->
                if Dice.chance 50 dice then
                    (let i = Dice.between 2 12 dice in [ Recipe.int (i * i) ])
                else
                    Recipe.number 0 99 size dice)
            [ "number"; "square" ]
            [ [ "is"; "perfect" ]; [ "square" ] ]

    let collatz _ =
        let rec steps n =
            if n = 1L then
                0
            else
                1 + steps (if n % 2L = 0L then n / 2L else 3L * n + 1L)

        Recipe.make
            [ "n" ]
            """
            count the Collatz steps from n to 1
            return the number of Collatz steps until n is 1
            count how many Collatz steps a number n takes to become 1
            compute how many Collatz steps it takes from n to 1
            return how many steps n takes to 1, halving even and tripling odd numbers plus 1
            ~ compute the number of Collatz steps from n to 1
            ~ count how many Collatz steps it takes until n is 1
            """
            "return the number of Collatz steps from n to 1"
            [
                "steps = 0"
                "while n != 1:"
                "    n = n // 2 if n % 2 == 0 else 3 * n + 1"
                "    steps = steps + 1"
                "return steps"
            ]
            (Recipe.ofInts (fun n -> if n[0] < 1L then Nothing else Recipe.int (steps n[0])))
            (Recipe.number 1 30)
            [ "steps"; "number" ]
            [ [ "collatz"; "count" ]; [ "steps"; "length" ] ]

    let digitSum _ =
        Recipe.make
            [ "n" ]
            """
            add up the digits of n with a loop
            compute the digit sum of n with a loop
            return the sum of the digits of n with a loop
            use a loop to add up the digits of a number n
            use a while loop to compute the digit sum of n
            ~ use a loop to compute the sum of the digits of n
            ~ compute the digit sum of a number n with a while loop
            """
            "add up the digits of n with a loop"
            [
                "total = 0"
                "while n > 0:"
                "    total = total + n % 10"
                "    n = n // 10"
                "return total"
            ]
            (Recipe.ofInts (fun n -> Recipe.int (string n[0] |> Seq.sumBy (fun c -> int c - int '0'))))
            (Recipe.number 0 99999)
            [ "digits"; "number" ]
            [ [ "digit"; "loop" ]; [ "sum"; "total" ] ]
