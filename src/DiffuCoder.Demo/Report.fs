/// What is said about a generation, in words.
module DiffuCoder.Demo.Report

open System
open System.Reflection
open DiffuCoder
open DiffuCoder.Demo.Settings

let rec private truncate (length: int) (pieces: Piece list) =
    match pieces with
    | piece :: others when piece.Text.Length <= length -> piece :: truncate (length - piece.Text.Length) others
    | piece :: _ when length > 0 ->
        [
            { piece with
                Text = piece.Text[.. length - 1]
            }
        ]
    | _ -> []

/// The part of a finished generation that is shown: the code of an answer, or the whole text.
let shown (tokenizer: Tokenizer) (trajectory: Trajectory) =
    let pieces = trajectory |> Trajectory.pieces tokenizer
    let text = pieces |> List.map _.Text |> String.concat ""
    let code = Trajectory.code trajectory

    if text.StartsWith(code, StringComparison.Ordinal) then
        pieces |> truncate (code.TrimEnd().Length)
    else
        pieces

let private count (number: int) (noun: string) =
    if number = 1 then $"1 {noun}" else $"{number} {noun}s"

/// How much was written, in how many steps, how fast.
let figures (trajectory: Trajectory) (filling: Filling) =
    let text = trajectory.Completion.Count
    let steps = count filling.Steps "step"

    let rate =
        if filling.Seconds > 0.0 then
            float text / filling.Seconds
        else
            0.0

    FormattableString.Invariant
        $"""{count text "token"} of text in {steps} and {filling.Seconds:F1} s, {rate:F0} a second; {Filling.written filling} with the padding behind it"""

/// The first and the last so many words in the order they were written.
let ends (number: int) (pieces: Piece list) =
    let words =
        pieces
        |> List.filter (fun piece -> piece.Step.IsSome && piece.Text.Trim() <> "")
        |> List.sortBy (fun piece -> piece.Step, piece.Position)
        |> List.map (fun piece -> CanvasCells.printable(piece.Text).Trim())

    List.truncate number words, words |> List.rev |> List.truncate number |> List.rev

/// How the demo was started: by the installed tool, or by the repository's build.
let private command =
    match Assembly.GetEntryAssembly() with
    | NonNull program when program.GetName().Name = "DiffuCoder.Tool" -> "diffucoder demo"
    | _ -> "dotnet fsi build.fsx -t Demo --"

/// Where to go from here.
let next (source: Source) =
    [
        match source with
        | Tiny _ -> "what it knows", "functions over numbers, words, lists and pairs: keep, change, count, sum up"
        | Directory _ -> ()
        "your own words", $"{command} \"Write a function that ...\""
        "a real checkpoint", $"{command} --model apple/DiffuCoder-7B-cpGRPO"
        "from F#", "samples/first-generation.fsx, the same in ten lines"
        "all options", $"{command} --help"
    ]
