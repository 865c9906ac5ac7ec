namespace DiffuCoder.Tiny.Corpus

open System

/// Python's arithmetic and slices where they differ from .NET's.
module internal Python =

    /// % rounds towards minus infinity: the result has the divisor's sign.
    let modulo (a: int64) (b: int64) = ((a % b) + b) % b

    /// // rounds towards minus infinity.
    let divide (a: int64) (b: int64) = (a - modulo a b) / b

    /// items[start:]; a negative start counts from the end.
    let from (start: int) (items: 'a list) =
        let at =
            if start < 0 then
                max 0 (items.Length + start)
            else
                min start items.Length

        List.skip at items

    /// items[:stop]; a negative stop counts from the end.
    let upTo (stop: int) (items: 'a list) =
        let at =
            if stop < 0 then
                max 0 (items.Length + stop)
            else
                min stop items.Length

        List.take at items

    let characters (text: string) = [ for c in text -> string c ]

    let onText (change: string list -> string list) (text: string) =
        String.concat "" (change (characters text))

    /// str.split(): runs of white space separate, none is kept.
    let split (text: string) =
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries) |> List.ofArray

    /// str.capitalize() for ASCII.
    let capitalize (text: string) =
        if text = "" then
            text
        else
            text[..0].ToUpperInvariant() + text[1..].ToLowerInvariant()

    /// collections in order of first appearance, as dict.fromkeys keeps them.
    let distinct (items: Value list) = List.distinct items

    let tally (items: Value list) =
        Dict [ for key, count in List.countBy id items -> key, Int(int64 count) ]
