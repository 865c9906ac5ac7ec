namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Changes of lists of words as a whole.
module internal WordChanges =

    let choices =
        [
            3,
            (fun () ->
                Change.make
                    "sort by length"
                    Words
                    (fun x -> $"sorted({x}, key=len)")
                    (Value.toList >> List.sortBy (Value.toText >> String.length) >> List)
                    """
                    sort the words by length
                    sort them by length
                    order them by length
                    put the shortest first
                    order them from shortest to longest
                    ~ put them in order of length
                    ~ sort them from shortest to longest
                    """
                    [ "by_length"; "by_size" ])
        ]
