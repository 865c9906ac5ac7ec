namespace DiffuCoder

/// A piece of a text with holes.
[<RequireQualifiedAccess>]
type Part =
    /// Known text.
    | Text of string
    /// A hole of so many tokens, to be filled in.
    | Masks of int
    /// A hole of so many tokens whose text is in a language, all of it: `Part.Constrained(4, Constraint.regex "[a-z]+")`.
    | Constrained of masks: int * language: Constraint
    /// A hole that has one of several numbers of tokens: `Part.Lengths [ 2..12 ]`. `Holes.fill` chooses.
    | Lengths of lengths: int list
    /// A hole that has one of several numbers of tokens, whose text is in a language, all of it.
    | ConstrainedLengths of lengths: int list * language: Constraint
    /// The end of the text, as the model knows it (its end token): nothing follows what stands before it.
    | EndOfText
