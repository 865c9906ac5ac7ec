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
    | Part.Text text -> Some text
    | _ -> None

/// The one hole of some parts, and the text on either side.
let private around parts =
    let at = parts |> List.findIndex (textOf >> Option.isNone)
    let joined = List.choose textOf >> String.concat ""
    joined parts[.. at - 1], parts[at], joined parts[at + 1 ..]

[<Theory>]
[<InlineData("def total(values):\n    return sum(values) + 12\n")>]
[<InlineData("print('total', \"it's\")\nd['size'] = \"\"\"x\"\"\"\n")>]
[<InlineData("a = 123456\n    \n\n  \n\tb == -1.5\n\n")>]
[<InlineData("é = '…' # 数字 12\r\nreturn  x")>]
let ``wherever a text is cut, the borders of a healed hole are borders of tokens, and the text at its ends is kept`` (program: string) =
    withModel (fun _ tokenizer ->
        let tokens = Tokenizer.encode tokenizer

        for start in 1 .. program.Length - 2 do
            for finish in start + 1 .. program.Length - 1 do
                let before, middle, behind =
                    program[.. start - 1], program[start .. finish - 1], program[finish..]

                let own = Tokenizer.count tokenizer middle

                let left, hole, right =
                    [ Part.Text before; Part.Lengths [ own ]; Part.Text behind ]
                    |> healed tokenizer
                    |> around

                let whole = program[left.Length .. program.Length - right.Length - 1]
                [ left; whole; right ] |> List.collect tokens |> should equal (tokens program)

                match hole with
                | Part.ConstrainedLengths(lengths, language) ->
                    language |> Constraint.accepts whole |> should equal true

                    language |> Constraint.accepts ("?" + whole) |> should equal (left = before)

                    language |> Constraint.accepts (whole + "?") |> should equal (right = behind)

                    lengths |> should equal [ own .. List.last lengths ]
                    List.last lengths |> should be (greaterThan own)
                | other ->
                    other |> should equal (Part.Lengths [ own ])
                    whole |> should equal middle)

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
let ``lengths of a healed hole go on in their steps, by as much as the hole takes over`` () =
    withModel (fun _ tokenizer ->
        let count = Tokenizer.count tokenizer

        match healed tokenizer [ Part.Text "total(va"; Part.Lengths [ 2; 5; 8 ]; Part.Text "es)\n" ] with
        | [ Part.Text "total"; Part.ConstrainedLengths(lengths, _); Part.Text ")\n" ] ->
            let longest = 8 + count "(va" + count "es"
            lengths |> should equal (List.distinct ([ 2..3..longest ] @ [ longest ]))
        | other -> failwith $"{other}")

[<Fact>]
let ``a text in several parts is one text, and one that a hole takes over whole is still a text`` () =
    withModel (fun _ tokenizer ->
        match
            healed
                tokenizer
                [
                    Part.Text "v"
                    Part.Text ""
                    Part.Text "al"
                    Part.Lengths [ 1 ]
                    Part.EndOfText
                ]
        with
        | [ Part.Text ""; Part.ConstrainedLengths(_, language); Part.EndOfText ] ->
            language |> Constraint.accepts "values" |> should equal true
            language |> Constraint.accepts "v" |> should equal false
        | other -> failwith $"{other}")

[<Fact>]
let ``a hole in which the text may end stays as it is`` () =
    withModel (fun _ tokenizer ->
        let parts = [ Part.Text "def total(val"; Part.Masks 9 ]
        parts |> healed tokenizer |> should equal parts)

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
        | [ Part.Constrained(_, language); Part.Text ""; Part.Masks 3; Part.EndOfText; Part.Lengths [ 1; 2 ] ] ->
            language |> Constraint.accepts "values" |> should equal true
        | other -> failwith $"{other}")

[<Fact>]
let ``only holes have borders to heal`` () =
    withModel (fun _ tokenizer ->
        Assert.Throws<SamplerException>(fun () -> Prompt.complete "def" |> Prompt.healed tokenizer |> ignore).Message
        |> should haveSubstring "Prompt.infill")
