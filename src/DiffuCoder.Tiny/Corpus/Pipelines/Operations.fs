namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Runtime
open DiffuCoder.Tiny.Corpus

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
        /// What the careful form returns for an empty collection, where the plain one raises an exception.
        Instead: Value option
    }

/// What the function is given.
type internal Source =
    {
        Key: string
        /// The key of the operation that reading is; none where the parameter is the collection.
        Operation: string option
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
        Arguments: RandomStream -> Value list -> int -> Value list
        Names: string list
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

/// One side of a condition: what passes, or its opposite.
type internal Side =
    {
        Key: string
        Python: string -> string
        Passing: Phrasing
        Are: Phrasing
        Names: string list
    }

module internal Test =

    let side key python (passing, are) names : Side =
        {
            Key = key
            Python = python
            Passing = passing
            Are = are
            Names = names
        }

    /// The condition that the first side states, or the second if it is negated.
    let ofSides (read: Value -> 'item) holds landmarks (yes: Side, no: Side) negated : Test =
        let this, other = if negated then no, yes else yes, no

        {
            Key = this.Key
            Python = this.Python
            Holds = fun value -> holds (read value) <> negated
            Passing = this.Passing
            Failing = other.Passing
            Are = this.Are
            Names = this.Names
            Landmarks = landmarks
        }

module internal Source =

    /// What a function is given; what it takes and how that is read are phrases, one a line.
    let make key parameters python gives read takes reading doc arguments names : Source =
        {
            Key = key
            Operation = python |> Option.map (fun _ -> key)
            Parameters = parameters
            Python = python
            Gives = gives
            Read = read
            Takes = Phrasing.ofLines takes
            Reading = Phrasing.ofLines reading
            DocVerb = doc
            Arguments = fun dice landmarks size -> arguments landmarks size dice
            Names = names
        }

module internal Mapping =

    /// A change of items; its verbs are one a line, its result is a noun.
    let make key target python apply verbs becomes names : Mapping =
        {
            Key = key
            To = target
            Python = python
            Apply = apply
            Verbs = Phrasing.ofLines verbs
            Becomes = Phrasing.said becomes
            Names = names
        }

module internal Change =

    /// A change of a collection; its verbs are one a line.
    let make key target python apply verbs names : Change =
        {
            Key = key
            To = target
            Python = python
            Apply = apply
            Verbs = Phrasing.ofLines verbs
            Names = names
        }

module internal Reduction =

    /// A result that every collection has; its nouns are one a line.
    let always key python apply nouns names : Reduction =
        {
            Key = key
            Python = fun _ variable -> python variable
            Apply = fun _ value -> Some(apply value)
            Nouns = fun _ -> Phrasing.ofLines nouns
            Names = names
            Landmarks = []
            Instead = None
        }

    /// A result that an empty collection does not have; the careful form returns something else instead.
    let guarded key plain careful instead (said: string) apply nouns names : Reduction =
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
                    Phrasing.ofLines nouns |> Phrasing.map (fun noun -> noun + ending)
            Names = names
            Landmarks = []
            Instead = Some instead
        }
