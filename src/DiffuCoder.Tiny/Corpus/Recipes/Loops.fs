namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// Functions to be written with an explicit loop.
module internal Loops =

    /// What a loop gathers: its key, start, update, noun and meaning.
    let private folds: (string * string * (string -> string) * string * (int64 list -> int64)) list =
        [
            "sum", "total = 0", (fun x -> $"total = total + {x}"), "sum", List.sum
            "product", "total = 1", (fun x -> $"total = total * {Recipe.factor x}"), "product", List.fold (*) 1L
            "largest", "total = 0", (fun x -> $"total = max(total, {x})"), "largest (or 0)", List.fold max 0L
        ]

    let private counting =
        "count", "total = 0", (fun _ -> "total = total + 1"), "count", (fun (ns: int64 list) -> int64 ns.Length)

    let private inputs (test: Test option) size dice =
        let marks = test |> Option.map _.Landmarks |> Option.defaultValue []
        [ Value.ints (Arguments.numbers -6 14 marks (min size 6) dice) ]

    let private ints = List.head >> Value.toList >> List.map Value.toInt

    /// A loop over those numbers that pass a test.
    let private filtered (voice: Voice) =
        let key, start, update, noun, gather = Dice.pick (counting :: folds) voice.Dice
        let test = NumberTests.draw voice
        let passing, told = Recipe.passing test "numbers" voice

        { Recipe.make
              [ "numbers" ]
              $"""
              use a loop to compute the {noun} of {passing}
              compute the {noun} of {passing} with a loop
              return the {noun} of {passing} in a list with a loop
              loop over a list and ^return the {noun} of {passing}
              use a for loop to return the {noun} of {passing}
              ~ loop over a list to compute the {noun} of {passing}
              ~ use a for loop to compute the {noun} of {passing}
              """
              $"compute the {noun} of {told} with a loop"
              [
                  start
                  "for n in numbers:"
                  $"""    if {test.Python "n"}:"""
                  $"""        {update "n"}"""
                  "return total"
              ]
              (fun arguments -> ints arguments |> List.filter (Int >> test.Holds) |> gather |> Int |> Some)
              (inputs (Some test))
              [ "numbers"; "list"; "loop" ]
              [ test.Names; [ key; "loop" ] ] with
            Pairs = [ test.Key, $"loop {key}" ]
        }

    /// A loop that changes each number.
    let private mapped (voice: Voice) =
        let key, start, update, noun, gather = Dice.pick folds voice.Dice

        let mapping =
            Extra.ofMapping (NumberMappings.draw voice) "each number" "each number" voice

        { Recipe.make
              [ "numbers" ]
              $"""
              {mapping.Said} and ^return the {noun}, using a loop
              {mapping.Said} in a loop and ^return the {noun}
              use a loop to {mapping.Said} and return the {noun}
              loop over a list, ^{mapping.Said} and ^return the {noun}
              use a for loop to {mapping.Said} and return the {noun}
              ~ loop over a list to {mapping.Said} and return the {noun}
              ~ {mapping.Said} in a for loop and ^return the {noun}
              """
              $"{mapping.Told} and return the {noun} with a loop"
              [
                  start
                  "for n in numbers:"
                  $"""    {update (mapping.Python "n")}"""
                  "return total"
              ]
              (fun arguments ->
                  ints arguments
                  |> List.map (Int >> mapping.Apply >> Value.toInt)
                  |> gather
                  |> Int
                  |> Some)
              (inputs None)
              [ "numbers"; "list"; "loop" ]
              [ mapping.Names; [ key; "loop" ] ] with
            Pairs = [ mapping.Key, $"loop {key}" ]
        }

    /// How often a number can be changed until it is small.
    let private stepsUntil (voice: Voice) =
        let limit = Voice.constant "until" [ 1..9 ] voice
        let k = Voice.constant "divided in a loop" [ 2..9 ] voice

        let rec steps (n: int64) =
            if n > int64 limit then
                1 + steps (Python.divide n (int64 k))
            else
                0

        Recipe.make
            [ "n" ]
            $"""
            count how often n can be divided by {k} until it is at most {limit}
            divide n by {k} while it is greater than {limit} and ^return the number of steps
            return how many divisions by {k} bring n to at most {limit}
            count the steps of dividing n by {k} until it is at most {limit}
            count the divisions by {k} while n is greater than {limit}
            ~ count how many divisions by {k} bring n to at most {limit}
            ~ return the number of steps of dividing n by {k} until it is at most {limit}
            """
            $"count the divisions by {k} while n is greater than {limit}"
            [
                "steps = 0"
                $"while n > {limit}:"
                $"    n = n // {k}"
                "    steps = steps + 1"
                "return steps"
            ]
            (Recipe.ofInts (fun n -> Recipe.int (steps n[0])))
            (fun size dice ->
                // powers of the divisor around the limit, where the number of steps changes
                [
                    Recipe.int (
                        if size < 6 then
                            size
                        else
                            (limit + size % 2) * pown k (Dice.between 0 3 dice) + Dice.between 0 2 dice
                    )
                ])
            [ "steps"; "divisions" ]
            [ [ "count" ]; [ "steps"; "divisions"; "halvings" ] ]

    /// Takes numbers until a test holds.
    let private takeUntil (voice: Voice) =
        let test = NumberTests.draw voice
        let is, told = Recipe.is test voice

        { Recipe.make
              [ "numbers" ]
              $"""
              collect numbers from the start until one {is}
              return the numbers before the first one that {is}
              take numbers until one {is} and ^return them
              loop over a list and ^collect numbers until one {is}
              return all numbers in front of the first one that {is}
              ~ loop over a list and ^return the numbers before the first one that {is}
              ~ collect all numbers before the first one that {is}
              """
              $"return the numbers before the first one that {told}"
              [
                  "result = []"
                  "for n in numbers:"
                  $"""    if {test.Python "n"}:"""
                  "        break"
                  "    result.append(n)"
                  "return result"
              ]
              (List.head >> Value.toList >> List.takeWhile (test.Holds >> not) >> List >> Some)
              (fun size dice -> [ Value.ints (Arguments.numbers -6 14 test.Landmarks size dice) ])
              [ "numbers"; "start"; "front" ]
              [ [ "until"; "before" ]; test.Names ] with
            Pairs = [ "until", test.Key ]
        }

    /// The position of the first item that passes.
    let private position (voice: Voice) =
        let test = NumberTests.draw voice
        let is, told = Recipe.is test voice

        { Recipe.make
              [ "numbers" ]
              $"""
              return the index of the first number that {is}, or -1
              find the index of the first number that {is}, or -1 if there is none
              return the position of the first one in a list that {is}, or -1
              find where the first number that {is} stands, or return -1
              loop over a list and ^return the index of the first number that {is}, or -1
              ~ find the position of the first number that {is}, or return -1
              ~ return the index of the first one in a list that {is}, or -1 if there is none
              """
              $"return the index of the first number that {told}, or -1"
              [
                  "for i, n in enumerate(numbers):"
                  $"""    if {test.Python "n"}:"""
                  "        return i"
                  "return -1"
              ]
              (List.head
               >> Value.toList
               >> List.tryFindIndex test.Holds
               >> Option.defaultValue -1
               >> Recipe.int
               >> Some)
              (fun size dice -> [ Value.ints (Arguments.numbers -6 14 test.Landmarks (min size 6) dice) ])
              [ "index"; "position"; "numbers" ]
              [ [ "index"; "position"; "find" ]; test.Names ] with
            Pairs = [ "position", test.Key ]
        }

    let all: (int * (Voice -> Recipe)) list =
        [ 5, filtered; 5, mapped; 2, stepsUntil; 3, takeUntil; 3, position ]
