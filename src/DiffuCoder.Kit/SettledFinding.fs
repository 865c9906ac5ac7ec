namespace DiffuCoder

open System
open System.Globalization
open System.IO
open System.Text.Encodings.Web
open System.Text.Json
open System.Text.Json.Serialization
open DiffuCoder.Checkpoints
open DiffuCoder.Datasets

/// What a measurement says of a finding, by a rule that was written down before: its interval lies on the finding's side of zero;
/// on the other side, or within a margin of no interest on both; neither.
type Verdict =
    | Shown = 0
    | Refuted = 1
    | Undecided = 2

/// A number of docs/plan.md, as it was measured on tasks that nothing was chosen by.
type SettledFinding =
    {
        /// The number or name of the finding: `1` to `7`, `gain`, `ar`, `mid-training`, `instruction`.
        Finding: string
        /// What was to be tried.
        Claim: string
        /// What was measured.
        Quantity: string
        /// A difference, with its 95 % interval; shares are in points of a hundred.
        Estimate: Estimate
        /// Whether the estimate is in points of a hundred.
        InPoints: bool
        /// How many pairs, or answers where there are no pairs.
        Count: int
        /// The chance of such a difference by a permutation test, where the plan asks for one.
        Chance: float option
        Verdict: Verdict
        /// The day it was measured.
        Date: DateOnly
    }

/// <summary>
/// The findings of the paper as the second small family has settled them: what <c>notebooks/data/findings.jsonl</c> holds.
/// </summary>
[<RequireQualifiedAccess>]
module SettledFindings =

    let private json =
        let options =
            JsonSerializerOptions(Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, RespectRequiredConstructorParameters = true)

        options.Converters.Add(JsonStringEnumConverter())
        options

    let private ofLine path (number: int, line: string) =
        let refuse (why: string) (problem: exn | null) : SettledFinding =
            raise (DataException(path, $"line {number + 1} is no finding: {why} Measure it again with '-t Findings'.", problem))

        try
            match JsonSerializer.Deserialize<SettledFinding>(line, json) with
            | null -> refuse "it is null." null
            | finding -> finding
        with :? JsonException as problem ->
            refuse problem.Message problem

    /// <summary>All findings of a file, in its order.</summary>
    /// <exception cref="T:System.IO.FileNotFoundException">There is no such file.</exception>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">A line is none of a finding; the message names file and line.</exception>
    /// <example><code lang="fsharp">
    /// SettledFindings.read "notebooks/data/findings.jsonl" |> SettledFindings.table
    /// </code></example>
    let read (path: string) : SettledFinding list =
        File.ReadLines path |> Seq.indexed |> Seq.map (ofLine path) |> List.ofSeq

    /// <summary>Writes findings to a file, whole or not at all.</summary>
    /// <example><code lang="fsharp">
    /// SettledFindings.read "mine.jsonl" |> List.filter (fun one -> one.Verdict = Verdict.Shown) |> SettledFindings.write "shown.jsonl"
    /// </code></example>
    let write (path: string) (findings: SettledFinding list) : unit =
        let lines =
            [ for finding in findings -> JsonSerializer.Serialize(finding, json) + "\n" ]

        AtomicFile.WriteAllText(path, String.concat "" lines)

    let private number (finding: SettledFinding) (value: float) =
        let form =
            if finding.InPoints then
                "+0.0;-0.0;0.0"
            else
                "+0.000;-0.000;0.000"

        value.ToString(form, CultureInfo.InvariantCulture)

    let private row (finding: SettledFinding) =
        let number = number finding

        let chance =
            match finding.Chance with
            | Some chance -> FormattableString.Invariant $", p = {chance:G2}"
            | None -> ""

        [
            finding.Finding
            finding.Quantity + (if finding.InPoints then ", points" else "")
            $"{number finding.Estimate.Value} ({number finding.Estimate.Low} to {number finding.Estimate.High}){chance}"
            string finding.Count
            (string finding.Verdict).ToLowerInvariant()
        ]

    /// <summary>A row for each.</summary>
    /// <example><code lang="fsharp">
    /// SettledFindings.read "data/findings.jsonl"
    /// |> List.filter (fun one -> one.Finding = "4")
    /// |> SettledFindings.table
    /// </code></example>
    let table (findings: SettledFinding list) : NotebookTable =
        {
            Headers = [ "finding"; "quantity"; "estimate (95 % interval)"; "n"; "verdict" ]
            Rows = List.map row findings
        }
