namespace DiffuCoder.Tiny.Corpus

/// Ways to say one thing: those that training shows, and those kept for the first held-out split.
type internal Phrasing =
    { Seen: string list; Kept: string list }

module internal Phrasing =

    /// One phrase a line; those kept for the held-out split begin with "~ ".
    let ofLines (lines: string) =
        let kept, seen =
            lines.Split(
                '\n',
                System.StringSplitOptions.TrimEntries
                ||| System.StringSplitOptions.RemoveEmptyEntries
            )
            |> List.ofArray
            |> List.partition (fun line -> line.StartsWith('~'))

        {
            Seen = seen
            Kept = kept |> List.map (fun line -> line[1..].Trim())
        }

    /// A phrase that was already chosen.
    let said (phrase: string) = { Seen = [ phrase ]; Kept = [] }

    let make (seen: string list) (kept: string list) = { Seen = seen; Kept = kept }

    let map (change: string -> string) (phrasing: Phrasing) =
        {
            Seen = List.map change phrasing.Seen
            Kept = List.map change phrasing.Kept
        }

    /// The phrase that docstrings use.
    let canonical (phrasing: Phrasing) = phrasing.Seen.Head
