namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Changes of lists of numbers as a whole.
module internal NumberChanges =

    let private ints = Value.toList >> List.map Value.toInt
    let private ofInts = List.map Int >> List

    let choices =
        [
            2,
            (fun () ->
                Change.make
                    "differences"
                    Numbers
                    (fun x -> $"[b - a for a, b in zip({x}, {x}[1:])]")
                    (ints >> List.pairwise >> List.map (fun (a, b) -> b - a) >> ofInts)
                    """
                    take the differences of neighbours
                    compute the differences between neighbours
                    subtract each from the next
                    find the change from each to the next
                    replace them with their consecutive differences
                    ~ compute the change from each to the next
                    ~ find the differences of neighbours
                    """
                    [ "differences"; "steps" ])
            2,
            (fun () ->
                Change.make
                    "running totals"
                    Numbers
                    (fun x -> $"[sum({x}[:i + 1]) for i in range(len({x}))]")
                    (ints >> List.scan (+) 0L >> List.tail >> ofInts)
                    """
                    compute the running totals
                    take the running sums
                    replace them with their cumulative sums
                    build the running totals
                    form the cumulative sums
                    ~ compute the cumulative sums
                    ~ take the running totals
                    """
                    [ "running"; "cumulative" ])
            2,
            (fun () ->
                Change.make
                    "times index"
                    Numbers
                    (fun x -> $"[i * n for i, n in enumerate({x})]")
                    (ints >> List.mapi (fun i n -> int64 i * n) >> ofInts)
                    """
                    multiply each by its index
                    multiply every one by its position
                    weight each by its index
                    scale each by its index
                    weight every one by its position
                    ~ scale every one by its position
                    ~ multiply each by its position
                    """
                    [ "weighted"; "indexed" ])
            2,
            (fun () ->
                Change.make
                    "sort by size"
                    Numbers
                    (fun x -> $"sorted({x}, key=abs)")
                    (ints >> List.sortBy abs >> ofInts)
                    """
                    sort the numbers by absolute value
                    sort them by absolute value
                    order them by absolute value
                    put them in order of absolute value
                    sort by distance from zero
                    ~ order the numbers by absolute value
                    ~ put them in order of distance from zero
                    """
                    [ "by_size"; "by_abs" ])
        ]
