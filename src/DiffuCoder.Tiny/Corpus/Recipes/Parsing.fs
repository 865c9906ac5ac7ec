namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// Functions that read structured text.
module internal Parsing =

    let private letters = [ "a"; "b"; "c"; "d"; "x"; "y"; "z"; "k" ]

    /// "a=1;b=2" with any two separators, values perhaps selected or changed.
    let private pairs (voice: Voice) =
        let between = Voice.constant "pair separator" [ ";"; ","; "&"; "|"; " "; "/" ] voice
        let inside = Voice.constant "key separator" [ "="; ":"; "->"; "@"; "~"; "#" ] voice
        let changed = Dice.chance 50 voice.Dice

        let mapping =
            Extra.perhaps (if changed then 100 else 0) NumberMappings.draw "each value" "each value" voice

        let test =
            if changed || Dice.chance 35 voice.Dice then
                None
            else
                Some(NumberTests.draw voice)

        let verb, told =
            match test with
            | Some test ->
                let passing, told = Recipe.passing test "values" voice
                ", ^keep " + passing, ", keep " + told
            | None -> Extra.after ", ^" mapping

        let condition =
            test
            |> Option.map (fun test -> " if " + test.Python "int(v)")
            |> Option.defaultValue ""

        let holds = test |> Option.map _.Holds |> Option.defaultValue (fun _ -> true)

        { Recipe.make
              [ "text" ]
              $"""
              parse a text such as "a{inside}1{between}b{inside}2" into a dictionary{verb}
              read pairs such as "a{inside}1{between}b{inside}2" into a dictionary of numbers{verb}
              turn a string like "a{inside}1{between}b{inside}2" into a dictionary{verb}
              build a dictionary of a text like "a{inside}1{between}b{inside}2"{verb}
              parse pairs separated by "{between}" with "{inside}" between key and number{verb}
              ~ read a string like "a{inside}1{between}b{inside}2" into a dictionary{verb}
              ~ turn pairs such as "a{inside}1{between}b{inside}2" into a dictionary of numbers{verb}
              """
              $"parse \"a{inside}1{between}b{inside}2\" into a dictionary{told}"
              [
                  $"pairs = [p.split(\"{inside}\") for p in text.split(\"{between}\")]"
                  $"""return {{k: {mapping.Python "int(v)"} for k, v in pairs{condition}}}"""
              ]
              (Recipe.ofText (fun text ->
                  [
                      for pair in text.Split between do
                          let parts = pair.Split inside
                          let value = Int(int64 parts[1])

                          if holds value then
                              Str parts[0], mapping.Apply value
                  ]
                  |> Dict))
              (fun size dice ->
                  let landmarks = test |> Option.map _.Landmarks |> Option.defaultValue []

                  let values =
                      Arguments.numbers 0 25 landmarks (max 1 size) dice
                      |> List.truncate letters.Length

                  let keys = Dice.shuffle letters dice |> List.truncate values.Length

                  [
                      Str(System.String.Join(between, List.map2 (fun key value -> $"{key}{inside}{value}") keys values))
                  ])
              [ "pairs"; "text"; "dict" ]
              [
                  [ "parse"; "read" ]
                  [ "pairs"; "dict"; "fields" ]
                  (test |> Option.map _.Names |> Option.defaultValue mapping.Names)
              ] with
            Pairs = [ "parse pairs", (test |> Option.map _.Key |> Option.defaultValue mapping.Key) ]
        }

    let private brackets =
        [ "(", ")", "round"; "[", "]", "square"; "{", "}", "curly"; "<", ">", "angle" ]

    let private bracketText opening closing size dice =
        let piece dice =
            Dice.pick [ opening; closing; opening + closing; "a"; "b"; opening + "x" + closing ] dice

        let text = String.concat "" [ for _ in 1 .. min size 6 -> piece dice ]
        // about half of the texts are balanced
        [
            Str(
                if Dice.chance 50 dice then
                    opening + "a" + String.replicate (min size 3) (opening + closing) + closing
                else
                    text
            )
        ]

    let private heights (opening: string) (closing: string) (text: string) =
        text
        |> Seq.map (fun c ->
            if string c = opening then 1
            elif string c = closing then -1
            else 0)
        |> Seq.scan (+) 0
        |> List.ofSeq

    let private balanced (voice: Voice) =
        let opening, closing, name = Voice.constant "balanced" brackets voice

        let balanced text =
            let steps = heights opening closing text in List.forall (fun h -> h >= 0) steps && List.last steps = 0

        Recipe.make
            [ "text" ]
            $"""
            check whether the {name} brackets of a text are balanced
            return whether every "{opening}" in a text is closed by a "{closing}"
            return True if the {name} brackets in a string are balanced
            decide whether "{opening}" and "{closing}" are balanced in a text
            test whether the brackets "{opening}" and "{closing}" of a string are balanced
            ~ decide whether the {name} brackets in a string are balanced
            ~ check whether every "{opening}" in a string is closed by a "{closing}"
            """
            $"return whether \"{opening}\" and \"{closing}\" are balanced"
            [
                "depth = 0"
                "for c in text:"
                $"    if c == \"{opening}\":"
                "        depth = depth + 1"
                $"    if c == \"{closing}\":"
                "        depth = depth - 1"
                "    if depth < 0:"
                "        return False"
                "return depth == 0"
            ]
            (Recipe.ofText (balanced >> Bool))
            (bracketText opening closing)
            [ "brackets"; "text" ]
            [ [ "is"; "are"; "check" ]; [ "balanced"; "closed" ]; [ name; "brackets"; "" ] ]

    let private deepest (voice: Voice) =
        let opening, closing, name = Voice.constant "depth of" brackets voice

        Recipe.make
            [ "text" ]
            $"""
            compute how deep the {name} brackets of a text are nested
            return the greatest depth of "{opening}" and "{closing}" in a text
            find the greatest depth of the {name} brackets in a string
            return how deep "{opening}" and "{closing}" are nested in a text
            compute the depth of the {name} brackets in a text
            ~ find how deep the {name} brackets of a string are nested
            ~ compute the greatest depth of "{opening}" and "{closing}" in a string
            """
            $"return the greatest depth of \"{opening}\" and \"{closing}\""
            [
                "depth = 0"
                "best = 0"
                "for c in text:"
                $"    if c == \"{opening}\":"
                "        depth = depth + 1"
                $"    if c == \"{closing}\":"
                "        depth = depth - 1"
                "    best = max(best, depth)"
                "return best"
            ]
            (Recipe.ofText (heights opening closing >> List.max >> Recipe.int))
            (bracketText opening closing)
            [ "depth"; "brackets" ]
            [
                [ "depth"; "deepest"; "nesting" ]
                [ name; "brackets"; "of" ]
                [ "text"; "" ]
            ]

    let private span (voice: Voice) =
        let separator = Voice.constant "span separator" [ "-"; ".."; ":"; "~"; "to" ] voice
        let mapping = Extra.perhaps 60 NumberMappings.draw "each number" "each number" voice
        let verb, told = Extra.after " and ^" mapping

        { Recipe.make
              [ "text" ]
              $"""
              turn a range such as "3{separator}6" into the list of its numbers{verb}
              parse a text like "3{separator}6" into the list of numbers of that range{verb}
              read a range like "3{separator}6", both ends included, as a list{verb}
              list the numbers of a range written as "3{separator}6"{verb}
              return all numbers of a range such as "3{separator}6" as a list{verb}
              ~ read a text like "3{separator}6" as the list of numbers of that range{verb}
              ~ turn a range written as "3{separator}6" into a list{verb}
              """
              $"list the numbers of a range such as \"3{separator}6\"{told}"
              [
                  $"a, b = text.split(\"{separator}\")"
                  (if Extra.isNothing mapping then
                       "return list(range(int(a), int(b) + 1))"
                   else
                       $"""return [{mapping.Python "n"} for n in range(int(a), int(b) + 1)]""")
              ]
              (Recipe.ofText (fun text ->
                  let ends = text.Split separator |> Array.map int64

                  List [ for n in ends[0] .. ends[1] -> mapping.Apply(Int n) ]))
              (fun size dice ->
                  let low = Dice.between 0 12 dice
                  [ Str $"{low}{separator}{low + Dice.between 0 (min size 6) dice}" ])
              [ "range"; "span" ]
              [
                  [ "range"; "span"; "expand" ]
                  (if Extra.isNothing mapping then
                       [ "list"; "numbers" ]
                   else
                       mapping.Names)
              ] with
            Pairs = [ "span", mapping.Key ]
        }

    let private clock (voice: Voice) =
        let separator =
            Voice.constant "clock separator" [ ":"; "."; "h"; "-"; " "; "/" ] voice

        let big, small, factor =
            Voice.constant
                "clock units"
                [
                    "hours", "minutes", 60
                    "minutes", "seconds", 60
                    "days", "hours", 24
                    "feet", "inches", 12
                    "weeks", "days", 7
                ]
                voice

        Recipe.make
            [ "text" ]
            $"""
            convert {big} and {small} such as "2{separator}15" to {small}
            turn a text like "2{separator}15" of {big} and {small} into {small}
            return how many {small} a text like "2{separator}15" of {big} and {small} means
            parse {big} and {small} written as "2{separator}15" into {small}
            read a text such as "2{separator}15" as {big} and {small} and ^return the {small}
            ~ turn {big} and {small} written as "2{separator}15" into {small}
            ~ read {big} and {small} such as "2{separator}15" and ^return how many {small} that is
            """
            $"convert {big} and {small} such as \"2{separator}15\" to {small}"
            [ $"a, b = text.split(\"{separator}\")"; $"return int(a) * {factor} + int(b)" ]
            (Recipe.ofText (fun text -> let parts = text.Split separator in Int(int64 parts[0] * int64 factor + int64 parts[1])))
            (fun size dice ->
                [
                    Str $"{Dice.between 0 (3 + size) dice}{separator}{Dice.between 0 (factor - 1) dice}"
                ])
            [ small; "time"; "text" ]
            [ [ big; "parse"; "read" ]; [ "to"; "in" ]; [ small ] ]

    let private field (voice: Voice) =
        let separator =
            Voice.constant "field separator" [ ","; ";"; "|"; ":"; "/"; "-"; "#" ] voice

        let k = Voice.constant "field" [ 1..4 ] voice
        let mapping = Extra.perhaps 70 WordMappings.drawToWord "it" "it" voice
        let verb, told = Extra.after " and ^" mapping

        let nth = English.ordinal k

        { Recipe.make
              [ "text" ]
              $"""
              take the {nth} field of a text separated by "{separator}"{verb}
              split a text at "{separator}", ^take the {nth} part{verb}
              return the {nth} part of a text with "{separator}" between the parts{verb}
              find the {nth} field in a line separated by "{separator}"{verb}
              take the {nth} of the parts that "{separator}" separates in a text{verb}
              ~ find the {nth} part of a text separated by "{separator}"{verb}
              ~ split a line at "{separator}", ^take the {nth} field{verb}
              """
              $"take field {k} of the text separated by \"{separator}\"{told}"
              [
                  $"part = text.split(\"{separator}\")[{k - 1}]"
                  $"""return {mapping.Python "part"}"""
              ]
              (Recipe.ofText (fun text -> text.Split separator |> Array.item (k - 1) |> Str |> mapping.Apply))
              (fun size dice -> [ Str(System.String.Join(separator, Arguments.words [] (max size 5) dice)) ])
              [ "field"; "part" ]
              [
                  [ "field"; "part"; "column" ]
                  [ $"{k}"; "of" ]
                  (if Extra.isNothing mapping then
                       [ "text"; "line" ]
                   else
                       mapping.Names)
              ] with
            Pairs = [ "field", mapping.Key ]
        }

    let all: (int * (Voice -> Recipe)) list =
        [ 6, pairs; 2, balanced; 1, deepest; 4, span; 3, clock; 4, field ]
