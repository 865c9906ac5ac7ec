namespace DiffuCoder.Tiny.Corpus

/// What functions return.
module internal Reductions =

    let private phrases seen kept = { Seen = seen; Kept = kept }

    let private always key python apply seen kept names : Reduction =
        {
            Key = key
            Python = fun _ variable -> python variable
            Apply = fun _ value -> Some(apply value)
            Nouns = fun _ -> phrases seen kept
            Names = names
            Landmarks = []
        }

    /// A result that an empty collection does not have; the careful form returns something else instead.
    let private guarded key plain careful instead (said: string) apply seen kept names : Reduction =
        {
            Key = key
            Python = fun isCareful -> if isCareful then careful else plain
            Apply =
                fun isCareful value ->
                    match value with
                    | List []
                    | Dict [] -> if isCareful then Some instead else None
                    | _ -> Some(apply value)
            Nouns =
                fun isCareful ->
                    let ending = if isCareful then $", or {said} if there is none" else ""
                    phrases (seen |> List.map (fun noun -> noun + ending)) (kept |> List.map (fun noun -> noun + ending))
            Names = names
            Landmarks = []
        }

    let private elseNone at variable =
        $"{variable}[{at}] if {variable} else None"

    let private ints = Value.toList >> List.map Value.toInt
    let private texts = Value.toList >> List.map Value.toText
    let private len (value: Value) = Int(int64 (Value.toList value).Length)

    /// The collection itself.
    let itself kind =
        let seen, kept =
            match kind with
            | Text ->
                [ "the result"; "the new text"; "the resulting text"; "it"; "the text" ], [ "the text that results"; "the final text" ]
            | Scores ->
                [
                    "the result"
                    "the new dictionary"
                    "the resulting dictionary"
                    "the dictionary"
                    "what is left"
                ],
                [ "the final dictionary"; "the dictionary that results" ]
            | _ ->
                [
                    "the result"
                    "the new list"
                    "the resulting list"
                    "the list"
                    "the list of results"
                ],
                [ "the final list"; "the list that results" ]

        always "itself" id id seen kept []

    let private sequence kind =
        let s = Kind.plural kind

        [
            4,
            fun () ->
                always
                    "count"
                    (fun x -> $"len({x})")
                    len
                    [
                        $"the number of {s}"
                        "how many there are"
                        "their number"
                        "the count"
                        $"how many {s} there are"
                    ]
                    [ "how many of them there are"; $"the count of {s}" ]
                    [ "count"; "number" ]
            2,
            fun () ->
                guarded
                    "first item"
                    (fun x -> $"{x}[0]")
                    (elseNone "0")
                    Nothing
                    "None"
                    (Value.toList >> List.head)
                    [
                        $"the first {Kind.singular kind}"
                        "the first of them"
                        "the first one"
                        "the one at the start"
                        "the first"
                    ]
                    [ "the one that is first"; "the first in the list" ]
                    [ "first"; "head" ]
            2,
            fun () ->
                guarded
                    "last item"
                    (fun x -> $"{x}[-1]")
                    (elseNone "-1")
                    Nothing
                    "None"
                    (Value.toList >> List.last)
                    [
                        $"the last {Kind.singular kind}"
                        "the last of them"
                        "the last one"
                        "the one at the end"
                        "the last"
                    ]
                    [ "the one that is last"; "the last in the list" ]
                    [ "last"; "tail" ]
            2,
            fun () ->
                always
                    "tally"
                    (fun x -> $"{{{Kind.item kind}: {x}.count({Kind.item kind}) for {Kind.item kind} in {x}}}")
                    (Value.toList >> Python.tally)
                    [
                        "a dictionary of their counts"
                        "a dictionary that maps each to its count"
                        "how often each occurs, as a dictionary"
                        "a dictionary with the count of each"
                        $"the count of each {Kind.singular kind} as a dictionary"
                    ]
                    [
                        $"a dictionary with the count of each {Kind.singular kind}"
                        "the count of each, as a dictionary"
                    ]
                    [ "tally"; "counts" ]
        ]

    let private verdicts kind (draw: Voice -> Test) (voice: Voice) : (int * (unit -> Reduction)) list =
        let item = Kind.item kind

        let reduction key call decide frame names : Reduction =
            let test = draw voice

            // "are even" after any and all: the phrases of the test itself
            let say (frame: string -> string list) =
                phrases (test.Are.Seen |> List.collect frame) (test.Are.Kept |> List.collect frame)

            {
                Key = $"{key} {test.Key}"
                Python = fun _ variable -> $"{call}({test.Python item} for {item} in {variable})"
                Apply = fun _ value -> Some(Bool(decide test.Holds (Value.toList value)))
                Nouns = fun _ -> say frame
                Names = names
                Landmarks = test.Landmarks
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

    let private joined kind (voice: Voice) =
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

        let seen, kept =
            if separator = "" then
                [
                    "them joined into one text"
                    $"the {Kind.plural kind} joined together"
                    "one text made of them"
                    "them put together as one text"
                    "them joined without separator"
                ],
                [
                    $"the {Kind.plural kind} put together as one text"
                    $"one text made of the {Kind.plural kind}"
                ]
            else
                [
                    $"them joined by \"{separator}\""
                    $"the {Kind.plural kind} joined by \"{separator}\""
                    $"a text of them separated by \"{separator}\""
                    $"one text with \"{separator}\" between them"
                    $"them put together with \"{separator}\""
                ],
                [
                    $"one text made of them with \"{separator}\" between"
                    $"the {Kind.plural kind} put together with \"{separator}\""
                ]

        always "join" (fun x -> $"\"{separator}\".join({parts x})") text seen kept [ "joined"; "text" ]

    let private ofNumbers (voice: Voice) =
        let average = ints >> fun ns -> Int(Python.divide (List.sum ns) (int64 ns.Length))

        [
            8,
            fun () ->
                always
                    "sum"
                    (fun x -> $"sum({x})")
                    (ints >> List.sum >> Int)
                    [ "their sum"; "the sum"; "their total"; "the total"; "the sum of them" ]
                    [ "the sum of all of them"; "the total of them" ]
                    [ "sum"; "total" ]
            4,
            fun () ->
                guarded
                    "largest"
                    (fun x -> $"max({x})")
                    (fun x -> $"max({x}, default=0)")
                    (Int 0L)
                    "0"
                    (ints >> List.max >> Int)
                    [
                        "the largest"
                        "the maximum"
                        "the largest of them"
                        "the greatest number"
                        "their maximum"
                    ]
                    [ "the greatest of them"; "the largest number" ]
                    [ "largest"; "max" ]
            4,
            fun () ->
                guarded
                    "smallest"
                    (fun x -> $"min({x})")
                    (fun x -> $"min({x}, default=0)")
                    (Int 0L)
                    "0"
                    (ints >> List.min >> Int)
                    [
                        "the smallest"
                        "the minimum"
                        "the smallest of them"
                        "the least number"
                        "their minimum"
                    ]
                    [ "the least of them"; "the smallest number" ]
                    [ "smallest"; "min" ]
            3,
            fun () ->
                guarded
                    "average"
                    (fun x -> $"sum({x}) // len({x})")
                    (fun x -> $"sum({x}) // len({x}) if {x} else 0")
                    (Int 0L)
                    "0"
                    average
                    [
                        "their average rounded down"
                        "the average rounded down"
                        "their mean rounded down"
                        "the mean rounded down"
                        "the integer part of their average"
                    ]
                    [ "the integer part of the mean"; "the average of them rounded down" ]
                    [ "average"; "mean" ]
            2,
            fun () ->
                guarded
                    "spread"
                    (fun x -> $"max({x}) - min({x})")
                    (fun x -> $"max({x}) - min({x}) if {x} else 0")
                    (Int 0L)
                    "0"
                    (ints >> fun ns -> Int(List.max ns - List.min ns))
                    [
                        "the largest minus the smallest"
                        "the difference between the largest and the smallest"
                        "the difference of maximum and minimum"
                        "their spread from minimum to maximum"
                        "the maximum minus the minimum"
                    ]
                    [
                        "the difference between maximum and minimum"
                        "the difference of the largest and the smallest"
                    ]
                    [ "spread"; "range" ]
            2,
            fun () ->
                (let k = Voice.constant "contains" [ 0..12 ] voice

                 { always
                       "contains"
                       (fun x -> $"{k} in {x}")
                       (ints >> List.contains (int64 k) >> Bool)
                       [
                           $"whether {k} is among them"
                           $"whether they contain {k}"
                           $"True if {k} is among them"
                           $"whether {k} is in the list"
                           $"whether the list contains {k}"
                       ]
                       [ $"True if the list contains {k}"; $"True if {k} is in the list" ]
                       [ $"has_{k}"; "contains" ] with
                     Landmarks = [ Int(int64 k) ]
                 })
        ]
        @ verdicts Numbers NumberTests.draw voice

    let private ofWords (voice: Voice) =
        [
            3,
            fun () ->
                guarded
                    "longest"
                    (fun x -> $"max({x}, key=len)")
                    (fun x -> $"max({x}, key=len, default=\"\")")
                    (Str "")
                    "\"\""
                    (texts >> List.maxBy String.length >> Str)
                    [
                        "the longest"
                        "the longest word"
                        "the longest of them"
                        "the word with the most letters"
                        "the one with the most letters"
                    ]
                    [ "the longest one"; "the one that is longest" ]
                    [ "longest"; "max_length" ]
            3,
            fun () ->
                guarded
                    "shortest"
                    (fun x -> $"min({x}, key=len)")
                    (fun x -> $"min({x}, key=len, default=\"\")")
                    (Str "")
                    "\"\""
                    (texts >> List.minBy String.length >> Str)
                    [
                        "the shortest"
                        "the shortest word"
                        "the shortest of them"
                        "the word with the fewest letters"
                        "the one with the fewest letters"
                    ]
                    [ "the shortest one"; "the one that is shortest" ]
                    [ "shortest"; "min_length" ]
            3,
            fun () ->
                always
                    "total length"
                    (fun x -> $"sum(len(w) for w in {x})")
                    (texts >> List.sumBy (fun w -> int64 w.Length) >> Int)
                    [
                        "their total length"
                        "the total length"
                        "the sum of their lengths"
                        "the total number of letters"
                        "how many letters they have together"
                    ]
                    [ "the total of their lengths"; "the sum of the lengths" ]
                    [ "total_length"; "letters" ]
            3,
            fun () ->
                always
                    "lengths"
                    (fun x -> $"{{w: len(w) for w in {x}}}")
                    (Value.toList
                     >> List.distinct
                     >> List.map (fun w -> w, Int(int64 (Value.toText w).Length))
                     >> Dict)
                    [
                        "a dictionary of their lengths"
                        "a dictionary that maps each to its length"
                        "the length of each as a dictionary"
                        "a dictionary with the length of each"
                        "a dictionary from word to length"
                    ]
                    [
                        "a dictionary with the length of each word"
                        "the length of each word as a dictionary"
                    ]
                    [ "lengths"; "sizes" ]
        ]
        @ verdicts Words WordTests.drawWord voice

    let private ofScores: (int * (unit -> Reduction)) list =
        let best choose =
            Value.toEntries >> choose (snd >> Value.toInt) >> fst

        [
            4,
            fun () ->
                guarded
                    "best name"
                    (fun x -> $"max({x}, key={x}.get)")
                    (fun x -> $"max({x}, key={x}.get, default=None)")
                    Nothing
                    "None"
                    (best List.maxBy)
                    [
                        "the name with the highest score"
                        "the name of the highest score"
                        "the name that has the highest score"
                        "who has the highest score"
                        "the name with the largest score"
                    ]
                    [ "the name that has the largest score"; "who has the largest score" ]
                    [ "best"; "winner" ]
            4,
            fun () ->
                guarded
                    "worst name"
                    (fun x -> $"min({x}, key={x}.get)")
                    (fun x -> $"min({x}, key={x}.get, default=None)")
                    Nothing
                    "None"
                    (best List.minBy)
                    [
                        "the name with the lowest score"
                        "the name of the lowest score"
                        "the name that has the lowest score"
                        "who has the lowest score"
                        "the name with the smallest score"
                    ]
                    [ "the name that has the smallest score"; "who has the smallest score" ]
                    [ "worst"; "loser" ]
            4,
            fun () ->
                always
                    "sum of scores"
                    (fun x -> $"sum({x}.values())")
                    (Value.toEntries >> List.sumBy (snd >> Value.toInt) >> Int)
                    [
                        "the sum of the scores"
                        "the total score"
                        "the total of all scores"
                        "the sum of all scores"
                        "their total score"
                    ]
                    [ "the total of the scores"; "their sum of scores" ]
                    [ "sum"; "total" ]
            2,
            fun () ->
                always
                    "number of scores"
                    (fun x -> $"len({x})")
                    (fun x -> Int(int64 (Value.toEntries x).Length))
                    [
                        "the number of scores"
                        "how many scores there are"
                        "the count of scores"
                        "how many entries there are"
                        "the number of entries"
                    ]
                    [ "the count of entries"; "how many names there are" ]
                    [ "count"; "size" ]
            2,
            fun () ->
                always
                    "sorted names"
                    (fun x -> $"sorted({x})")
                    (Value.toEntries
                     >> List.map fst
                     >> List.sortWith (fun a b -> Value.Order a b)
                     >> List)
                    [
                        "the sorted names"
                        "the names in order"
                        "a sorted list of the names"
                        "the names as a sorted list"
                        "the names in alphabetical order"
                    ]
                    [ "the list of names in order"; "the names sorted in alphabetical order" ]
                    [ "sorted_names"; "names" ]
            2,
            fun () ->
                always
                    "names by score"
                    (fun x -> $"sorted({x}, key={x}.get)")
                    (Value.toEntries >> List.sortBy (snd >> Value.toInt) >> List.map fst >> List)
                    [
                        "the names sorted by score"
                        "the names in order of their scores"
                        "a list of the names sorted by score"
                        "the names from lowest to highest score"
                        "the names ordered by score"
                    ]
                    [
                        "a list of the names ordered by score"
                        "the names sorted from lowest to highest score"
                    ]
                    [ "ranking"; "by_score" ]
            5, fun () -> itself Scores
        ]

    let private ofText (voice: Voice) =
        let letter operation =
            Voice.constant operation [ for c in "abcdefghilmnoprstuw" -> string c ] voice

        [
            6, fun () -> itself Text
            3,
            fun () ->
                always
                    "text length"
                    (fun x -> $"len({x})")
                    (fun t -> Int(int64 (Value.toText t).Length))
                    [
                        "its length"
                        "the length of the text"
                        "the number of characters"
                        "how many characters it has"
                        "how long it is"
                    ]
                    [ "the length of it"; "how many characters the text has" ]
                    [ "length"; "size" ]
            3,
            fun () ->
                (let c = letter "text count"

                 always
                     "text count"
                     (fun x -> $"{x}.count(\"{c}\")")
                     (fun t -> Int(int64 (Value.toText t |> Seq.filter (fun x -> string x = c) |> Seq.length)))
                     [
                         $"how often \"{c}\" occurs"
                         $"the number of \"{c}\" in it"
                         $"the count of \"{c}\""
                         $"how many times \"{c}\" occurs in it"
                         $"how many \"{c}\" it contains"
                     ]
                     [ $"how often it contains \"{c}\""; $"the number of times \"{c}\" occurs" ]
                     [ $"count_{c}"; "occurrences" ])
            2,
            fun () ->
                always
                    "text palindrome"
                    (fun x -> $"{x} == {x}[::-1]")
                    (fun t -> Bool(Python.onText List.rev (Value.toText t) = Value.toText t))
                    [
                        "whether it is a palindrome"
                        "True if it is a palindrome"
                        "whether it reads the same backwards"
                        "True if it reads the same backwards"
                        "whether the text is a palindrome"
                    ]
                    [
                        "True if the text is a palindrome"
                        "whether the text reads the same backwards"
                    ]
                    [ "is_palindrome"; "mirrored" ]
            2,
            fun () ->
                (let c = letter "text contains"

                 always
                     "text contains"
                     (fun x -> $"\"{c}\" in {x}")
                     (fun t -> Bool((Value.toText t).Contains c))
                     [
                         $"whether it contains \"{c}\""
                         $"True if it contains \"{c}\""
                         $"whether \"{c}\" is in it"
                         $"True if \"{c}\" is in it"
                         $"whether the text contains \"{c}\""
                     ]
                     [ $"True if the text contains \"{c}\""; $"whether \"{c}\" is in the text" ]
                     [ $"has_{c}"; "contains" ])
        ]

    let private ofOneNumber (voice: Voice) : (int * (unit -> Reduction)) list =
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

                        phrases (frames test.Are.Seen) (frames test.Are.Kept)
                Names = test.Names
                Landmarks = test.Landmarks
            }

        let text () =
            let unit =
                Voice.constant "unit" [ "km"; "kg"; "cm"; "%"; "h"; "s"; "m"; "px"; "eur"; "pts" ] voice

            always
                "with unit"
                (fun x -> $"str({x}) + \"{unit}\"")
                (fun n -> Str(string (Value.toInt n) + unit))
                [
                    $"it as text followed by \"{unit}\""
                    $"a text of it with \"{unit}\" added"
                    $"it as a string ending in \"{unit}\""
                    $"the number as text followed by \"{unit}\""
                    $"a string of the number and \"{unit}\""
                ]
                [
                    $"the number as a string ending in \"{unit}\""
                    $"a string of it with \"{unit}\" added"
                ]
                [ "text"; "label" ]

        let itself () =
            always
                "itself"
                id
                id
                [ "the result"; "it"; "the number"; "the new number"; "what results" ]
                [ "the number that results"; "the final number" ]
                []

        [ 5, itself; 3, verdict; 2, text ]

    let draw kind (voice: Voice) =
        let choices =
            match kind with
            | OneNumber -> ofOneNumber voice
            | Numbers ->
                [ 6, (fun () -> itself Numbers); 2, (fun () -> joined Numbers voice) ]
                @ sequence Numbers
                @ ofNumbers voice
            | Words ->
                [ 6, (fun () -> itself Words); 4, (fun () -> joined Words voice) ]
                @ sequence Words
                @ ofWords voice
            | Letters ->
                [ 2, (fun () -> itself Letters); 8, (fun () -> joined Letters voice) ]
                @ sequence Letters
                @ verdicts Letters WordTests.drawLetter voice
            | Scores -> ofScores
            | Text -> ofText voice

        Dice.weighted choices voice.Dice ()
