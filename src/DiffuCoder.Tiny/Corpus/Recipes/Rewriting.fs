namespace DiffuCoder.Tiny.Corpus.Recipes

open System.Text.RegularExpressions
open DiffuCoder.Tiny.Corpus

/// Other ways to write the lines of a recipe. None of them changes what the program does.
module internal Rewriting =

    /// Local variables, and what they may be called instead.
    let private names =
        [
            "total", [ "result"; "acc"; "value" ]
            "result", [ "out"; "answer"; "res" ]
            "best", [ "top"; "most"; "result" ]
            "steps", [ "count"; "turns"; "result" ]
            "groups", [ "table"; "result"; "out" ]
            "depth", [ "level"; "opened"; "count" ]
            "codes", [ "shifted"; "numbers"; "moved" ]
            "pairs", [ "parts"; "entries"; "fields" ]
            "part", [ "piece"; "field"; "item" ]
            "rest", [ "tail"; "others"; "remaining" ]
            "w", [ "word"; "s"; "item" ]
            "c", [ "ch"; "char"; "letter" ]
            "x", [ "value"; "item"; "e" ]
            "k", [ "key"; "name"; "label" ]
        ]

    /// A name as a word of its own: no part of a text, no attribute, no name of an argument.
    let private wordPattern (name: string) =
        $@"""[^""]*""|(?<![\w.])({Regex.Escape name})(?!\w)(?!=[^=])"

    let private uses name (line: string) =
        Regex.Matches(line, wordPattern name) |> Seq.exists _.Groups[1].Success

    let private renamed (name: string) (replacement: string) (line: string) =
        Regex.Replace(line, wordPattern name, (fun found -> if found.Groups[1].Success then replacement else found.Value))

    let private rename style parameters (lines: string list) =
        (lines, names)
        ||> List.fold (fun lines (name, others) ->
            let anywhere word = lines |> List.exists (uses word)

            if List.contains name parameters || not (anywhere name) then
                lines
            else
                let used = parameters @ List.filter anywhere others
                let chosen = Style.name style used (name :: others)
                lines |> List.map (renamed name chosen))

    let private augmented = Regex @"^(\s*)(\w+) = \2 ([+-]) ([\w.\[\]()]+)$"

    /// total = total + n as total += n.
    let private augment style lines =
        if style.Augments then
            lines |> List.map (fun line -> augmented.Replace(line, "$1$2 $3= $4"))
        else
            lines

    let private returned (line: string) =
        let trimmed = line.Trim()

        if
            trimmed.StartsWith("return ", System.StringComparison.Ordinal)
            && not (trimmed.Contains " if ")
        then
            Some(trimmed.Substring 7)
        else
            None

    /// Two outcomes at the end in one line.
    let private outcomes style (lines: string list) =
        match List.rev lines with
        | last :: first :: condition :: before when
            style.Ternary
            && condition.StartsWith("if ", System.StringComparison.Ordinal)
            && first.StartsWith("    return ", System.StringComparison.Ordinal)
            ->
            match returned first, returned last with
            | Some yes, Some no ->
                let asked = condition.Substring(3).TrimEnd ':'
                List.rev before @ [ $"return {yes} if {asked} else {no}" ]
            | _ -> lines
        | _ -> lines

    let inStyle (style: Style) (parameters: string list) (lines: string list) =
        match style.Words with
        | None -> lines
        | Some _ -> lines |> rename style parameters |> augment style |> outcomes style
