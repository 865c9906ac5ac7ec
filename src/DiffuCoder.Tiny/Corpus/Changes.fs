namespace DiffuCoder.Tiny.Corpus

/// Changes of whole collections; {s} in a phrase stands for the plural of the items.
module internal Changes =

    let private phrases seen kept = { Seen = seen; Kept = kept }

    let private change key target python apply seen kept names : Change =
        {
            Key = key
            To = target
            Python = python
            Apply = apply
            Verbs = phrases seen kept
            Names = names
        }

    let private onList change = Value.toList >> change >> List

    let private sequence kind (voice: Voice) =
        let k operation values = Voice.constant operation values voice

        [
            4,
            (fun () ->
                change
                    "sort"
                    kind
                    (fun x -> $"sorted({x})")
                    (onList (List.sortWith (fun a b -> Value.Order a b)))
                    [
                        "sort the {s}"
                        "sort them"
                        "sort them in ascending order"
                        "put them in ascending order"
                        "order them from smallest to largest"
                    ]
                    [ "put the {s} in ascending order"; "sort them from smallest to largest" ]
                    [ "sorted"; "ordered" ])
            3,
            (fun () ->
                change
                    "sort down"
                    kind
                    (fun x -> $"sorted({x}, reverse=True)")
                    (onList (List.sortWith (fun a b -> Value.Order b a)))
                    [
                        "sort the {s} in descending order"
                        "sort them in descending order"
                        "put them in descending order"
                        "order them from largest to smallest"
                        "sort them in reverse"
                    ]
                    [ "put the {s} in descending order"; "sort them from largest to smallest" ]
                    [ "descending"; "falling" ])
            4,
            (fun () ->
                change
                    "reverse"
                    kind
                    (fun x -> $"{x}[::-1]")
                    (onList List.rev)
                    [
                        "reverse the order of the {s}"
                        "reverse their order"
                        "reverse the list"
                        "turn the order around"
                        "put them in reverse order"
                    ]
                    [ "turn the list around"; "put the {s} in reverse order" ]
                    [ "reversed"; "backwards" ])
            4,
            (fun () ->
                change
                    "unique"
                    kind
                    (fun x -> $"list(dict.fromkeys({x}))")
                    (onList Python.distinct)
                    [
                        "remove duplicate {s}"
                        "remove duplicates"
                        "drop repeated {s}"
                        "keep each distinct one once"
                        "remove repeated {s} keeping the order"
                    ]
                    [ "drop duplicates"; "keep only distinct {s}" ]
                    [ "unique"; "distinct" ])
            3,
            (fun () ->
                let k = k "first" [ 2..6 ]

                change
                    "first"
                    kind
                    (fun x -> $"{x}[:{k}]")
                    (onList (Python.upTo k))
                    [
                        $"keep the first {k} {{s}}"
                        $"take the first {k}"
                        $"keep only the first {k}"
                        $"keep the {k} at the start"
                        $"cut the list to {k} {{s}}"
                    ]
                    [ $"take the {k} at the start"; $"cut the list after {k} {{s}}" ]
                    [ "first"; $"first_{k}" ])
            3,
            (fun () ->
                let k = k "last" [ 2..6 ]

                change
                    "last"
                    kind
                    (fun x -> $"{x}[-{k}:]")
                    (onList (Python.from -k))
                    [
                        $"keep the last {k} {{s}}"
                        $"take the last {k}"
                        $"keep only the last {k}"
                        $"keep the {k} at the end"
                        $"cut the list to the last {k} {{s}}"
                    ]
                    [ $"take the {k} at the end"; $"take only the last {k}" ]
                    [ "last"; $"last_{k}" ])
            3,
            (fun () ->
                let k = k "skip first" [ 2..6 ]

                change
                    "skip first"
                    kind
                    (fun x -> $"{x}[{k}:]")
                    (onList (Python.from k))
                    [
                        $"skip the first {k} {{s}}"
                        $"drop the first {k}"
                        $"remove the first {k}"
                        $"leave out the first {k}"
                        $"skip {k} {{s}} at the start"
                    ]
                    [ $"skip the {k} at the start"; $"drop {k} {{s}} at the start" ]
                    [ "rest"; $"skip_{k}" ])
            2,
            (fun () ->
                let k = k "skip last" [ 2..6 ]

                change
                    "skip last"
                    kind
                    (fun x -> $"{x}[:-{k}]")
                    (onList (Python.upTo -k))
                    [
                        $"drop the last {k} {{s}}"
                        $"drop the last {k}"
                        $"remove the last {k}"
                        $"leave out the last {k}"
                        $"skip {k} {{s}} at the end"
                    ]
                    [ $"skip the {k} at the end"; $"drop {k} {{s}} at the end" ]
                    [ "front"; $"trim_{k}" ])
            2,
            (fun () ->
                let k = k "every" [ 2..5 ]

                change
                    "every"
                    kind
                    (fun x -> $"{x}[::{k}]")
                    (onList (List.indexed >> List.filter (fun (i, _) -> i % k = 0) >> List.map snd))
                    [
                        $"take every {English.ordinal k} of the {{s}}"
                        $"keep every {English.ordinal k} one"
                        $"pick every {English.ordinal k} of them"
                        $"keep only every {English.ordinal k}"
                        $"step through them by {k}"
                    ]
                    [ $"take every {English.ordinal k} one"; $"pick every {English.ordinal k}" ]
                    [ "spaced"; $"every_{k}" ])
        ]

    let private ints = Value.toList >> List.map Value.toInt
    let private ofInts = List.map Int >> List

    let private numeric =
        [
            2,
            (fun () ->
                change
                    "differences"
                    Numbers
                    (fun x -> $"[b - a for a, b in zip({x}, {x}[1:])]")
                    (ints >> List.pairwise >> List.map (fun (a, b) -> b - a) >> ofInts)
                    [
                        "take the differences of neighbours"
                        "compute the differences between neighbours"
                        "subtract each from the next"
                        "find the change from each to the next"
                        "replace them with their consecutive differences"
                    ]
                    [
                        "compute the change from each to the next"
                        "find the differences of neighbours"
                    ]
                    [ "differences"; "steps" ])
            2,
            (fun () ->
                change
                    "running totals"
                    Numbers
                    (fun x -> $"[sum({x}[:i + 1]) for i in range(len({x}))]")
                    (ints >> List.scan (+) 0L >> List.tail >> ofInts)
                    [
                        "compute the running totals"
                        "take the running sums"
                        "replace them with their cumulative sums"
                        "build the running totals"
                        "form the cumulative sums"
                    ]
                    [ "compute the cumulative sums"; "take the running totals" ]
                    [ "running"; "cumulative" ])
            2,
            (fun () ->
                change
                    "times index"
                    Numbers
                    (fun x -> $"[i * n for i, n in enumerate({x})]")
                    (ints >> List.mapi (fun i n -> int64 i * n) >> ofInts)
                    [
                        "multiply each by its index"
                        "multiply every one by its position"
                        "weight each by its index"
                        "scale each by its index"
                        "weight every one by its position"
                    ]
                    [ "scale every one by its position"; "multiply each by its position" ]
                    [ "weighted"; "indexed" ])
            2,
            (fun () ->
                change
                    "sort by size"
                    Numbers
                    (fun x -> $"sorted({x}, key=abs)")
                    (ints >> List.sortBy abs >> ofInts)
                    [
                        "sort the numbers by absolute value"
                        "sort them by absolute value"
                        "order them by absolute value"
                        "put them in order of absolute value"
                        "sort by distance from zero"
                    ]
                    [
                        "order the numbers by absolute value"
                        "put them in order of distance from zero"
                    ]
                    [ "by_size"; "by_abs" ])
        ]

    let private wordly =
        [
            3,
            (fun () ->
                change
                    "sort by length"
                    Words
                    (fun x -> $"sorted({x}, key=len)")
                    (onList (List.sortBy (Value.toText >> String.length)))
                    [
                        "sort the words by length"
                        "sort them by length"
                        "order them by length"
                        "put the shortest first"
                        "order them from shortest to longest"
                    ]
                    [ "put them in order of length"; "sort them from shortest to longest" ]
                    [ "by_length"; "by_size" ])
        ]

    let private toEntries key target python apply seen kept names =
        fun () -> change key target python apply seen kept names

    let private ofScores =
        [
            3,
            toEntries
                "values"
                Numbers
                (fun x -> $"list({x}.values())")
                (Value.toEntries >> List.map snd >> List)
                [
                    "take the values"
                    "collect the values"
                    "take the list of values"
                    "list the values"
                    "get the values"
                ]
                [ "collect the list of values"; "get the list of values" ]
                [ "values"; "points" ]
            3,
            toEntries
                "keys"
                Words
                (fun x -> $"list({x})")
                (Value.toEntries >> List.map fst >> List)
                [
                    "take the names"
                    "collect the names"
                    "take the list of names"
                    "list the names"
                    "get the names"
                ]
                [ "collect the list of names"; "get the list of names" ]
                [ "names"; "keys" ]
        ]

    let private text key python apply seen kept names =
        change key Text python (Value.toText >> apply >> Str) seen kept names

    let private ofText (voice: Voice) =
        let k operation (values: 'a list) = Voice.constant operation values voice

        [
            3,
            (fun () ->
                text
                    "text upper"
                    (fun x -> $"{x}.upper()")
                    (fun t -> t.ToUpperInvariant())
                    [
                        "convert it to upper case"
                        "convert the text to upper case"
                        "put it in upper case"
                        "make all letters upper case"
                        "turn it into upper case"
                    ]
                    [ "change it to upper case"; "make it upper case" ]
                    [ "upper"; "loud" ])
            3,
            (fun () ->
                text
                    "text lower"
                    (fun x -> $"{x}.lower()")
                    (fun t -> t.ToLowerInvariant())
                    [
                        "convert it to lower case"
                        "convert the text to lower case"
                        "put it in lower case"
                        "make all letters lower case"
                        "turn it into lower case"
                    ]
                    [ "change it to lower case"; "make it lower case" ]
                    [ "lower"; "quiet" ])
            3,
            (fun () ->
                text
                    "text reverse"
                    (fun x -> $"{x}[::-1]")
                    (Python.onText List.rev)
                    [
                        "reverse it"
                        "reverse the text"
                        "turn it around"
                        "write it backwards"
                        "put its characters in reverse order"
                    ]
                    [ "turn the text around"; "write the text backwards" ]
                    [ "reversed"; "backwards" ])
            3,
            (fun () ->
                let k = k "text first" [ 2..8 ]

                text
                    "text first"
                    (fun x -> $"{x}[:{k}]")
                    (Python.onText (Python.upTo k))
                    [
                        $"keep the first {k} characters"
                        $"take its first {k} characters"
                        $"cut it to {k} characters"
                        $"keep {k} characters from the start"
                        $"shorten it to {k} characters"
                    ]
                    [ $"take {k} characters from the start"; $"cut the text to {k} characters" ]
                    [ "start"; "prefix" ])
            3,
            (fun () ->
                let k = k "text last" [ 2..8 ]

                text
                    "text last"
                    (fun x -> $"{x}[-{k}:]")
                    (Python.onText (Python.from -k))
                    [
                        $"keep the last {k} characters"
                        $"take its last {k} characters"
                        $"keep {k} characters from the end"
                        $"cut it to its last {k} characters"
                        $"keep only the last {k} characters"
                    ]
                    [
                        $"take {k} characters from the end"
                        $"shorten it to its last {k} characters"
                    ]
                    [ "end"; "suffix" ])
            4,
            (fun () ->
                let gone =
                    k "text replaced" [ "a"; "e"; "i"; "o"; "u"; "s"; "t"; "n"; " "; "r"; "l" ]

                let put = k "text replacement" [ "-"; "*"; "_"; "x"; "z"; "0"; "" ]

                let seen =
                    if put = "" then
                        [
                            $"remove every \"{gone}\""
                            $"delete each \"{gone}\""
                            $"drop all \"{gone}\" characters"
                            $"leave out every \"{gone}\""
                            $"remove all \"{gone}\" from it"
                        ]
                    else
                        [
                            $"replace every \"{gone}\" by \"{put}\""
                            $"replace \"{gone}\" with \"{put}\""
                            $"change each \"{gone}\" to \"{put}\""
                            $"turn every \"{gone}\" into \"{put}\""
                            $"put \"{put}\" in place of \"{gone}\""
                        ]

                let kept =
                    if put = "" then
                        [ $"delete every \"{gone}\""; $"drop every \"{gone}\"" ]
                    else
                        [
                            $"change every \"{gone}\" into \"{put}\""
                            $"put \"{put}\" for each \"{gone}\""
                        ]

                text
                    "text replace"
                    (fun x -> $"{x}.replace(\"{gone}\", \"{put}\")")
                    (fun t -> t.Replace(gone, put))
                    seen
                    kept
                    [ "replaced"; "changed" ])
            2,
            (fun () ->
                let ending = k "text append" [ "!"; "?"; "."; "..."; "#"; "x"; " ok"; "-end" ]

                text
                    "text append"
                    (fun x -> $"{x} + \"{ending}\"")
                    (fun t -> t + ending)
                    [
                        $"append \"{ending}\""
                        $"append \"{ending}\" to it"
                        $"add \"{ending}\" at the end"
                        $"add \"{ending}\" to the end of the text"
                        $"put \"{ending}\" after it"
                    ]
                    [ $"put \"{ending}\" at the end"; $"append \"{ending}\" to the text" ]
                    [ "extended"; "marked" ])
            4,
            (fun () ->
                change
                    "split words"
                    Words
                    (fun x -> $"{x}.split()")
                    (Value.toText >> Python.split >> Value.strs)
                    [
                        "split it into words"
                        "split the text into words"
                        "take its words"
                        "break it into words"
                        "divide it into words"
                    ]
                    [ "break the text into words"; "take the words of it" ]
                    [ "words"; "split" ])
            3,
            (fun () ->
                change
                    "to letters"
                    Letters
                    (fun x -> $"list({x})")
                    (Value.toText >> Python.characters >> Value.strs)
                    [
                        "split it into characters"
                        "split the text into characters"
                        "take its characters"
                        "break it into characters"
                        "divide it into characters"
                    ]
                    [ "break the text into characters"; "take the characters of it" ]
                    [ "characters"; "chars" ])
        ]

    let draw kind (voice: Voice) =
        let choices =
            match kind with
            | OneNumber -> invalidArg (nameof kind) "a single number has no order to change"
            | Numbers -> sequence Numbers voice @ numeric
            | Words -> sequence Words voice @ wordly
            | Letters -> sequence Letters voice
            | Scores -> ofScores
            | Text -> ofText voice

        Dice.weighted choices voice.Dice ()
