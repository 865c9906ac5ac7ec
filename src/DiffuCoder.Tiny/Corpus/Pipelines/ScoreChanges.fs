namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// From a dictionary to a list.
module internal ScoreChanges =

    let choices =
        [
            3,
            fun () ->
                Change.make
                    "values"
                    Numbers
                    (fun x -> $"list({x}.values())")
                    (Value.toEntries >> List.map snd >> List)
                    """
                    take the values
                    collect the values
                    take the list of values
                    list the values
                    get the values
                    ~ collect the list of values
                    ~ get the list of values
                    """
                    [ "values"; "points" ]
            3,
            fun () ->
                Change.make
                    "keys"
                    Words
                    (fun x -> $"list({x})")
                    (Value.toEntries >> List.map fst >> List)
                    """
                    take the names
                    collect the names
                    take the list of names
                    list the names
                    get the names
                    ~ collect the list of names
                    ~ get the list of names
                    """
                    [ "names"; "keys" ]
        ]
