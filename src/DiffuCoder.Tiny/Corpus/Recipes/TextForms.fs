namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// A text brought into a form: padded, cut, wrapped, joined.
module internal TextForms =

    let private word size dice =
        [ Str(if size = 0 then "" else Arguments.word dice) ]

    let private phrase size dice =
        [ Str(Arguments.words [] (min size 4) dice |> String.concat " ") ]

    let pad (voice: Voice) =
        let k = Voice.constant "pad width" [ 4..12 ] voice

        let c =
            Voice.constant "pad character" [ "*"; "-"; "."; "_"; "0"; "#"; "+"; "x" ] voice

        let side, call, result =
            Dice.pick
                [
                    "left", "rjust", (fun (text: string) -> text.PadLeft(k, c[0]))
                    "right", "ljust", (fun (text: string) -> text.PadRight(k, c[0]))
                ]
                voice.Dice

        Recipe.make
            [ "text" ]
            $"""
            pad a text on the {side} with "{c}" to {k} characters
            fill a text with "{c}" on the {side} until it has {k} characters
            add "{c}" on the {side} of a text up to length {k}
            return a text padded on the {side} with "{c}" to length {k}
            extend a string on the {side} with "{c}" to {k} characters
            ~ fill a string on the {side} with "{c}" up to length {k}
            ~ pad a string with "{c}" on the {side} until it has {k} characters
            """
            $"pad the text on the {side} with \"{c}\" to {k} characters"
            [ $"return text.{call}({k}, \"{c}\")" ]
            (Recipe.ofText (result >> Str))
            word
            [ "text"; "string" ]
            [ [ "pad"; "fill" ]; [ side; "text" ]; [ $"{k}"; "" ] ]

    let acronym (voice: Voice) =
        let separator =
            Voice.constant "acronym separator" [ ""; "."; "-"; "/"; "+"; "_" ] voice

        let joined = if separator = "" then "" else $" joined by \"{separator}\""
        let upper = Dice.chance 60 voice.Dice
        let size = if upper then "upper case " else ""
        let python = if upper then "w[0].upper()" else "w[0]"

        Recipe.make
            [ "text" ]
            $"""
            return the {size}first letters of the words of a text{joined}
            build an acronym of the {size}first letters of the words in a text{joined}
            take the {size}initials of all words in a text{joined}
            make an acronym of the {size}initials of a text{joined}
            collect the {size}first letter of each word of a text{joined}
            ~ make an acronym of the {size}first letters of the words of a text{joined}
            ~ return the {size}initials of all words in a text{joined}
            """
            $"return the {size}initials of the words{joined}"
            [ $"return \"{separator}\".join({python} for w in text.split())" ]
            (Recipe.ofText (fun text ->
                System.String.Join(
                    separator,
                    Python.split text
                    |> List.map (fun w -> if upper then w[..0].ToUpperInvariant() else w[..0])
                )
                |> Str))
            phrase
            [ "text"; "words" ]
            [ [ "acronym"; "initials" ]; [ "of"; "from"; "" ]; [ "text"; "words"; "" ] ]

    let truncated (voice: Voice) =
        let k = Voice.constant "truncate" [ 3..9 ] voice

        let ending =
            Voice.constant "truncate ending" [ "..."; ".."; "~"; "-"; "+"; "*" ] voice

        Recipe.make
            [ "text" ]
            $"""
            cut a text longer than {k} characters to {k} and ^add "{ending}"
            shorten a text to {k} characters followed by "{ending}" if it is longer
            return a text cut to {k} characters plus "{ending}" if it is longer than {k}
            truncate a text after {k} characters with "{ending}" if it is longer
            keep a text of up to {k} characters, otherwise ^cut it to {k} and ^add "{ending}"
            ~ truncate a text longer than {k} characters to {k} and ^add "{ending}"
            ~ shorten a text longer than {k} to {k} characters plus "{ending}"
            """
            $"cut a text longer than {k} to {k} characters plus \"{ending}\""
            [
                $"if len(text) > {k}:"
                $"    return text[:{k}] + \"{ending}\""
                "return text"
            ]
            (Recipe.ofText (fun text -> Str(if text.Length > k then text[.. k - 1] + ending else text)))
            (fun size dice ->
                // lengths on both sides of the limit
                let length = if size < 6 then size else k - 1 + size % 3

                [
                    Str(Python.onText (Python.upTo length) (String.concat "" (Arguments.words [] 8 dice)))
                ])
            [ "text"; "string" ]
            [ [ "truncate"; "shorten"; "cut" ]; [ "text"; "at"; "to" ]; [ $"{k}"; "" ] ]

    let wrap (voice: Voice) =
        let opening, closing =
            Voice.constant
                "wrap"
                [
                    "(", ")"
                    "[", "]"
                    "<", ">"
                    "{", "}"
                    "*", "*"
                    "'", "'"
                    "<<", ">>"
                    "-", "-"
                ]
                voice

        let mapping = Extra.perhaps 60 WordMappings.drawToWord "a text" "the text" voice
        let changed = not (Extra.isNothing mapping)
        let verb = if changed then mapping.Said + " and ^" else ""
        let told = if changed then mapping.Told + " and " else ""
        let it, theText = if changed then "it", "it" else "a text", "the text"

        { Recipe.make
              [ "text" ]
              $"""
              {verb}put {it} between "{opening}" and "{closing}"
              {verb}write {it} between "{opening}" and "{closing}"
              {verb}return {it} with "{opening}" before and "{closing}" after it
              {verb}wrap {it} in "{opening}" and "{closing}"
              {verb}add "{opening}" before and "{closing}" after {it}
              ~ {verb}return {it} between "{opening}" and "{closing}"
              ~ {verb}put "{opening}" before and "{closing}" after {it}
              """
              $"{told}put {theText} between \"{opening}\" and \"{closing}\""
              ((if changed then
                    [ $"""text = {mapping.Python "text"}""" ]
                else
                    [])
               @ [ $"return \"{opening}\" + text + \"{closing}\"" ])
              (List.head
               >> fun text -> Some(Str(opening + Value.toText (mapping.Apply text) + closing)))
              word
              [ "text"; "string" ]
              [
                  [ "wrap"; "quote"; "enclose" ]
                  (if changed then mapping.Names else [ "text"; "" ])
              ] with
            Pairs = [ mapping.Key, "wrap" ]
        }

    let snake (voice: Voice) =
        let separator =
            Voice.constant "case separator" [ "_"; "-"; "."; "/"; "+"; ":" ] voice

        let mapping =
            Extra.perhaps 60 WordMappings.drawToWord "each word of a text" "each word of the text" voice

        let changed = not (Extra.isNothing mapping)
        let verb = if changed then mapping.Said else "take the words of a text"

        let told =
            if changed then
                mapping.Told
            else
                "take the words of the text"

        let item =
            if changed then
                mapping.Python "w" + " for w in text.split()"
            else
                "text.split()"

        { Recipe.make
              [ "text" ]
              $"""
              {verb} and ^join them by "{separator}"
              {verb} and ^put "{separator}" between them
              {verb}, then ^join the words by "{separator}"
              {verb} and ^return them joined by "{separator}"
              {verb} and ^return one text with "{separator}" between the words
              ~ {verb}, then ^put "{separator}" between the words
              ~ {verb} and ^return the words joined by "{separator}"
              """
              $"{told} and join them by \"{separator}\""
              [ $"return \"{separator}\".join({item})" ]
              (Recipe.ofText (fun text ->
                  System.String.Join(separator, Python.split text |> List.map (fun w -> Value.toText (mapping.Apply(Str w))))
                  |> Str))
              phrase
              [ "text"; "words" ]
              [
                  (if changed then mapping.Names else [ "words" ])
                  [ "joined"; "text"; "case" ]
              ] with
            Pairs = [ mapping.Key, "snake" ]
        }
