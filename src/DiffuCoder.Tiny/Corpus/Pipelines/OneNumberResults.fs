namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Results of a single number.
module internal OneNumberResults =

    let choices (voice: Voice) : (int * (unit -> Reduction)) list =
        let verdict () =
            let test = NumberTests.draw voice
            let singular = List.map English.singular

            {
                Key = $"is {test.Key}"
                Python = fun _ variable -> test.Python variable
                Apply = fun _ value -> Some(Bool(test.Holds value))
                Nouns =
                    fun _ ->
                        let frames predicates =
                            predicates
                            |> singular
                            |> List.collect (fun is -> [ $"whether it {is}"; $"whether the result {is}"; $"True if it {is}" ])

                        Phrasing.make (frames test.Are.Seen) (frames test.Are.Kept)
                Names = test.Names
                Landmarks = test.Landmarks
                Instead = None
            }

        let text () =
            let unit =
                Voice.constant "unit" [ "km"; "kg"; "cm"; "%"; "h"; "s"; "m"; "px"; "eur"; "pts" ] voice

            Reduction.always
                "with unit"
                (fun x -> $"str({x}) + \"{unit}\"")
                (fun n -> Str(string (Value.toInt n) + unit))
                $"""
                it as text followed by "{unit}"
                a text of it with "{unit}" added
                it as a string ending in "{unit}"
                the number as text followed by "{unit}"
                a string of the number and "{unit}"
                ~ the number as a string ending in "{unit}"
                ~ a string of it with "{unit}" added
                """
                [ "text"; "label" ]

        let itself () =
            Reduction.always
                "itself"
                id
                id
                """
                the result
                it
                the number
                the new number
                what results
                ~ the number that results
                ~ the number it results in
                """
                []

        [ 5, itself; 3, verdict; 2, text ]
