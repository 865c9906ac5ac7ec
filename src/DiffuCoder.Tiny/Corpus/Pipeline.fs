namespace DiffuCoder.Tiny.Corpus

/// What flows between two steps of a pipeline.
type internal Kind =
    /// A single whole number.
    | OneNumber
    | Numbers
    | Words
    | Letters
    /// A dictionary from names to whole numbers.
    | Scores
    | Text

/// A condition on one item. Python gets the item's variable.
type internal Test =
    {
        Key: string
        Python: string -> string
        Holds: Value -> bool
        /// Noun phrases of the items that pass; {s} stands for "numbers", "words", ...
        Passing: Phrasing
        /// Noun phrases of the items that do not.
        Failing: Phrasing
        /// "are even": what can be said of several passing items.
        Are: Phrasing
        Names: string list
        /// Values on which the condition turns; inputs of tests contain them.
        Landmarks: Value list
    }

/// A change of one item into another, perhaps of another kind.
type internal Mapping =
    {
        Key: string
        To: Kind
        Python: string -> string
        Apply: Value -> Value
        /// Verb phrases; {x} stands for "each number", "every word", ...
        Verbs: Phrasing
        /// Noun phrases for "replace each word with ...".
        Becomes: Phrasing
        Names: string list
    }

/// A change of the whole collection. Python gets the collection's variable.
type internal Change =
    {
        Key: string
        To: Kind
        Python: string -> string
        Apply: Value -> Value
        Verbs: Phrasing
        Names: string list
    }

type internal Step =
    | Keep of Test
    | Map of Mapping
    | Whole of Change

/// What is returned. A careful result is defined for an empty collection too.
type internal Reduction =
    {
        Key: string
        Python: bool -> string -> string
        /// None where Python would raise an exception.
        Apply: bool -> Value -> Value option
        Nouns: bool -> Phrasing
        Names: string list
        Landmarks: Value list
    }

/// What the function is given.
type internal Source =
    {
        Key: string
        Parameters: string list
        /// The collection in Python terms, and the statement's target if it is not a parameter itself.
        Python: string option
        Gives: Kind
        /// Makes the collection of the arguments.
        Read: Value list -> Value
        Takes: Phrasing
        /// Verb phrases of the reading as a first step, where the phrase of what is taken does not say it.
        Reading: Phrasing
        /// What the docstring says of the reading; empty if the parameter is the collection.
        DocVerb: string
        /// Arguments around the landmarks; a smaller size asks for an edge case.
        Arguments: Dice -> Value list -> int -> Value list
        Names: string list
    }

type internal Pipeline =
    {
        Source: Source
        Steps: Step list
        Result: Reduction
    }

module internal Kind =

    let variable =
        function
        | OneNumber -> "n"
        | Numbers -> "numbers"
        | Words -> "words"
        | Letters -> "letters"
        | Scores -> "scores"
        | Text -> "text"

    /// The variable of one item in a comprehension.
    let item =
        function
        | OneNumber
        | Numbers -> "n"
        | Words -> "w"
        | Letters -> "c"
        | Scores -> "v"
        | Text -> "c"

    let singular =
        function
        | OneNumber
        | Numbers -> "number"
        | Words -> "word"
        | Letters -> "character"
        | Scores -> "score"
        | Text -> "character"

    let plural kind = singular kind + "s"

module internal Pipeline =

    let stepKey =
        function
        | Keep test -> test.Key
        | Map mapping -> mapping.Key
        | Whole change -> change.Key

    let kindAfter kind =
        function
        | Keep _ -> kind
        // a dictionary stays one when its values change
        | Map mapping ->
            if kind = Scores || kind = OneNumber then
                kind
            else
                mapping.To
        | Whole change -> change.To

    let private items value =
        match value with
        | Str text -> Python.characters text |> List.map Str
        | other -> Value.toList other

    let apply value step =
        match step, value with
        | Keep test, Dict entries -> Dict(entries |> List.filter (snd >> test.Holds))
        | Map mapping, Int _ -> mapping.Apply value
        | Map mapping, Dict entries -> Dict(entries |> List.map (fun (k, v) -> k, mapping.Apply v))
        | Keep test, _ -> List(items value |> List.filter test.Holds)
        | Map mapping, _ -> List(items value |> List.map mapping.Apply)
        | Whole change, _ -> change.Apply value

    /// A step after which an empty collection is to be expected although the input was not empty.
    let private mayEmpty =
        function
        | Keep _ -> true
        | Map _ -> false
        | Whole change -> change.Key.StartsWith "skip" || change.Key = "differences"

    let isCareful pipeline = pipeline.Steps |> List.exists mayEmpty

    /// The value that the rendered function returns; None where it raises an exception.
    let evaluate pipeline (arguments: Value list) =
        pipeline.Steps
        |> List.fold apply (pipeline.Source.Read arguments)
        |> pipeline.Result.Apply(isCareful pipeline)

    /// Neighbouring operations in the order they run.
    let pairs pipeline =
        List.map stepKey pipeline.Steps @ [ pipeline.Result.Key ] |> List.pairwise
