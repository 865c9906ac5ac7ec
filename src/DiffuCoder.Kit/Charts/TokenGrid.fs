namespace DiffuCoder

open System

/// A token, or the part of it that stands on one line, as cells of a page of monospaced text.
type internal TokenCell =
    {
        Piece: Piece
        Row: int
        Column: int
        /// In columns.
        Width: int
        /// What is drawn.
        Text: string
    }

/// Text laid out in rows and columns.
[<RequireQualifiedAccess>]
module internal TokenGrid =

    /// Columns of a page; longer lines go on in the next row.
    let columns = 80

    /// A token's text for people: in quotes, with visible line ends.
    let shown (text: string) =
        let visible = text.Replace("\n", "⏎").Replace("\t", "→").Replace(' ', '·')
        Style.plain visible

    /// The cells of some tokens, and the rows at which lines begin with their numbers from 1.
    let ofPieces (pieces: Piece list) : TokenCell list * (int * int) list =
        let cells = ResizeArray()
        let lines = ResizeArray [ 0, 1 ]
        let mutable row, column = 0, 0

        for piece in pieces do
            let mutable text = ""
            let mutable start = column

            let flush () =
                if text <> "" then
                    cells.Add
                        {
                            Piece = piece
                            Row = row
                            Column = start
                            Width = column - start
                            Text = text
                        }

                text <- ""
                start <- column

            let newRow () =
                flush ()
                row <- row + 1
                column <- 0
                start <- 0

            for rune in piece.Text.EnumerateRunes() do
                if column >= columns then
                    newRow ()

                match rune.Value with
                | 10 ->
                    text <- text + "⏎"
                    column <- column + 1
                    newRow ()
                    lines.Add(row, snd lines[lines.Count - 1] + 1)
                | 9 ->
                    text <- text + "→   "
                    column <- column + 4
                | _ ->
                    text <- text + string rune
                    column <- column + 1

            flush ()

        List.ofSeq cells, List.ofSeq lines
