/// A canvas of token ids as what can be drawn: one cell a token.
module DiffuCoder.Demo.CanvasCells

open System
open DiffuCoder

type Kind =
    /// Still to be written.
    | Masked
    /// A token that stands for no text: end of text, padding.
    | Special
    /// Text, made fit for a terminal.
    | Word of string

type Cell = { Position: int; Kind: Kind }

/// Text of a model as a terminal may see it: a control character, which could move the cursor or worse, becomes a visible one.
let printable (text: string) =
    text.Replace("\r", "").Replace("\t", "    ")
    |> String.map (fun c -> if c <> '\n' && Char.IsControl c then '\uFFFD' else c)

/// The cells of a canvas from a position on. Neighbouring tokens are decoded together, since a character may be cut in two.
let ofCanvas (tokenizer: Tokenizer) (mask: int) (start: int) (canvas: int[]) =
    let isSpecial = tokenizer.SpecialTokens.Values |> Set.ofSeq

    let kindOf token =
        if token = mask then Some Masked
        elif isSpecial.Contains token then Some Special
        else None

    let rec cells position =
        [
            if position < canvas.Length then
                match kindOf canvas[position] with
                | Some kind ->
                    { Position = position; Kind = kind }
                    yield! cells (position + 1)
                | None ->
                    let run = canvas[position..] |> Array.takeWhile (kindOf >> Option.isNone)
                    let texts = Tokenizer.pieces tokenizer run

                    for offset, text in List.indexed texts do
                        {
                            Position = position + offset
                            Kind = Word(printable text)
                        }

                    yield! cells (position + run.Length)
        ]

    cells start
