/// What is said about a generation, in words.
module DiffuCoder.Demo.Report

open System
open DiffuCoder

/// The part of a finished generation that is shown: the code of an answer, or the whole text; never empty.
let pieces (tokenizer: Tokenizer) (trajectory: Trajectory) =
    let code = Trajectory.code trajectory
    let spans = trajectory |> Trajectory.pieces tokenizer |> Spans.inOrder

    if Trajectory.text(trajectory).StartsWith(code, StringComparison.Ordinal) then
        spans |> Spans.truncate (CanvasCells.printable(code.TrimEnd()).Length)
    else
        spans

let private count (number: int) (noun: string) =
    if number = 1 then $"1 {noun}" else $"{number} {noun}s"

/// How much was written, in how many steps, how fast.
let figures (trajectory: Trajectory) (progress: Progress) =
    let text = trajectory.Completion.Count
    let tokens = count (Progress.written progress) "token"
    let steps = count progress.Steps "step"

    FormattableString.Invariant
        $"{tokens} in {steps} and {progress.Seconds:F1} s, {Progress.speed progress:F0} tokens a second; the text has {text} of them"

/// The texts of the first or last tokens that were written, leaving out white space.
let ends (number: int) (tokenizer: Tokenizer) (trajectory: Trajectory) =
    let words =
        trajectory
        |> Trajectory.pieces tokenizer
        |> List.filter (fun piece -> piece.Step.IsSome && piece.Text.Trim() <> "")
        |> List.sortBy (fun piece -> piece.Step, piece.Position)
        |> List.map (fun piece -> CanvasCells.printable(piece.Text).Trim())

    List.truncate number words, words |> List.rev |> List.truncate number |> List.rev

/// Where to go from here.
let next =
    [
        "your own words", "dotnet fsi build.fsx -t Demo -- \"Write a function that ...\""
        "a real checkpoint", "dotnet fsi build.fsx -t Demo -- --model DiffuCoder-7B-cpGRPO"
        "from F#", "samples/first-generation.fsx, the same in ten lines"
        "all options", "dotnet fsi build.fsx -t Demo -- --help"
    ]
