namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Results of lists of numbers.
module internal NumberResults =

    let private ints = Value.toList >> List.map Value.toInt

    let choices (voice: Voice) =
        let average = ints >> fun ns -> Int(Python.divide (List.sum ns) (int64 ns.Length))

        [
            8,
            fun () ->
                Reduction.always
                    "sum"
                    (fun x -> $"sum({x})")
                    (ints >> List.sum >> Int)
                    """
                    their sum
                    the sum
                    their total
                    the total
                    the sum of them
                    ~ the sum of all of them
                    ~ the total of them
                    """
                    [ "sum"; "total" ]
            4,
            fun () ->
                Reduction.guarded
                    "largest"
                    (fun x -> $"max({x})")
                    (fun x -> $"max({x}, default=0)")
                    (Int 0L)
                    "0"
                    (ints >> List.max >> Int)
                    """
                    the largest
                    the maximum
                    the largest of them
                    the greatest number
                    their maximum
                    ~ the greatest of them
                    ~ the largest number
                    """
                    [ "largest"; "max" ]
            4,
            fun () ->
                Reduction.guarded
                    "smallest"
                    (fun x -> $"min({x})")
                    (fun x -> $"min({x}, default=0)")
                    (Int 0L)
                    "0"
                    (ints >> List.min >> Int)
                    """
                    the smallest
                    the minimum
                    the smallest of them
                    the least number
                    their minimum
                    ~ the least of them
                    ~ the smallest number
                    """
                    [ "smallest"; "min" ]
            3,
            fun () ->
                Reduction.guarded
                    "average"
                    (fun x -> $"sum({x}) // len({x})")
                    (fun x -> $"sum({x}) // len({x}) if {x} else 0")
                    (Int 0L)
                    "0"
                    average
                    """
                    their average rounded down
                    the average rounded down
                    their mean rounded down
                    the mean rounded down
                    the integer part of their average
                    ~ the integer part of the mean
                    ~ the average of them rounded down
                    """
                    [ "average"; "mean" ]
            2,
            fun () ->
                Reduction.guarded
                    "spread"
                    (fun x -> $"max({x}) - min({x})")
                    (fun x -> $"max({x}) - min({x}) if {x} else 0")
                    (Int 0L)
                    "0"
                    (ints >> fun ns -> Int(List.max ns - List.min ns))
                    """
                    the largest minus the smallest
                    the difference between the largest and the smallest
                    the difference of maximum and minimum
                    their spread from minimum to maximum
                    the maximum minus the minimum
                    ~ the difference between maximum and minimum
                    ~ the difference of the largest and the smallest
                    """
                    [ "spread"; "range" ]
            2,
            fun () ->
                (let k = Voice.constant "contains" [ 0..12 ] voice

                 { Reduction.always
                       "contains"
                       (fun x -> $"{k} in {x}")
                       (ints >> List.contains (int64 k) >> Bool)
                       $"""
                       whether {k} is among them
                       whether they contain {k}
                       True if {k} is among them
                       whether {k} is in the list
                       whether the list contains {k}
                       ~ True if the list contains {k}
                       ~ True if {k} is in the list
                       """
                       [ $"has_{k}"; "contains" ] with
                     Landmarks = [ Int(int64 k) ]
                 })
        ]
        @ SequenceResults.verdicts Numbers NumberTests.draw voice
