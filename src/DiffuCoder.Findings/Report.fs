/// What came of the findings, as it is told and kept.
module DiffuCoder.Findings.Report

open System
open System.IO
open DiffuCoder
open DiffuCoder.Findings.Verdict
open DiffuCoder.Findings.Plan

/// Where the settled findings are kept, from the folder of the project.
let file = Path.Combine("notebooks", "data", "findings.jsonl")

/// A finding's quantities, as they were measured on a day.
let settled (date: DateOnly) (finding: Finding) (quantities: Quantity list) : SettledFinding list =
    [
        for quantity in quantities do
            let shown value =
                if quantity.InPoints then 100.0 * value else value

            {
                Finding = finding.Number
                Claim = finding.Claim
                Quantity = quantity.Name
                Estimate =
                    {
                        Value = shown quantity.Estimate.Value
                        Low = shown quantity.Estimate.Low
                        High = shown quantity.Estimate.High
                    }
                InPoints = quantity.InPoints
                Count = quantity.Estimate.Count
                Chance = quantity.Chance |> Option.map fst
                Verdict = verdict quantity
                Date = date
            }
    ]

/// Puts findings into a file in place of what it says of them, and leaves the others; all of them in the order of the plan.
let keep (path: string) (order: string list) (found: SettledFinding list) =
    let others =
        if File.Exists path then
            SettledFindings.read path
            |> List.filter (fun kept -> found |> List.forall (fun one -> one.Finding <> kept.Finding))
        else
            []

    others @ found
    |> List.sortBy (fun one -> order |> List.findIndex ((=) one.Finding))
    |> SettledFindings.write path
