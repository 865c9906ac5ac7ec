namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Results of lists of words.
module internal WordResults =

    let private texts = Value.toList >> List.map Value.toText

    let choices (voice: Voice) =
        [
            3,
            fun () ->
                Reduction.guarded
                    "longest"
                    (fun x -> $"max({x}, key=len)")
                    (fun x -> $"max({x}, key=len, default=\"\")")
                    (Str "")
                    "\"\""
                    (texts >> List.maxBy String.length >> Str)
                    """
                    the longest
                    the longest word
                    the longest of them
                    the word with the most letters
                    the one with the most letters
                    ~ the longest one
                    ~ the one that is longest
                    """
                    [ "longest"; "max_length" ]
            3,
            fun () ->
                Reduction.guarded
                    "shortest"
                    (fun x -> $"min({x}, key=len)")
                    (fun x -> $"min({x}, key=len, default=\"\")")
                    (Str "")
                    "\"\""
                    (texts >> List.minBy String.length >> Str)
                    """
                    the shortest
                    the shortest word
                    the shortest of them
                    the word with the fewest letters
                    the one with the fewest letters
                    ~ the shortest one
                    ~ the one that is shortest
                    """
                    [ "shortest"; "min_length" ]
            3,
            fun () ->
                Reduction.always
                    "total length"
                    (fun x -> $"sum(len(w) for w in {x})")
                    (texts >> List.sumBy (fun w -> int64 w.Length) >> Int)
                    """
                    their total length
                    the total length
                    the sum of their lengths
                    the total number of letters
                    how many letters they have together
                    ~ the total of their lengths
                    ~ the sum of the lengths
                    """
                    [ "total_length"; "letters" ]
            3,
            fun () ->
                Reduction.always
                    "lengths"
                    (fun x -> $"{{w: len(w) for w in {x}}}")
                    (Value.toList
                     >> List.distinct
                     >> List.map (fun w -> w, Int(int64 (Value.toText w).Length))
                     >> Dict)
                    """
                    a dictionary of their lengths
                    a dictionary that maps each to its length
                    the length of each as a dictionary
                    a dictionary with the length of each
                    a dictionary from word to length
                    ~ a dictionary with the length of each word
                    ~ the length of each word as a dictionary
                    """
                    [ "lengths"; "sizes" ]
        ]
        @ SequenceResults.verdicts Words WordTests.draw voice
