namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// Text in, text or a yes or no out.
module internal Strings =

    let private word size dice =
        [ Str(if size = 0 then "" else Arguments.word dice) ]

    let private phrase size dice =
        [ Str(Arguments.words [] (min size 4) dice |> String.concat " ") ]

    let private caesar (voice: Voice) =
        let k = Voice.constant "caesar" [ 1..13 ] voice
        let back = Dice.chance 40 voice.Dice
        let shift = if back then -k else k
        let direction = if back then "back" else "forward"
        let sign = if back then "-" else "+"

        Recipe.make
            [ "text" ]
            $"""
            shift each letter of a lower case word {direction} by {k} in the alphabet
            move every letter of a lower case word {k} places {direction} in the alphabet
            apply a Caesar cipher that shifts lower case letters {direction} by {k}
            rotate the letters of a lower case word {direction} by {k} places
            return a lower case word with each letter moved {direction} by {k}
            ~ rotate each letter of a lower case word {direction} by {k} in the alphabet
            ~ return a lower case word with every letter {k} places {direction} in the alphabet
            """
            $"shift each letter {direction} by {k} in the alphabet"
            [
                $"codes = [(ord(c) - 97 {sign} {k}) %% 26 + 97 for c in text]"
                "return \"\".join(chr(n) for n in codes)"
            ]
            (Recipe.ofText (
                String.map (fun c -> char (Python.modulo (int64 c - 97L + int64 shift) 26L + 97L))
                >> Str
            ))
            word
            [ "text"; "cipher" ]
            [ [ "caesar"; "shift"; "rotate" ]; [ direction; "by"; "" ]; [ $"{k}"; "" ] ]

    let private anagram _ =
        let sorted =
            Python.characters
            >> List.sortWith (fun a b -> System.String.CompareOrdinal(a, b))

        Recipe.make
            [ "a"; "b" ]
            """
            return whether two words a and b are anagrams
            check whether a and b have the same letters in any order
            return True if two words are anagrams of each other
            decide whether a word a is an anagram of b
            test whether two texts a and b are anagrams
            ~ decide whether two words have the same letters in any order
            ~ check whether two texts are anagrams of each other
            """
            "return whether a and b are anagrams"
            [ "return sorted(a) == sorted(b)" ]
            (List.map Value.toText
             >> function
                 | [ a; b ] -> Some(Bool(sorted a = sorted b))
                 | _ -> None)
            (fun size dice ->
                let a = Arguments.word dice

                let b =
                    if Dice.chance 50 dice then
                        Python.onText (fun cs -> Dice.shuffle cs dice) a
                    else
                        Arguments.word dice

                if size = 0 then [ Str ""; Str "" ] else [ Str a; Str b ])
            [ "words"; "anagram" ]
            [ [ "is"; "are"; "check" ]; [ "anagram"; "anagrams" ] ]

    let private rotated (voice: Voice) =
        let k = Voice.constant "rotate text" [ 2..7 ] voice
        let left = Dice.chance 50 voice.Dice
        let side = if left then "left" else "right"

        let python, result =
            if left then
                $"text[{k}:] + text[:{k}]", (fun cs -> Python.from k cs @ Python.upTo k cs)
            else
                $"text[-{k}:] + text[:-{k}]", (fun cs -> Python.from -k cs @ Python.upTo -k cs)

        Recipe.make
            [ "text" ]
            $"""
            rotate a text to the {side} by {k} characters
            turn a string {k} places to the {side}
            shift the characters of a text {k} places to the {side}, around the end
            return a text rotated to the {side} by {k}
            move a text {k} places to the {side}, around the end
            ~ turn a text to the {side} by {k} characters
            ~ return a string rotated {k} places to the {side}
            """
            $"rotate the text to the {side} by {k} characters"
            [ $"return {python}" ]
            (Recipe.ofText (Python.onText result >> Str))
            word
            [ "text"; "string" ]
            [ [ "rotate"; "turn" ]; [ side ]; [ $"{k}"; "text"; "" ] ]

    let private everyCharacter (voice: Voice) =
        let k = Voice.constant "every character" [ 2..5 ] voice
        let start = Voice.constant "from character" [ 0..3 ] voice
        let from = if start = 0 then "" else $" from index {start} on"
        let slice = if start = 0 then $"text[::{k}]" else $"text[{start}::{k}]"
        let nth = English.ordinal k

        Recipe.make
            [ "text" ]
            $"""
            return every {nth} character of a text{from}
            take every {nth} character of a string{from}
            keep only every {nth} character of a text{from}
            pick every {nth} character in a text{from}
            step through a text by {k}{from} and ^return the characters
            ~ pick every {nth} character of a string{from}
            ~ return only every {nth} character of a text{from}
            """
            $"return every {nth} character{from}"
            [ $"return {slice}" ]
            (Recipe.ofText (
                Python.characters
                >> List.indexed
                >> List.filter (fun (i, _) -> i >= start && (i - start) % k = 0)
                >> List.map snd
                >> String.concat ""
                >> Str
            ))
            phrase
            [ "text"; "characters" ]
            [
                [ "every"; "each"; "pick" ]
                [ $"{k}"; "nth"; "" ]
                [ "characters"; "chars"; "" ]
            ]

    let private runs _ =
        let encode (text: string) =
            let folder (c: string) groups =
                match groups with
                | (d, n) :: rest when d = c -> (d, n + 1) :: rest
                | _ -> (c, 1) :: groups

            List.foldBack folder (Python.characters text) []
            |> List.map (fun (c, n) -> $"{c}{n}")
            |> String.concat ""

        Recipe.make
            [ "text" ]
            """
            encode a text by its runs, so that "aab" gives "a2b1"
            return the run-length code of a text, such as "a2b1" for "aab"
            write each run of equal characters as the character and its length
            compress a text into characters with the lengths of their runs
            turn a text such as "aab" into "a2b1"
            ~ encode each run of equal characters as the character and its length
            ~ compress a text by its runs, so that "aab" gives "a2b1"
            """
            "return each run of equal characters as the character and its length"
            [
                "result = \"\""
                "while text:"
                "    rest = text.lstrip(text[0])"
                "    result = result + text[0] + str(len(text) - len(rest))"
                "    text = rest"
                "return result"
            ]
            (Recipe.ofText (encode >> Str))
            (fun size dice ->
                [
                    Str(
                        String.concat
                            ""
                            [
                                for _ in 1 .. min size 4 ->
                                    String.replicate (Dice.between 1 4 dice) (Dice.pick [ "a"; "b"; "c"; "x" ] dice)
                            ]
                    )
                ])
            [ "runs"; "text" ]
            [ [ "run"; "rle"; "runs" ]; [ "encode"; "length"; "code" ] ]

    let private prefix _ =
        let common (a: string) (b: string) =
            Seq.zip a b
            |> Seq.takeWhile (fun (x, y) -> x = y)
            |> Seq.map fst
            |> System.String.Concat

        Recipe.make
            [ "a"; "b" ]
            """
            return the longest common start of two texts a and b
            find the common prefix of a and b
            return the characters with which both a and b start
            compute the longest common prefix of two strings
            find the longest text with which both a and b begin
            ~ compute the common start of two strings a and b
            ~ return the longest text with which both a and b start
            """
            "return the longest common prefix of a and b"
            [
                "result = \"\""
                "for x, y in zip(a, b):"
                "    if x != y:"
                "        break"
                "    result = result + x"
                "return result"
            ]
            (List.map Value.toText
             >> function
                 | [ a; b ] -> Some(Str(common a b))
                 | _ -> None)
            (fun size dice ->
                let start = if size < 2 then "" else Arguments.word dice
                let ending () = Arguments.word dice
                [ Str(start + ending ()); Str(start + ending ()) ])
            [ "prefix"; "start" ]
            [ [ "common"; "shared" ]; [ "prefix"; "start" ] ]

    let private pieces (voice: Voice) =
        let k = Voice.constant "pieces" [ 2..5 ] voice
        let overlapping = Dice.chance 50 voice.Dice
        let kind = if overlapping then "overlapping " else ""

        let python, result =
            if overlapping then
                $"[text[i:i + {k}] for i in range(len(text) - {k} + 1)]",
                (fun (text: string) -> [ for i in 0 .. text.Length - k -> text.Substring(i, k) ])
            else
                $"[text[i:i + {k}] for i in range(0, len(text), {k})]",
                (fun (text: string) ->
                    [
                        for i in 0..k .. text.Length - 1 -> text.Substring(i, min k (text.Length - i))
                    ])

        Recipe.make
            [ "text" ]
            $"""
            split a text into {kind}pieces of {k} characters
            return the list of {kind}pieces of {k} characters of a text
            cut a string into {kind}pieces of length {k}
            list the {kind}pieces of length {k} of a text
            break a text into {kind}pieces of {k} characters each
            ~ cut a text into {kind}pieces of {k} characters each
            ~ list the {kind}pieces of {k} characters of a string
            """
            $"split the text into {kind}pieces of {k} characters"
            [ $"return {python}" ]
            (Recipe.ofText (result >> Value.strs))
            word
            [ "pieces"; "text" ]
            [ [ "pieces"; "chunks"; "parts" ]; [ "of"; "" ]; [ $"{k}"; "text" ] ]

    let all: (int * (Voice -> Recipe)) list =
        [
            4, caesar
            4, TextForms.pad
            3, TextForms.acronym
            3, TextForms.truncated
            5, TextForms.wrap
            1, anagram
            3, rotated
            3, everyCharacter
            4, TextForms.snake
            1, runs
            1, prefix
            3, pieces
        ]
