namespace DiffuCoder

open System
open System.Globalization
open System.Text

/// A token, or the part of it that stands in one row, on a page of monospaced text.
type internal TokenCell =
    {
        Piece: Piece
        Row: int
        Column: int
        /// In columns; a Chinese character has two, a combining accent none.
        Width: int
        /// What is drawn there: tabs and line ends are blank.
        Text: string
    }

/// A page of monospaced text.
type internal TokenPage =
    {
        Cells: TokenCell list
        /// The sign of a tab or a line end and the row and column where it stands.
        Marks: (string * int * int) list
        /// The row in which each line begins.
        Lines: int list
    }

/// Laying out tokens in rows and columns.
[<RequireQualifiedAccess>]
module internal TokenGrid =

    /// Columns of a page; a longer line goes on in the next row.
    let columns = 88

    let private tab = 4

    let private wide =
        [
            0x1100, 0x115F
            0x2E80, 0x303E
            0x3041, 0xA4CF
            0xAC00, 0xD7A3
            0xF900, 0xFAFF
            0xFE30, 0xFE6F
            0xFF00, 0xFF60
            0xFFE0, 0xFFE6
            0x1F300, 0x1F64F
            0x1F900, 0x1F9FF
            0x20000, 0x3FFFD
        ]

    let widthOf (rune: Rune) =
        match Rune.GetUnicodeCategory rune with
        | UnicodeCategory.NonSpacingMark
        | UnicodeCategory.EnclosingMark
        | UnicodeCategory.Format -> 0
        | _ when
            wide
            |> List.exists (fun (first, last) -> rune.Value >= first && rune.Value <= last)
            ->
            2
        | _ -> 1

    /// Of a piece up to its first line end; a tab counts as its widest.
    let private widthOfFirst (piece: Piece) =
        piece.Text.Split('\n')[0]
        |> _.EnumerateRunes()
        |> Seq.sumBy (fun rune -> if rune = Rune '\t' then tab else widthOf rune)

    /// A token's text for people: blanks, tabs and line ends can be seen.
    let shown (text: string) =
        text.Replace(' ', '·').Replace("\t", "→").Replace("\r", "␍").Replace("\n", "⏎")

    /// A character as it moves the place where one writes: the row and column after it, what it draws, and its sign.
    let private write (row, column) (rune: Rune) =
        match char rune.Value with
        | _ when rune.Value > 0xFFFF -> (row, column + widthOf rune), string rune, None
        | '\n' -> (row + 1, 0), " ", Some "⏎"
        | '\r' -> (row, column + 1), " ", Some "␍"
        | '\t' ->
            let width = tab - column % tab
            (row, column + width), String(' ', width), Some "→"
        | control when Char.IsControl control -> (row, column + 1), "\uFFFD", None
        | _ -> (row, column + widthOf rune), string rune, None

    /// Lays out the pieces of a text.
    let ofPieces (pieces: Piece list) : TokenPage =
        let cells, marks, lines = ResizeArray(), ResizeArray(), ResizeArray [ 0 ]
        let mutable place = 0, 0

        for piece in pieces do
            // a token goes on in the next row as a whole, if it fits there
            if
                snd place > 0
                && snd place + widthOfFirst piece > columns
                && widthOfFirst piece <= columns
            then
                place <- fst place + 1, 0

            let text = StringBuilder()
            let mutable start = place

            let endCell width =
                if text.Length > 0 then
                    cells.Add
                        {
                            Piece = piece
                            Row = fst start
                            Column = snd start
                            Width = width
                            Text = string text
                        }

                text.Clear() |> ignore

            for rune in piece.Text.EnumerateRunes() do
                // a line end may stand behind the last column, since nothing follows it
                if snd place >= columns && widthOf rune > 0 && rune <> Rune '\n' then
                    endCell (snd place - snd start)
                    place <- fst place + 1, 0
                    start <- place

                let after, drawn, mark = write place rune
                text.Append drawn |> ignore
                mark |> Option.iter (fun sign -> marks.Add(sign, fst place, snd place))

                if fst after > fst place then
                    endCell (snd place + 1 - snd start)
                    lines.Add(fst after)
                    start <- after

                place <- after

            endCell (snd place - snd start)

        {
            Cells = List.ofSeq cells
            Marks = List.ofSeq marks
            // the line after a final line end has nothing in it
            Lines =
                [
                    for row in lines do
                        if cells.Exists(fun cell -> cell.Row >= row) then
                            row
                ]
        }
