namespace DiffuCoder.Tiny.Corpus.WordProblems

open DiffuCoder.Tiny.Corpus

/// A word problem as it was drawn: sentences still with their choice of wording.
type internal Story =
    {
        Family: string
        Facts: Phrasing
        Ask: Phrasing
        Steps: string list
        Result: int
    }
