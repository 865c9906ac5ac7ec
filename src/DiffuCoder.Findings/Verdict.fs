/// When a finding counts as shown, refuted or undecided: the rule of docs/plan.md.
module DiffuCoder.Findings.Verdict

open DiffuCoder
open DiffuCoder.Findings.Resampling

/// On which side of zero a finding lies.
type Side =
    | Above
    | Below

/// A number of the plan: what it is, its estimate, on which side the finding lies, and what is too little to be of interest.
type Quantity =
    {
        Name: string
        Estimate: Estimate
        Side: Side
        Margin: float
        /// The permutation test's, where the plan asks for one, and below what it has to be.
        Chance: (float * float) option
        /// What a number is shown in: points of a hundred, or as it is.
        InPoints: bool
    }

// bounds are means of thirds and tenths: what is zero or the margin may come out a last digit beside it
let private isAbove bound value = value > bound + 1e-9

/// By the rule of the plan: the interval beyond zero on the finding's side; on the other side, or within the margin on both; neither.
/// Where a chance is asked for that is not met, an interval beyond zero leaves the finding undecided.
let verdict (quantity: Quantity) : Verdict =
    let low, high =
        match quantity.Side with
        | Above -> quantity.Estimate.Low, quantity.Estimate.High
        | Below -> -quantity.Estimate.High, -quantity.Estimate.Low

    let isLikely =
        match quantity.Chance with
        | Some(chance, most) -> chance < most
        | None -> true

    if low |> isAbove 0.0 then
        if isLikely then Verdict.Shown else Verdict.Undecided
    elif
        -high |> isAbove 0.0
        || not (-low |> isAbove quantity.Margin || high |> isAbove quantity.Margin)
    then
        Verdict.Refuted
    else
        Verdict.Undecided

/// A number as it is.
let number name side margin estimate =
    {
        Name = name
        Estimate = estimate
        Side = side
        Margin = margin
        Chance = None
        InPoints = false
    }

/// A share, of which points of a hundred are told; the margin is in points.
let points name side margin estimate =
    { number name side (margin / 100.0) estimate with
        InPoints = true
    }
