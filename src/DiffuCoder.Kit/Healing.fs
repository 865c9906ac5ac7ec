namespace DiffuCoder

/// Holes that begin or end within a token. A tokenizer cuts text into pieces and no token goes over the border of two; a hole that begins
/// within a piece is therefore given the whole of it, and the language of what fills it begins with that text.
module internal Healing =

    /// What a hole may have at its edge, one of each kind that pre-tokenizers tell apart: a border that stays one beside all of these
    /// stays one whatever fills the hole.
    let private neighbours =
        [ ""; "a"; "1"; "12"; " "; "  "; "\n"; " \n"; "("; "'"; "a'" ]

    let private borders (tokenizer: Tokenizer) text =
        tokenizer.PreTokenize text
        |> Seq.scan (fun at (piece: string) -> at + piece.Length) 0
        |> set

    // composed, as it is encoded, so that places in it are places in its pieces
    let private composed (tokenizer: Tokenizer) text =
        tokenizer.PreTokenize text |> String.concat ""

    /// What stands before a hole: the text that stays, and what the hole takes over.
    let private lastPiece tokenizer text =
        let text = composed tokenizer text

        let certain =
            [
                for neighbour in neighbours -> borders tokenizer (text + neighbour) |> Set.filter (fun at -> at <= text.Length)
            ]
            |> Set.intersectMany
            |> Set.add 0

        let at = Set.maxElement certain
        text[.. at - 1], text[at..]

    /// What stands behind a hole: what the hole takes over, and the text that stays.
    let private firstPiece tokenizer text =
        let text = composed tokenizer text

        let certain =
            [
                for neighbour in neighbours ->
                    borders tokenizer (neighbour + text)
                    |> Set.map (fun at -> at - neighbour.Length)
                    |> Set.filter (fun at -> at >= 0)
            ]
            |> Set.intersectMany
            |> Set.add text.Length

        let at = Set.minElement certain
        text[.. at - 1], text[at..]

    let private anything = Constraint.regex @"(.|\n)*"

    let private exactly text = Constraint.choice [ text ]

    // what spans a border is one token where it was two: as many more lengths as text was taken over, in the steps that the lengths have
    let private widened taken (lengths: int list) =
        match List.sort lengths |> List.rev with
        | last :: before when last >= 1 ->
            let step = before |> List.tryHead |> Option.map (fun next -> max 1 (last - next))

            lengths
            @ [
                last + Option.defaultValue 1 step .. Option.defaultValue 1 step .. last + taken - 1
            ]
            @ [ last + taken ]
        | _ -> lengths

    let private hole tokenizer before behind language part =
        let taken = Tokenizer.count tokenizer before + Tokenizer.count tokenizer behind

        let language =
            Constraint.sequence [ exactly before; language |> Option.defaultValue anything; exactly behind ]

        match part with
        | _ when taken = 0 -> part
        | Part.Masks count
        | Part.Constrained(count, _) when count >= 1 -> Part.Constrained(count + taken, language)
        | Part.Lengths lengths
        | Part.ConstrainedLengths(lengths, _) -> Part.ConstrainedLengths(widened taken lengths, language)
        | _ -> part

    let private languageOf =
        function
        | Part.Constrained(_, language)
        | Part.ConstrainedLengths(_, language) -> Some language
        | _ -> None

    let private isKnown =
        function
        | Part.Text _
        | Part.EndOfText -> true
        | _ -> false

    let rec private joined =
        function
        | Part.Text one :: Part.Text other :: rest -> joined (Part.Text(one + other) :: rest)
        | part :: rest -> part :: joined rest
        | [] -> []

    // of a text between two holes the first one has its piece first
    let rec private healed tokenizer before rest =
        match before, rest with
        | _, [] -> List.rev before
        | _, known :: rest when isKnown known -> healed tokenizer (known :: before) rest
        // nothing is known behind it: a text may end in it, which it could not within a language
        | _, open' :: rest when not (List.exists isKnown rest) -> healed tokenizer (open' :: before) rest
        | _, open' :: rest ->
            let before, left =
                match before with
                | Part.Text text :: earlier ->
                    let kept, last = lastPiece tokenizer text
                    Part.Text kept :: earlier, last
                | _ -> before, ""

            let right, rest =
                match rest with
                | Part.Text text :: later ->
                    let first, kept = firstPiece tokenizer text
                    first, Part.Text kept :: later
                | _ -> "", rest

            healed tokenizer (hole tokenizer left right (languageOf open') open' :: before) rest

    /// The parts with the text beside each hole, as far as a token may span the border, taken over by it.
    let parts tokenizer (parts: Part list) : Part list = parts |> joined |> healed tokenizer []
