namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Changes of the order and the number of items, whatever they are.
module internal SequenceChanges =

    let private onList change = Value.toList >> change >> List

    let choices kind (voice: Voice) =
        let k operation values = Voice.constant operation values voice

        [
            4,
            (fun () ->
                Change.make
                    "sort"
                    kind
                    (fun x -> $"sorted({x})")
                    (onList (List.sortWith (fun a b -> Value.Order a b)))
                    """
                    sort the {s}
                    sort them
                    sort them in ascending order
                    put them in ascending order
                    order them from smallest to largest
                    ~ put the {s} in ascending order
                    ~ sort them from smallest to largest
                    """
                    [ "sorted"; "ordered" ])
            3,
            (fun () ->
                Change.make
                    "sort down"
                    kind
                    (fun x -> $"sorted({x}, reverse=True)")
                    (onList (List.sortWith (fun a b -> Value.Order b a)))
                    """
                    sort the {s} in descending order
                    sort them in descending order
                    put them in descending order
                    order them from largest to smallest
                    sort them in reverse
                    ~ put the {s} in descending order
                    ~ sort them from largest to smallest
                    """
                    [ "descending"; "falling" ])
            4,
            (fun () ->
                Change.make
                    "reverse"
                    kind
                    (fun x -> $"{x}[::-1]")
                    (onList List.rev)
                    """
                    reverse the order of the {s}
                    reverse their order
                    reverse the list
                    turn the order around
                    put them in reverse order
                    ~ turn the list around
                    ~ put the {s} in reverse order
                    """
                    [ "reversed"; "backwards" ])
            4,
            (fun () ->
                Change.make
                    "unique"
                    kind
                    (fun x -> $"list(dict.fromkeys({x}))")
                    (onList Python.distinct)
                    """
                    remove duplicate {s}
                    remove duplicates
                    drop repeated {s}
                    keep each distinct one once
                    remove repeated {s} keeping the order
                    ~ drop duplicates
                    ~ keep only distinct {s}
                    """
                    [ "unique"; "distinct" ])
            3,
            (fun () ->
                let k = k "first" [ 2..6 ]

                Change.make
                    "first"
                    kind
                    (fun x -> $"{x}[:{k}]")
                    (onList (Python.upTo k))
                    $"""
                    keep the first {k} {{s}}
                    take the first {k}
                    keep only the first {k}
                    keep the {k} at the start
                    cut the list to {k} {{s}}
                    ~ take the {k} at the start
                    ~ cut the list after {k} {{s}}
                    """
                    [ "first"; $"first_{k}" ])
            3,
            (fun () ->
                let k = k "last" [ 2..6 ]

                Change.make
                    "last"
                    kind
                    (fun x -> $"{x}[-{k}:]")
                    (onList (Python.from -k))
                    $"""
                    keep the last {k} {{s}}
                    take the last {k}
                    keep only the last {k}
                    keep the {k} at the end
                    cut the list to the last {k} {{s}}
                    ~ take the {k} at the end
                    ~ take only the last {k}
                    """
                    [ "last"; $"last_{k}" ])
            3,
            (fun () ->
                let k = k "skip first" [ 2..6 ]

                Change.make
                    "skip first"
                    kind
                    (fun x -> $"{x}[{k}:]")
                    (onList (Python.from k))
                    $"""
                    skip the first {k} {{s}}
                    drop the first {k}
                    remove the first {k}
                    leave out the first {k}
                    skip {k} {{s}} at the start
                    ~ skip the {k} at the start
                    ~ drop {k} {{s}} at the start
                    """
                    [ "rest"; $"skip_{k}" ])
            2,
            (fun () ->
                let k = k "skip last" [ 2..6 ]

                Change.make
                    "skip last"
                    kind
                    (fun x -> $"{x}[:-{k}]")
                    (onList (Python.upTo -k))
                    $"""
                    drop the last {k} {{s}}
                    drop the last {k}
                    remove the last {k}
                    leave out the last {k}
                    skip {k} {{s}} at the end
                    ~ skip the {k} at the end
                    ~ drop {k} {{s}} at the end
                    """
                    [ "front"; $"trim_{k}" ])
            2,
            (fun () ->
                let k = k "every" [ 2..5 ]

                Change.make
                    "every"
                    kind
                    (fun x -> $"{x}[::{k}]")
                    (onList (List.indexed >> List.filter (fun (i, _) -> i % k = 0) >> List.map snd))
                    $"""
                    take every {English.ordinal k} of the {{s}}
                    keep every {English.ordinal k} one
                    pick every {English.ordinal k} of them
                    keep only every {English.ordinal k}
                    step through them by {k}
                    ~ take every {English.ordinal k} one
                    ~ pick every {English.ordinal k}
                    """
                    [ "spaced"; $"every_{k}" ])
        ]
