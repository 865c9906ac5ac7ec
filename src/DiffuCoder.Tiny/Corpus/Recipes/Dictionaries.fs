namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// Functions that build or combine dictionaries.
module internal Dictionaries =

    /// A property of a word to group by: key, Python, meaning, noun.
    let private properties (voice: Voice) =
        Dice.pick
            [
                (fun () -> "length", "len(w)", (fun (w: string) -> Recipe.int w.Length), "length")
                (fun () -> "first letter", "w[0]", (fun (w: string) -> Str w[..0]), "first letter")
                (fun () -> "last letter", "w[-1]", (fun (w: string) -> Str w[w.Length - 1 ..]), "last letter")
                (fun () ->
                    let k = Voice.constant "group start" [ 2..5 ] voice
                    "start", $"w[:{k}]", (fun (w: string) -> Str(Python.onText (Python.upTo k) w)), $"first {k} letters")
                (fun () ->
                    let c =
                        Voice.constant "group count" [ "a"; "e"; "i"; "o"; "n"; "r"; "s"; "t" ] voice

                    "letter count",
                    $"w.count(\"{c}\")",
                    (fun (w: string) -> w |> Seq.filter (fun x -> string x = c) |> Seq.length |> Recipe.int),
                    $"count of \"{c}\"")
            ]
            voice.Dice
            ()

    let private words landmarks size dice =
        [ Value.strs (Arguments.words landmarks size dice) ]

    let private grouped key words = words |> List.groupBy key

    let private texts = List.head >> Value.toList >> List.map Value.toText

    /// Groups of words, perhaps of those only that pass a test.
    let private group (voice: Voice) =
        let key, python, meaning, noun = properties voice

        let test =
            if Dice.chance 50 voice.Dice then
                Some(WordTests.draw voice)
            else
                None

        let which, told =
            match test with
            | Some test -> Recipe.passing test "words" voice
            | None -> "words", "the words"

        let holds = test |> Option.map _.Holds |> Option.defaultValue (fun _ -> true)

        { Recipe.make
              [ "words" ]
              $"""
              group {which} by their {noun} in a dictionary
              return a dictionary that groups {which} by {noun}
              build a dictionary from {noun} to the list of {which}
              put {which} into a dictionary of lists by their {noun}
              make a dictionary of lists that groups {which} by {noun}
              ~ build a dictionary that groups {which} by their {noun}
              ~ group {which} into a dictionary of lists by {noun}
              """
              $"group {told} by {noun}"
              [
                  "groups = {}"
                  "for w in words:"
                  match test with
                  | Some test ->
                      $"""    if {test.Python "w"}:"""
                      $"        groups.setdefault({python}, []).append(w)"
                  | None -> $"    groups.setdefault({python}, []).append(w)"
                  "return groups"
              ]
              (fun arguments ->
                  texts arguments
                  |> List.filter (Str >> holds)
                  |> grouped meaning
                  |> List.map (fun (key, group) -> key, Value.strs group)
                  |> Dict
                  |> Some)
              (words (test |> Option.map _.Landmarks |> Option.defaultValue []))
              [ "groups"; "words" ]
              [ [ "group"; "groups"; "grouped" ]; [ "by" ]; [ key.Replace(" ", "_") ] ] with
            Pairs = [ $"group {key}", (test |> Option.map _.Key |> Option.defaultValue "all") ]
        }

    /// A dictionary from property to a figure of the words that have it.
    let private figures (voice: Voice) =
        let key, python, meaning, noun = properties voice

        let figure, start, update, said, result =
            Dice.pick
                [
                    "count", "0", "1", "number of words", List.length
                    "letters", "0", "len(w)", "total length of the words", List.sumBy String.length
                ]
                voice.Dice

        { Recipe.make
              [ "words" ]
              $"""
              build a dictionary from {noun} to the {said} with it
              return a dictionary with the {said} for each {noun}
              make a dictionary that maps each {noun} to the {said} that have it
              compute the {said} for each {noun} as a dictionary
              return the {said} by {noun} as a dictionary
              ~ build a dictionary with the {said} for each {noun}
              ~ compute a dictionary that maps each {noun} to the {said} with it
              """
              $"return the {said} for each {noun}"
              [
                  "result = {}"
                  "for w in words:"
                  $"    k = {python}"
                  $"    result[k] = result.get(k, {start}) + {update}"
                  "return result"
              ]
              (fun arguments ->
                  texts arguments
                  |> grouped meaning
                  |> List.map (fun (key, group) -> key, Recipe.int (result group))
                  |> Dict
                  |> Some)
              (words [])
              [ "counts"; "words" ]
              [ [ figure ]; [ "by"; "per" ]; [ key.Replace(" ", "_") ] ] with
            Pairs = [ $"figure {figure}", $"by {key}" ]
        }

    let private scores size dice =
        let names =
            Dice.shuffle [ "ann"; "bob"; "cid"; "dora"; "eve"; "finn" ] dice
            |> List.truncate (min size 4)

        Dict [ for name in names -> Str name, Recipe.int (Dice.between -4 20 dice) ]

    /// Two dictionaries become one.
    let private merge (voice: Voice) =
        let key, python, apply, said =
            Dice.pick
                [
                    "sum", "result.get(k, 0) + v", (fun old value -> Option.defaultValue 0L old + value), "adding the values of equal keys"
                    "larger",
                    "max(result.get(k, v), v)",
                    (fun old value -> max (Option.defaultValue value old) value),
                    "keeping the larger value of equal keys"
                    "smaller",
                    "min(result.get(k, v), v)",
                    (fun old value -> min (Option.defaultValue value old) value),
                    "keeping the smaller value of equal keys"
                    "first", "result.get(k, v)", (fun old value -> Option.defaultValue value old), "keeping the first value of equal keys"
                    "second", "v", (fun _ value -> value), "keeping the second value of equal keys"
                ]
                voice.Dice

        let meaning first second =
            (first, second)
            ||> List.fold (fun merged (k, v) ->
                let old = merged |> List.tryFind (fst >> (=) k) |> Option.map (snd >> Value.toInt)
                let value = Int(apply old (Value.toInt v))

                if old.IsSome then
                    merged |> List.map (fun (k', v') -> if k' = k then k, value else k', v')
                else
                    merged @ [ k, value ])
            |> Dict

        Recipe.make
            [ "first"; "second" ]
            $"""
            merge two dictionaries, {said}
            combine two dictionaries of numbers into one, {said}
            return one dictionary made of two, {said}
            join two dictionaries into a new one, {said}
            build a dictionary of the entries of both dictionaries, {said}
            ~ build a new dictionary made of two, {said}
            ~ join the entries of both dictionaries into one, {said}
            """
            $"merge two dictionaries, {said}"
            [
                "result = dict(first)"
                "for k, v in second.items():"
                $"    result[k] = {python}"
                "return result"
            ]
            (List.map Value.toEntries
             >> function
                 | [ first; second ] -> Some(meaning first second)
                 | _ -> None)
            (fun size dice -> [ scores size dice; scores (size + 1) dice ])
            [ "merge"; "dicts" ]
            [
                [ "merge"; "combine"; "join" ]
                [ key; "dicts"; "" ]
                [ "dicts"; "both"; "" ]
            ]

    /// A dictionary of two lists.
    let private zipped (voice: Voice) =
        let mapping = Extra.perhaps 70 NumberMappings.draw "each value" "each value" voice
        let verb, told = Extra.after ", ^" mapping

        { Recipe.make
              [ "keys"; "values" ]
              $"""
              build a dictionary from a list of keys and a list of values{verb}
              make a dictionary of two lists, keys and values{verb}
              combine a list of keys and a list of values into a dictionary{verb}
              turn two lists of keys and values into a dictionary{verb}
              put keys and values from two lists into a dictionary{verb}
              ~ build a dictionary of two lists, keys and values{verb}
              ~ turn a list of keys and a list of values into a dictionary{verb}
              """
              $"build a dictionary of keys and values{told}"
              [
                  (if Extra.isNothing mapping then
                       "return dict(zip(keys, values))"
                   else
                       $"""return {{k: {mapping.Python "v"} for k, v in zip(keys, values)}}""")
              ]
              (List.map Value.toList
               >> function
                   | [ keys; values ] -> Some(Dict(List.map2 (fun k v -> k, mapping.Apply v) keys values))
                   | _ -> None)
              (fun size dice ->
                  let keys = Arguments.words [] size dice |> List.distinct
                  [ Value.strs keys; Value.ints [ for _ in keys -> Dice.between -9 25 dice ] ])
              [ "dict"; "table" ]
              [ [ "dict"; "table"; "mapping" ]; [ "of"; "from"; "" ]; [ "lists"; "pairs" ] ] with
            Pairs = [ "zip", mapping.Key ]
        }

    let private invert (voice: Voice) =
        let mapping = Extra.perhaps 60 WordMappings.drawToWord "each name" "each name" voice
        let verb, told = Extra.after " and ^" mapping

        { Recipe.make
              [ "scores" ]
              $"""
              swap keys and values of a dictionary of scores{verb}
              return a dictionary from scores to names{verb}
              invert a dictionary from names to scores{verb}
              turn a dictionary from names to scores around{verb}
              exchange names and scores in a dictionary{verb}
              ~ turn a dictionary of scores around{verb}
              ~ swap names and scores in a dictionary{verb}
              """
              $"swap keys and values{told}"
              [ $"""return {{v: {mapping.Python "k"} for k, v in scores.items()}}""" ]
              (List.head
               >> Value.toEntries
               >> List.map (fun (k, v) -> v, mapping.Apply k)
               >> Dict
               >> Some)
              (fun size dice ->
                  let values = Dice.shuffle [ -9 .. 30 ] dice

                  [
                      Dict(
                          scores size dice
                          |> Value.toEntries
                          |> List.mapi (fun i (k, _) -> k, Recipe.int values[i])
                      )
                  ])
              [ "names"; "scores" ]
              [ [ "invert"; "swap"; "flip" ]; [ "scores"; "dict"; "" ] ] with
            Pairs = [ "invert", mapping.Key ]
        }

    let private lookup (voice: Voice) =
        let fallback = Voice.constant "fallback" [ -1; 0; 1; 5; 10; 50; 99; 100 ] voice
        let mapping = Extra.ofMapping (NumberMappings.draw voice) "it" "it" voice

        { Recipe.make
              [ "scores"; "name" ]
              $"""
              look up a name in a dictionary of scores with default {fallback}, ^{mapping.Said} and ^return it
              take the score of a name, or {fallback} if it is missing, ^{mapping.Said} and ^return the result
              get the score of a name with default {fallback} and ^{mapping.Said}
              find the score of a name in a dictionary, or use {fallback}, then ^{mapping.Said}
              take the score of a name with default {fallback}, ^{mapping.Said} and ^return it
              ~ look up the score of a name, or use {fallback}, ^{mapping.Said} and ^return the result
              ~ find a name in a dictionary of scores with default {fallback} and ^{mapping.Said}
              """
              $"take the score of the name, or {fallback}, and {mapping.Told}"
              [ $"n = scores.get(name, {fallback})"; $"""return {mapping.Python "n"}""" ]
              (function
              | [ Dict entries; name ] ->
                  entries
                  |> List.tryFind (fst >> (=) name)
                  |> Option.map snd
                  |> Option.defaultValue (Recipe.int fallback)
                  |> mapping.Apply
                  |> Some
              | _ -> None)
              (fun size dice ->
                  let entries = scores size dice |> Value.toEntries
                  let missing = entries.IsEmpty || Dice.chance 35 dice
                  [ Dict entries; (if missing then Str "zoe" else fst (Dice.pick entries dice)) ])
              [ "score"; "name" ]
              [ [ "lookup"; "score_of"; "get" ]; mapping.Names ] with
            Pairs = [ "lookup", mapping.Key ]
        }

    let all: (int * (Voice -> Recipe)) list =
        [ 6, group; 4, figures; 3, merge; 3, zipped; 3, invert; 4, lookup ]
