/// What came of the findings, as a table.
module DiffuCoder.Findings.Report

open System
open System.Globalization
open DiffuCoder.Findings.Verdict
open DiffuCoder.Findings.Plan

let private shown (quantity: Quantity) (value: float) =
    if quantity.InPoints then
        (100.0 * value).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture)
    else
        value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture)

let private line (finding: Finding) (quantity: Quantity) =
    let estimate, shown = quantity.Estimate, shown quantity

    let chance =
        match quantity.Chance with
        | Some(chance, _) -> FormattableString.Invariant $", p = {chance:G2}"
        | None -> ""

    let verdict = (string (verdict quantity)).ToLowerInvariant()
    let points = if quantity.InPoints then ", points" else ""

    $"| {finding.Number} | {quantity.Name}{points} | {shown estimate.Value} ({shown estimate.Low} to {shown estimate.High}){chance} | {estimate.Count} | {verdict} |"

/// A line for each quantity, in Markdown.
let table (results: (Finding * Quantity list) list) : string =
    [
        "| finding | quantity | estimate | n | |"
        "| --- | --- | --- | --- | --- |"
        for finding, quantities in results do
            yield! quantities |> List.map (line finding)
    ]
    |> String.concat "\n"
