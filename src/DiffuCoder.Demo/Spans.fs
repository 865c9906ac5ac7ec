/// Cells as stretches of text with a look: what the terminal shows, still without a terminal.
module DiffuCoder.Demo.Spans

open DiffuCoder
open DiffuCoder.Demo.CanvasCells

type Look =
    /// Nothing is written here yet.
    | Unwritten
    /// Written so many steps ago: 0 is new.
    | Written of age: int
    /// Where in the order it was written: 0 first, 1 last.
    | Ordered of share: float
    /// Of no interest.
    | Faint

type Span = { Text: string; Look: Look }

/// The characters that stand for what has no text.
type Glyphs =
    {
        Mask: string
        Special: string
        Newline: string
    }

/// For a terminal.
let blocks =
    {
        Mask = "░░"
        Special = "·"
        Newline = "↵"
    }

/// For plain text.
let plain =
    {
        Mask = "_"
        Special = "."
        Newline = ""
    }

/// The canvas while it is being filled in. Takes the age of each written position.
let whileWriting (glyphs: Glyphs) (ageOf: int -> int option) (cells: Cell list) =
    let span (cell: Cell) =
        let look =
            match ageOf cell.Position with
            | Some age -> Written age
            | None -> Faint

        match cell.Kind with
        | Masked -> { Text = glyphs.Mask; Look = Unwritten }
        | Special when look = Written 0 -> { Text = glyphs.Special; Look = look }
        | Special -> { Text = glyphs.Special; Look = Faint }
        // a new line break shows as a mark for one step, as else it would not be seen
        | Word text when look = Written 0 ->
            {
                Text = text.Replace("\n", glyphs.Newline + "\n")
                Look = look
            }
        | Word text -> { Text = text; Look = look }

    List.map span cells

/// Where each position stands in the order of writing: the first 0, the last 1.
let shares (order: int list) =
    let last = max 1 (order.Length - 1)

    order
    |> List.mapi (fun rank position -> position, float rank / float last)
    |> Map.ofList

/// A finished text, coloured by the order in which it was written. The order
/// is that of the pieces alone: padding behind the text counts for nothing.
let inOrder (pieces: Piece list) =
    let share =
        pieces
        |> List.choose (fun piece -> piece.Step |> Option.map (fun step -> step, piece.Position))
        |> List.sort
        |> List.map snd
        |> shares

    let span (piece: Piece) =
        {
            Text = printable piece.Text
            Look =
                share
                |> Map.tryFind piece.Position
                |> Option.map Ordered
                |> Option.defaultValue Faint
        }

    List.map span pieces

/// A strip of so many characters from the first colour to the last.
let legend (width: int) (block: string) =
    List.init width (fun i ->
        {
            Text = block
            Look = Ordered(float i / float (max 1 (width - 1)))
        })

/// The bare text.
let text (spans: Span list) =
    spans |> List.map _.Text |> String.concat ""
