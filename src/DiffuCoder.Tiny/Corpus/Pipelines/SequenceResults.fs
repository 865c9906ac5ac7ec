namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Results that any list has.
module internal SequenceResults =

    let private len (value: Value) = Int(int64 (Value.toList value).Length)

    let private elseNone at variable =
        $"{variable}[{at}] if {variable} else None"

    /// The collection itself.
    let itself kind =
        let nouns =
            match kind with
            | Text ->
                """
                the result
                the new text
                the resulting text
                it
                the text
                ~ the text that results
                ~ the text it results in
                """
            | Scores ->
                """
                the result
                the new dictionary
                the resulting dictionary
                the dictionary
                what is left
                ~ the dictionary that results
                ~ the dictionary of what is left
                """
            | _ ->
                """
                the result
                the new list
                the resulting list
                the list
                the list of results
                ~ the list that results
                ~ the list of what is left
                """

        Reduction.always "itself" id id nouns []

    let choices kind =
        let s = Kind.plural kind

        [
            4,
            fun () ->
                Reduction.always
                    "count"
                    (fun x -> $"len({x})")
                    len
                    $"""
                    the number of {s}
                    how many there are
                    their number
                    the count
                    how many {s} there are
                    ~ how many of them there are
                    ~ the count of {s}
                    """
                    [ "count"; "number" ]
            2,
            fun () ->
                Reduction.guarded
                    "first item"
                    (fun x -> $"{x}[0]")
                    (elseNone "0")
                    Nothing
                    "None"
                    (Value.toList >> List.head)
                    $"""
                    the first {Kind.singular kind}
                    the first of them
                    the first one
                    the one at the start
                    the first
                    ~ the one that is first
                    ~ the first in the list
                    """
                    [ "first"; "head" ]
            2,
            fun () ->
                Reduction.guarded
                    "last item"
                    (fun x -> $"{x}[-1]")
                    (elseNone "-1")
                    Nothing
                    "None"
                    (Value.toList >> List.last)
                    $"""
                    the last {Kind.singular kind}
                    the last of them
                    the last one
                    the one at the end
                    the last
                    ~ the one that is last
                    ~ the last in the list
                    """
                    [ "last"; "tail" ]
            2,
            fun () ->
                Reduction.always
                    "tally"
                    (fun x -> $"{{{Kind.item kind}: {x}.count({Kind.item kind}) for {Kind.item kind} in {x}}}")
                    (Value.toList >> Python.tally)
                    $"""
                    a dictionary of their counts
                    a dictionary that maps each to its count
                    how often each occurs, as a dictionary
                    a dictionary with the count of each
                    the count of each {Kind.singular kind} as a dictionary
                    ~ a dictionary with the count of each {Kind.singular kind}
                    ~ the count of each, as a dictionary
                    """
                    [ "tally"; "counts" ]
        ]

    let verdicts kind (draw: Voice -> Test) (voice: Voice) : (int * (unit -> Reduction)) list =
        let item = Kind.item kind

        let reduction key call decide frame names : Reduction =
            let test = draw voice

            // "are even" after any and all: the phrases of the test itself
            let say (frame: string -> string list) =
                Phrasing.make (test.Are.Seen |> List.collect frame) (test.Are.Kept |> List.collect frame)

            {
                Key = $"{key} {test.Key}"
                Python = fun _ variable -> $"{call}({test.Python item} for {item} in {variable})"
                Apply = fun _ value -> Some(Bool(decide test.Holds (Value.toList value)))
                Nouns = fun _ -> say frame
                Names = names
                Landmarks = test.Landmarks
                Instead = None
            }

        [
            2,
            fun () ->
                reduction
                    "any"
                    "any"
                    List.exists
                    (fun are ->
                        [
                            $"whether any of them {are}"
                            $"whether any {Kind.plural kind} {are}"
                            $"True if any of them {are}"
                        ])
                    [ "any"; "has" ]
            2,
            fun () ->
                reduction
                    "all"
                    "all"
                    List.forall
                    (fun are ->
                        [
                            $"whether all of them {are}"
                            $"whether all {Kind.plural kind} {are}"
                            $"True if all of them {are}"
                        ])
                    [ "all"; "only" ]
        ]

    let joined kind (voice: Voice) =
        let separator =
            Voice.constant "join" [ "-"; ", "; " "; ""; "/"; "_"; "+"; ";"; "|" ] voice

        let parts (x: string) =
            if kind = Numbers then $"str(n) for n in {x}" else x

        let text =
            Value.toList
            >> List.map (function
                | Int n -> string n
                | other -> Value.toText other)
            >> String.concat separator
            >> Str

        let items = Kind.plural kind

        let nouns =
            if separator = "" then
                $"""
                them joined into one text
                the {items} joined together
                one text made of them
                them put together as one text
                them joined without separator
                ~ the {items} put together as one text
                ~ one text made of the {items}
                """
            else
                $"""
                them joined by "{separator}"
                the {items} joined by "{separator}"
                a text of them separated by "{separator}"
                one text with "{separator}" between them
                them put together with "{separator}"
                ~ one text made of them with "{separator}" between them
                ~ the {items} put together with "{separator}"
                """

        Reduction.always "join" (fun x -> $"\"{separator}\".join({parts x})") text nouns [ "joined"; "text" ]
