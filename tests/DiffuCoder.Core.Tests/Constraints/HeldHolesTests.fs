/// A whole text and holes in it, each held to a language of its own at once.
module DiffuCoder.Core.Tests.Constraints.HeldHolesTests

open System.Text.RegularExpressions
open Xunit
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling.SamplerPropertyTests
open DiffuCoder.Core.Tests.Constraints.Vocabulary
open DiffuCoder.Core.Tests.Constraints.Wishes

let private mask = lazy (idOf "<|mask|>")

let private masks count = Array.create count mask.Value

let private hole start length (pattern: string) =
    ConstrainedHole(start, length, Constraint.Regex pattern)

let private known = lazy (encode "return ")

/// What fills a hole, whether or not the text ended before it.
let private textOf (trajectory: Trajectory) (hole: ConstrainedHole) =
    trajectory.Final
    |> Seq.skip hole.Start
    |> Seq.truncate hole.Length
    |> fun ids -> tokenizer.Value.Decode(ids, false)

let private requireHeld (pattern: string) (canvas: Canvas) (trajectory: Trajectory) =
    trajectory.Final |> should not' (contain mask.Value)

    if not (Regex.IsMatch(trajectory.Text, $@"\A(?:{pattern})\z")) then
        failwith $"'{trajectory.Text}' is none of {pattern}"

    for hole in canvas.Holes do
        if not (hole.Constraint.Accepts(textOf trajectory hole)) then
            failwith $"'{textOf trajectory hole}' is none of {hole.Constraint}"

    trajectory.Forbidden.Constrained |> should equal (Seq.length trajectory.Reveals)

let private fill model (options: SamplerOptions) canvas seed =
    DiffusionSampler(model, options, tokenizer.Value).Generate((canvas: Canvas), (seed: int64))

[<Properties(Arbitrary = [| typeof<Generators>; typeof<Wishes> |], MaxTest = 40)>]
module Properties =

    [<Property>]
    let ``the text is in its language and each hole in its own, in every order, under every rule and cache`` (asked: Asked) wish =
        // what the second hole may be depends on the first one, and neither knows of the other
        let whole =
            @"return a[^\n]*return [^\n]*s[^\n]*|return b[^\n]*return [^\n]*no[^\n]*"

        let first = known.Value.Length
        let tokens = Array.concat [ known.Value; masks 4; known.Value; masks 3 ]

        let canvas =
            Canvas(tokens, 0, Holes = [| hole (2 * first + 4) 2 "yes|no"; hole first 4 "(ab|ba)+" |])

        fill model.Value (asked.Options |> withConstraint (Constraint.Regex whole) wish) canvas asked.Seed
        |> requireHeld whole canvas

    [<Property>]
    let ``a text may end before a hole, which is in its language all the same`` (asked: Asked) wish =
        let whole = "[ab]{1,3}(return (yes|no|x*))?"
        let tokens = Array.concat [ masks 3; known.Value; masks 2 ]

        let canvas =
            Canvas(tokens, 0, Holes = [| hole (3 + known.Value.Length) 2 "yes|no|maybe" |])

        let trajectory =
            fill model.Value (asked.Options |> withConstraint (Constraint.Regex whole) wish) canvas asked.Seed

        requireHeld whole canvas trajectory

    [<Property>]
    let ``holes in an answer are held to with it, of a causal model too`` (asked: Asked) wish =
        let whole = "[ab]{1,4}[0-9]+.*|b[0-9]{2}"
        let prompt = encode "x"
        let start = prompt.Length + 4
        let model = if wish.IsCausal then causal.Value else model.Value
        let unwritten = Array.create 9 (Canvas.MaskOf model.Config)

        let canvas =
            Canvas(Array.append prompt unwritten, prompt.Length, Holes = [| hole start 2 "[0-9]+"; hole (start + 2) 1 "[a-c+]" |])

        fill model (asked.Options |> withConstraint (Constraint.Regex whole) wish) canvas asked.Seed
        |> fun trajectory ->
            Regex.IsMatch(trajectory.Text, $@"\A(?:{whole})\z") |> should equal true

            for hole in canvas.Holes do
                hole.Constraint.Accepts(textOf trajectory hole) |> should equal true

[<Fact>]
let ``a causal model fills a hole behind the end of its text`` () =
    let prompt = encode "x"
    let unwritten = Array.create 5 Canvas.Unwritten

    let canvas =
        Canvas(Array.append prompt unwritten, 1, Holes = [| hole 4 2 "[0-9]{2}" |])

    for seed in 1L .. 5L do
        let trajectory =
            fill causal.Value (SamplerOptions(Constraint = Constraint.Regex "a?")) canvas seed

        (textOf trajectory canvas.Holes[0]).Length |> should equal 2

        canvas.Holes[0].Constraint.Accepts(textOf trajectory canvas.Holes[0])
        |> should equal true

        trajectory.TextEnd |> should be (lessThan 4)

    // without a constraint of the whole, no less
    let free = fill causal.Value (SamplerOptions()) canvas 1L

    canvas.Holes[0].Constraint.Accepts(textOf free canvas.Holes[0])
    |> should equal true

[<Fact>]
let ``both are kept with a trajectory and repeat it`` () =
    let options = SamplerOptions(Steps = 4, Constraint = Constraint.Regex "[a-c]+")
    let canvas = Canvas(masks 4, 0, Holes = [| hole 1 2 "b[ab]*" |])
    let trajectory = fill model.Value options canvas 3L
    let read = TrajectoryFile.FromLine(TrajectoryFile.ToLine trajectory, "here")
    read.Options.Constraint |> should equal options.Constraint
    List.ofSeq read.Holes |> should equal (List.ofSeq canvas.Holes)

    fill model.Value read.Options (Canvas(read.Initial, 0, Holes = read.Holes)) read.Seed
    |> TrajectoryFile.ToLine
    |> should equal (TrajectoryFile.ToLine trajectory)

let private refused (whole: string) (canvas: Canvas) =
    Assert
        .Throws<ConstraintException>(fun () ->
            fill model.Value (SamplerOptions(Steps = 4, Constraint = Constraint.Regex whole)) canvas 1L
            |> ignore)
        .Message

[<Fact>]
let ``what cannot be met says whether it is the text, a hole, or both at once`` () =
    let canvas pattern =
        Canvas(masks 3, 0, Holes = [| hole 1 2 pattern |])

    refused "[a-c]{9}x{9}" (canvas "[ab]+") |> should haveSubstring "give more"

    refused "[a-c]+" (canvas "x{9}")
    |> should haveSubstring "cannot be met at positions 1 to 2"

    let both = refused "[a-c]+" (canvas "[cx]*x")
    both |> should haveSubstring "can be met one by one, but not at once"
    both |> should haveSubstring "at positions 1 to 2"

    let written =
        Canvas(Array.concat [ masks 1; encode "x"; masks 1 ], 0, Holes = [| hole 1 2 "xa|x" |])

    refused "[a-c]x+" written |> should haveSubstring "not at once"
    refused "[a-c]+" written |> should haveSubstring "('x') at position 1"

[<Fact>]
let ``a hole on both sides of where the answer begins is an error of the sampler`` () =
    let canvas = Canvas(masks 4, 2, Holes = [| hole 1 2 "[ab]+" |])

    Assert
        .Throws<SamplerException>(fun () ->
            fill model.Value (SamplerOptions(Steps = 4, Constraint = Constraint.Regex ".*")) canvas 1L
            |> ignore)
        .Message
    |> should haveSubstring "let it begin or end there"

[<Fact>]
let ``languages with too many states together are told with their numbers`` () =
    let canvas = Canvas(masks 4, 0, Holes = [| hole 1 2 "[ab]{0,300}" |])

    refused "[^x]{0,300}" canvas
    |> should haveSubstring "make more than 20000 pairs of states"

/// Whether some tokens of digits, so many of them, make a text: every way is tried.
let private canBeMade count (fits: string -> bool) =
    let digits =
        [
            for id in 0 .. tokenizer.Value.VocabularySize - 1 do
                let text = tokenizer.Value.Decode([ id ], true)

                if Regex.IsMatch(text, @"\A[0-9]+\z") then
                    text
        ]

    let rec made count =
        if count = 0 then
            [ "" ]
        else
            [
                for rest in made (count - 1) do
                    for text in digits -> text + rest
            ]

    made count |> List.exists fits

[<Fact>]
let ``lengths of holes are left out where the text and the hole cannot both be met, as every way of filling them says`` () =
    let filled (whole: string) pattern =
        let options =
            SamplerOptions(Temperature = 0.0, Steps = 8, Constraint = Constraint.Regex whole)

        let parts =
            [|
                OpenPart.Known(encode "x + ")
                OpenPart.Hole([ 1..4 ], Constraint.Regex pattern)
                OpenPart.Known(encode "\n")
            |]

        HoleFiller(model.Value, options, tokenizer.Value).Fill(OpenCanvas parts, 0L)

    let cases =
        [
            @"x \+ \d{2,3}\n", "[0-9]{3,4}", 3, 3
            @"x \+ \d{2,3}\n", "[0-9]{0,2}", 2, 2
            @"x.*\s", "[0-9]+", 1, 99
        ]

    for whole, pattern, least, most in cases do
        let result = filled whole pattern

        let expected =
            [
                for count in 1..4 do
                    if canBeMade count (fun text -> text.Length >= least && text.Length <= most) then
                        count
            ]

        List.sort [ for one in result.Candidates -> one.Tokens ]
        |> should equal expected

        for one in result.Candidates do
            let text = Seq.exactlyOne one.Texts
            text.Length |> should be (greaterThanOrEqualTo least)
            text.Length |> should be (lessThanOrEqualTo most)

    Assert.Throws<ConstraintException>(fun () -> filled @"x \+ [a-z]\d\n" "[0-9]{2}" |> ignore).Message
    |> should haveSubstring "None of the 4 lengths"
