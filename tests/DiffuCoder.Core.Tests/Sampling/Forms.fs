/// The two forms of a prediction: in managed code row by row, and with tensors.
module DiffuCoder.Core.Tests.Sampling.Forms

open Xunit
open DiffuCoder.Sampling

type Form =
    | Rows = 0
    | Tensors = 1

let all = [ Form.Rows; Form.Tensors ]

/// A strategy whose score has no managed form is computed with tensors, as one that a user wrote.
let inForm form (strategy: Remasking) =
    match form with
    | Form.Rows -> strategy
    | _ ->
        Remasking(
            strategy.Name,
            ConfidenceScore(strategy.Confidence.OfTensors, BeforeFilters = strategy.Confidence.BeforeFilters),
            strategy.Reveal,
            ChoosesBlind = strategy.ChoosesBlind,
            MayExtend = strategy.MayExtend,
            IsScheduled = strategy.IsScheduled,
            Threshold = strategy.Threshold
        )

/// Every case in both forms.
let casesInBoth (cases: 'case seq) =
    let data = TheoryData<'case, Form>()

    for case in cases do
        for form in all do
            data.Add(case, form)

    data

/// Stored draws of one position after another, each for the whole vocabulary.
type StoredTokenDraws(width: int, exponentials: float32[]) =
    inherit RowDraws()

    override _.TokenExponentials(position, tokens, draws) =
        for i in 0 .. tokens.Length - 1 do
            draws[i] <- exponentials[position * width + tokens[i]]

    override _.Uniforms() = failwith "no position is drawn"
    override _.Exponentials() = failwith "no position is drawn"
