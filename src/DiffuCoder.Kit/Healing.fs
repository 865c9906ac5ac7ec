namespace DiffuCoder

/// Holes that begin or end within a token. A tokenizer cuts text into pieces and no token goes over the border of two; a hole that begins
/// within a piece is therefore given the whole of it, and the language of what fills it begins with that text.
module internal Healing =

    /// What stands before a hole: the text that stays, and the piece that the hole takes over.
    let private lastPiece (tokenizer: Tokenizer) (text: string) =
        match List.ofSeq (tokenizer.PreTokenize text) |> List.rev with
        | last :: before -> before |> List.rev |> String.concat "", last
        | [] -> "", ""

    /// What stands behind a hole: the piece that the hole takes over, and the text that stays.
    let private firstPiece (tokenizer: Tokenizer) (text: string) =
        match List.ofSeq (tokenizer.PreTokenize text) with
        | first :: behind -> first, String.concat "" behind
        | [] -> "", ""

    let private known text =
        if text = "" then [] else [ Part.Text text ]

    let private anything = Constraint.regex @"(.|\n)*"

    let private exactly text = Constraint.choice [ text ]

    // its tokens take the place of the text's, or fewer: what spans the border is one token where it was two
    let private widened taken (lengths: int list) =
        [
            for length in lengths do
                for more in 0..taken -> length + more
        ]
        |> List.distinct
        |> List.sort

    let private hole tokenizer before behind language part =
        let taken = Tokenizer.count tokenizer before + Tokenizer.count tokenizer behind

        let language =
            Constraint.sequence [ exactly before; language |> Option.defaultValue anything; exactly behind ]

        match part with
        | _ when taken = 0 -> part
        | Part.Masks count
        | Part.Constrained(count, _) -> Part.Constrained(count + taken, language)
        | Part.Lengths lengths
        | Part.ConstrainedLengths(lengths, _) -> Part.ConstrainedLengths(widened taken lengths, language)
        | Part.Text _
        | Part.EndOfText -> part

    let private languageOf =
        function
        | Part.Constrained(_, language)
        | Part.ConstrainedLengths(_, language) -> Some language
        | _ -> None

    /// The parts with the pieces beside each hole taken over by it. Of a text between two holes the first hole has its piece first.
    let rec parts (tokenizer: Tokenizer) (before: Part list) (rest: Part list) : Part list =
        match before, rest with
        | _, [] -> List.rev before
        | _, (Part.Text _ | Part.EndOfText as given) :: rest -> parts tokenizer (given :: before) rest
        | _, open' :: rest ->
            let before, left =
                match before with
                | Part.Text text :: earlier ->
                    let kept, last = lastPiece tokenizer text
                    known kept @ earlier, last
                | _ -> before, ""

            let right, rest =
                match rest with
                | Part.Text text :: later ->
                    let first, kept = firstPiece tokenizer text
                    first, known kept @ later
                | _ -> "", rest

            parts tokenizer (hole tokenizer left right (languageOf open') open' :: before) rest
