namespace DiffuCoder

open System
open DiffuCoder.Runtime

/// What of a function's body a hole is made of.
[<RequireQualifiedAccess>]
type HoleKind =
    /// One line with its line feed.
    | SingleLine
    /// Two lines or more that follow each other, with the last line feed.
    | SeveralLines
    /// Characters anywhere in the body.
    | RandomSpan

/// Holes in programs.
module internal HoleKind =

    let nameOf =
        function
        | HoleKind.SingleLine -> "single line"
        | HoleKind.SeveralLines -> "several lines"
        | HoleKind.RandomSpan -> "random span"

    /// A number for the stream that its holes are drawn from.
    let streamOf =
        function
        | HoleKind.SingleLine -> 1L
        | HoleKind.SeveralLines -> 2L
        | HoleKind.RandomSpan -> 3L

    /// Where each line of a text begins and ends, with its line feed; lines of blanks alone are left out.
    let private lines (text: string) =
        text.Split '\n'
        |> Array.scan (fun start line -> start + line.Length + 1) 0
        |> Array.pairwise
        |> Array.map (fun (start, next) -> start, min next text.Length)
        |> Array.filter (fun (start, finish) -> not (String.IsNullOrWhiteSpace text[start .. finish - 1]))

    let private span (dice: RandomStream) (body: string) =
        let most = body.TrimEnd().Length

        let rec drawn () =
            let start = dice.NextInt most
            let finish = start + 1 + dice.NextInt(most - start)

            if String.IsNullOrWhiteSpace body[start .. finish - 1] then
                drawn ()
            else
                start, finish

        drawn ()

    /// Beginning and end of a hole in a body; `None` where the body has no such hole.
    let draw (dice: RandomStream) (kind: HoleKind) (body: string) : (int * int) option =
        let lines = lines body

        match kind with
        | HoleKind.SingleLine when lines.Length >= 1 -> Some(dice.Choose lines)
        | HoleKind.SeveralLines when lines.Length >= 2 ->
            let first = dice.NextInt(lines.Length - 1)
            let last = first + 1 + dice.NextInt(lines.Length - first - 1)
            Some(fst lines[first], snd lines[last])
        | HoleKind.RandomSpan when lines.Length >= 1 -> Some(span dice body)
        | _ -> None
