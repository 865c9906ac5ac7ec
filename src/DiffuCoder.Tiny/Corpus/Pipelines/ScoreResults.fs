namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Results of dictionaries of scores.
module internal ScoreResults =

    let choices: (int * (unit -> Reduction)) list =
        let best choose =
            Value.toEntries >> choose (snd >> Value.toInt) >> fst

        [
            4,
            fun () ->
                Reduction.guarded
                    "best name"
                    (fun x -> $"max({x}, key={x}.get)")
                    (fun x -> $"max({x}, key={x}.get, default=None)")
                    Nothing
                    "None"
                    (best List.maxBy)
                    """
                    the name with the highest score
                    the name of the highest score
                    the name that has the highest score
                    who has the highest score
                    the name with the largest score
                    ~ the name that has the largest score
                    ~ who has the largest score
                    """
                    [ "best"; "winner" ]
            4,
            fun () ->
                Reduction.guarded
                    "worst name"
                    (fun x -> $"min({x}, key={x}.get)")
                    (fun x -> $"min({x}, key={x}.get, default=None)")
                    Nothing
                    "None"
                    (best List.minBy)
                    """
                    the name with the lowest score
                    the name of the lowest score
                    the name that has the lowest score
                    who has the lowest score
                    the name with the smallest score
                    ~ the name that has the smallest score
                    ~ who has the smallest score
                    """
                    [ "worst"; "loser" ]
            4,
            fun () ->
                Reduction.always
                    "sum of scores"
                    (fun x -> $"sum({x}.values())")
                    (Value.toEntries >> List.sumBy (snd >> Value.toInt) >> Int)
                    """
                    the sum of the scores
                    the total score
                    the total of all scores
                    the sum of all scores
                    their total score
                    ~ the total of the scores
                    ~ their sum of scores
                    """
                    [ "sum"; "total" ]
            2,
            fun () ->
                Reduction.always
                    "number of scores"
                    (fun x -> $"len({x})")
                    (fun x -> Int(int64 (Value.toEntries x).Length))
                    """
                    the number of scores
                    how many scores there are
                    the count of scores
                    how many entries there are
                    the number of entries
                    ~ the count of entries
                    ~ how many names there are
                    """
                    [ "count"; "size" ]
            2,
            fun () ->
                Reduction.always
                    "sorted names"
                    (fun x -> $"sorted({x})")
                    (Value.toEntries
                     >> List.map fst
                     >> List.sortWith (fun a b -> Value.Order a b)
                     >> List)
                    """
                    the sorted names
                    the names in order
                    a sorted list of the names
                    the names as a sorted list
                    the names in alphabetical order
                    ~ the list of names in order
                    ~ the names sorted in alphabetical order
                    """
                    [ "sorted_names"; "names" ]
            2,
            fun () ->
                Reduction.always
                    "names by score"
                    (fun x -> $"sorted({x}, key={x}.get)")
                    (Value.toEntries >> List.sortBy (snd >> Value.toInt) >> List.map fst >> List)
                    """
                    the names sorted by score
                    the names in order of their scores
                    a list of the names sorted by score
                    the names from lowest to highest score
                    the names ordered by score
                    ~ a list of the names ordered by score
                    ~ the names sorted from lowest to highest score
                    """
                    [ "ranking"; "by_score" ]
            5, fun () -> SequenceResults.itself Scores
        ]
