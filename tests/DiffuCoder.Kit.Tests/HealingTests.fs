/// Holes that begin or end within a token.
module DiffuCoder.Kit.Tests.HealingTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Sampling
// last: the kit's options, not the core's
open DiffuCoder
open DiffuCoder.Kit.Tests.StandIn

let private program = "def total(values):\n    return sum(values) + 12\n"

let private withModel work =
    use model = Model.loadWith inFloat32 (directory ())
    work model (Model.tokenizer model)

let private healed tokenizer parts =
    match Prompt.infill parts |> Prompt.healed tokenizer with
    | Prompt.Infill parts -> parts
    | other -> failwith $"{other}"

let private textOf =
    function
    | Part.Text text -> text
    | _ -> ""

/// The one hole of some parts, and the text on either side.
let private around parts =
    let at =
        parts
        |> List.findIndex (function
            | Part.ConstrainedLengths _ -> true
            | _ -> false)

    let joined = List.map textOf >> String.concat ""
    joined parts[.. at - 1], parts[at], joined parts[at + 1 ..]

[<Fact>]
let ``wherever a text is cut, the borders of a healed hole are borders of tokens, and the text at its ends is kept`` () =
    withModel (fun _ tokenizer ->
        let tokens = Tokenizer.encode tokenizer

        for start in 1 .. program.Length - 2 do
            for finish in start + 1 .. program.Length - 1 do
                let middle = program[start .. finish - 1]
                let own = Tokenizer.count tokenizer middle

                match
                    [
                        Part.Text program[.. start - 1]
                        Part.Lengths [ own ]
                        Part.Text program[finish..]
                    ]
                    |> healed tokenizer
                    |> around
                with
                | left, Part.ConstrainedLengths(lengths, language), right ->
                    let whole = program[left.Length .. program.Length - right.Length - 1]

                    [ left; whole; right ] |> List.collect tokens |> should equal (tokens program)
                    language |> Constraint.accepts whole |> should equal true
                    language |> Constraint.accepts ("?" + whole) |> should equal false
                    language |> Constraint.accepts (whole + "?") |> should equal false

                    let taken = whole.Length - middle.Length
                    lengths |> should equal [ own .. List.last lengths ]
                    (List.last lengths > own) |> should equal (taken > 0)
                | other -> failwith $"{other}")

[<Fact>]
let ``what fills a healed hole keeps the text around it, at every length`` () =
    withModel (fun model tokenizer ->
        let filled =
            Prompt.infill [ Part.Text "def total(val"; Part.Lengths [ 2..4 ]; Part.Text "es):\n" ]
            |> Prompt.healed tokenizer
            |> Holes.fill model { quick with Temperature = 0.9 } HoleOptions.Default

        filled.Candidates |> should not' (be Empty)

        for one in filled.Candidates do
            one.Text |> should startWith "def total(val"
            one.Text |> should haveSubstring "es):\n"
            Seq.exactlyOne one.Texts |> should startWith "(val")

[<Fact>]
let ``a hole of fixed length grows by the pieces it takes over, and keeps its own language between them`` () =
    withModel (fun _ tokenizer ->
        let count = Tokenizer.count tokenizer

        match
            healed
                tokenizer
                [
                    Part.Text "total(va"
                    Part.Constrained(2, Constraint.regex "[a-z]+")
                    Part.Text "es) + "
                    Part.Masks 1
                    Part.EndOfText
                ]
        with
        | [ Part.Text "total"; Part.Constrained(first, language); Part.Text ") +"; Part.Constrained(second, _); Part.EndOfText ] ->
            first |> should equal (2 + count "(va" + count "es")
            second |> should equal (1 + count " ")
            language |> Constraint.accepts "(values" |> should equal true
            language |> Constraint.accepts "(va1es" |> should equal false
        | other -> failwith $"{other}")

[<Fact>]
let ``a piece between two holes is the first one's, and a hole without text beside it stays as it is`` () =
    withModel (fun _ tokenizer ->
        match
            healed
                tokenizer
                [
                    Part.Masks 2
                    Part.Text "values"
                    Part.Masks 3
                    Part.EndOfText
                    Part.Lengths [ 1..2 ]
                ]
        with
        | [ Part.Constrained(_, language); Part.Masks 3; Part.EndOfText; Part.Lengths [ 1; 2 ] ] ->
            language |> Constraint.accepts "values" |> should equal true
        | other -> failwith $"{other}")

[<Fact>]
let ``only holes have borders to heal`` () =
    withModel (fun _ tokenizer ->
        Assert.Throws<SamplerException>(fun () -> Prompt.complete "def" |> Prompt.healed tokenizer |> ignore).Message
        |> should haveSubstring "Prompt.infill")
