module DiffuCoder.Kit.Tests.HolesTests

open System
open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Evaluation
open DiffuCoder.Runtime
open DiffuCoder.Sampling
// last: the kit's options, not the core's
open DiffuCoder
open DiffuCoder.Kit.Tests.StandIn

let private withModel work =
    use model = Model.loadWith inFloat32 (directory ())
    work model

let private text lengths =
    Prompt.infill [ Part.Text "def total("; Part.Lengths lengths; Part.Text "):\n" ]

let private warm =
    { quick with
        Temperature = 0.8
        Seed = 5L
    }

let private fill model =
    Holes.fill model warm HoleOptions.Default

let private line (trajectory: Trajectory) = TrajectoryFile.ToLine trajectory

let private lines (filled: FilledHoles) =
    [ for one in filled.Candidates -> line one.Trajectory ]

[<Fact>]
let ``a range of one length is the plain sampler, to the byte`` () =
    withModel (fun model ->
        let plain =
            Prompt.infill [ Part.Text "def total("; Part.Masks 4; Part.Text "):\n" ]
            |> Sampler.generate model { warm with RecordProbabilities = true }

        text [ 4 ]
        |> Sampler.generate model { warm with RecordProbabilities = true }
        |> line
        |> should equal (line plain)

        let filled = text [ 4 ] |> fill model
        lines filled |> should equal [ line plain ]
        Holes.trajectory filled |> line |> should equal (line plain)
        Holes.lengths filled |> should equal [ 4 ]
        Holes.text filled |> should equal plain.Text

        let unrecorded =
            Prompt.infill [ Part.Text "def total("; Part.Masks 4; Part.Text "):\n" ]
            |> Sampler.generate model warm

        List.ofSeq unrecorded.Final |> should equal (List.ofSeq plain.Final))

[<Fact>]
let ``a range holds what the sampler writes at each of its lengths`` () =
    withModel (fun model ->
        let filled = text [ 2..6 ] |> fill model

        lines filled
        |> should
            equal
            [
                for length in 2..6 ->
                    Prompt.infill [ Part.Text "def total("; Part.Masks length; Part.Text "):\n" ]
                    |> Sampler.generate model { warm with RecordProbabilities = true }
                    |> line
            ]

        filled.Candidates |> should contain filled.Best

        for length, one in Seq.zip [ 2..6 ] filled.Candidates do
            // a stop token in a hole ends the text, and what stands behind it does not count
            if one.IsCut then
                one.Tokens |> should be (lessThanOrEqualTo length)
            else
                one.Tokens |> should equal length

            let first = one.Trajectory.Reveals |> Seq.map _.Position |> Seq.min

            one.LogProbability
            |> should
                (equalWithin 1e-6)
                (one.Trajectory.Reveals
                 |> Seq.filter (fun reveal -> reveal.Position < first + one.Tokens)
                 |> Seq.sumBy (fun reveal -> float reveal.LogProbability.Value)))

[<Fact>]
let ``several holes are filled in every combination, and a limit says how many`` () =
    withModel (fun model ->
        let prompt =
            Prompt.infill
                [
                    Part.Text "def "
                    Part.Lengths [ 1..2 ]
                    Part.Text "(values):\n"
                    Part.Lengths [ 3..5 ]
                    Part.Masks 1
                ]

        let filled = prompt |> fill model

        [ for one in filled.Candidates -> List.ofSeq one.Lengths ]
        |> should
            equal
            [
                for first in 1..2 do
                    for second in 3..5 -> [ first; second; 1 ]
            ]

        for one in filled.Candidates do
            one.Texts.Count |> should equal 3

        Assert
            .Throws<SamplerException>(fun () ->
                prompt
                |> Holes.fill
                    model
                    warm
                    { HoleOptions.Default with
                        MostCandidates = 5
                    }
                |> ignore)
            .Message
        |> should haveSubstring "2 times 3 times 1) make 6 combinations, more than the 5 allowed")

[<Fact>]
let ``the sampler itself takes one length, and holes are filled in texts with holes`` () =
    withModel (fun model ->
        let refusal work =
            Assert.Throws<SamplerException>(fun () -> work () |> ignore).Message

        refusal (fun () -> text [ 2..3 ] |> Sampler.generate model warm)
        |> should haveSubstring "2 combinations of lengths"

        refusal (fun () -> Prompt.complete "def" |> fill model)
        |> should haveSubstring "Prompt.infill"

        refusal (fun () -> text [] |> fill model)
        |> should haveSubstring "no length to choose from"

        refusal (fun () -> text [ 0 ] |> fill model)
        |> should haveSubstring "hole of 0 tokens"

        refusal (fun () -> text [ 4; 300 ] |> fill model)
        |> should haveSubstring "longer than the model's 256 positions"

        refusal (fun () ->
            text [ 2 ]
            |> Holes.fill
                model
                warm
                { HoleOptions.Default with
                    Together = 0
                })
        |> should haveSubstring "Together is 0")

[<Fact>]
let ``a hole of unknown length keeps its language, and lengths without a text in it are left out`` () =
    withModel (fun model ->
        let filled lengths =
            Prompt.infill
                [
                    Part.Text "x = "
                    Part.ConstrainedLengths(lengths, Constraint.regex "[0-9]{3}")
                    Part.Text "\n"
                ]
            |> fill model

        let some = filled [ 2..5 ]

        for one in some.Candidates do
            Constraint.regex "[0-9]{3}"
            |> Constraint.accepts (Seq.exactlyOne one.Texts)
            |> should equal true

        List.sort
            [
                for one in some.Candidates do
                    one.Tokens
                for lengths in some.Unsatisfiable do
                    yield! lengths
            ]
        |> should equal [ 2..5 ]

        some.Unsatisfiable |> should not' (be Empty)

        Assert.Throws<ConstraintException>(fun () -> filled [ 7..9 ] |> ignore).Message
        |> should haveSubstring "None of the 3 lengths")

[<Fact>]
let ``many texts are filled as each of them alone, with the seeds that the sampler gives them`` () =
    withModel (fun model ->
        let prompts =
            [ text [ 2..4 ]; text [ 3 ]; Prompt.infill [ Part.Masks 2; Part.Text "def" ] ]

        let many =
            prompts
            |> Holes.fillMany
                model
                warm
                { HoleOptions.Default with
                    Together = 2
                }

        for row, (prompt, filled) in List.indexed (List.zip prompts many) do
            let seed = RandomSource(warm.Seed).Derive(int64 row).Seed

            prompt
            |> Holes.fill model { warm with Seed = seed } HoleOptions.Default
            |> lines
            |> should equal (lines filled)

        [] |> Holes.fillMany model warm HoleOptions.Default |> should be Empty)

[<Fact>]
let ``a score of one's own decides, and the candidates keep it`` () =
    withModel (fun model ->
        let by score =
            text [ 2..5 ]
            |> Holes.fill
                model
                warm
                { HoleOptions.Default with
                    Score = score
                }

        let longest = HoleScore.checker "long" (fun text -> float text.Length) |> by

        for one in longest.Candidates do
            one.Score |> should equal (float one.Text.Length)

        let whole =
            longest.Candidates |> Seq.filter (fun one -> not one.IsCut) |> List.ofSeq

        if not whole.IsEmpty then
            longest.Best.Score |> should equal (whole |> List.map _.Score |> List.max)

        let liked = HoleScore.passes "nothing" (fun _ -> false) |> by

        [ for one in liked.Candidates -> one.Score ]
        |> should equal (List.replicate 4 0.0)
        // the same candidates, compared anew
        let mean = liked |> Holes.by LengthPrior.mean

        for one, other in Seq.zip liked.Candidates mean.Candidates do
            other.Score |> should (equalWithin 1e-9) (one.LogProbability / float one.Tokens)

        Holes.lengths liked
        |> should equal (by HoleOptions.Default.Score |> Holes.lengths)

        let bound =
            HoleScore.likelihood
                { LikelihoodOptions.Paper with
                    Draws = 3
                }

        lines (by bound) |> should equal (lines mean)

        [ for one in (by bound).Candidates -> one.Score ]
        |> should equal [ for one in (by bound).Candidates -> one.Score ])

[<Fact>]
let ``a table shows every candidate, the chosen one in bold`` () =
    withModel (fun model ->
        let filled = text [ 2..4 ] |> fill model
        let rows = (Holes.table filled).Split '\n'
        rows.Length |> should equal 5

        for one, row in Seq.zip filled.Candidates rows[2..] do
            if obj.ReferenceEquals(one, filled.Best) then
                row |> should startWith $"| **{one.Tokens}** | "
            else
                row |> should startWith $"| {one.Tokens} | "

            if one.IsCut then
                row |> should haveSubstring "cut by a stop token")

[<Fact>]
let ``a token ends it, and no tensor is left`` () =
    withModel (fun model ->
        LiveTensors.LeftBy(fun () -> text [ 2..4 ] |> fill model |> ignore)
        |> should equal 0L

        use stop = new CancellationTokenSource()
        stop.Cancel()

        for work in
            [
                fun () ->
                    text [ 2..4 ]
                    |> Holes.fillWith stop.Token model warm HoleOptions.Default
                    |> ignore
                fun () ->
                    [ text [ 2..4 ] ]
                    |> Holes.fillManyWith stop.Token model warm HoleOptions.Default
                    |> ignore
            ] do
            work |> should throw typeof<OperationCanceledException>)

[<Fact>]
let ``holes in held-out tasks are the same each time, and filled with what was cut out they pass`` () =
    use sandbox = Sandbox.start ()

    for kind in [ HoleKind.SingleLine; HoleKind.SeveralLines; HoleKind.RandomSpan ] do
        let benchmark = InfillBenchmark.tiny kind Split.HeldOutParameters
        benchmark.Problems.Count |> should be (greaterThan 150)

        benchmark.Sha256
        |> should equal (InfillBenchmark.tiny kind Split.HeldOutParameters).Sha256

        benchmark.Sha256
        |> should not' (equal (InfillBenchmark.tiny kind Split.HeldOutCombinations).Sha256)

        for problem in benchmark.Problems do
            problem.Prefix + problem.Middle + problem.Suffix
            |> should endWith problem.Judged.CanonicalSolution

            problem.Middle.Trim() |> should not' (equal "")

            match kind with
            | HoleKind.SingleLine -> problem.Middle.IndexOf '\n' |> should equal (problem.Middle.Length - 1)
            | HoleKind.SeveralLines -> problem.Middle.IndexOf '\n' |> should be (lessThan (problem.Middle.Length - 1))
            | HoleKind.RandomSpan -> ()

        for problem in (benchmark |> InfillBenchmark.first 3).Problems do
            let filled middle =
                problem
                |> InfillBenchmark.passes sandbox (problem.Prefix + middle + problem.Suffix)

            filled problem.Middle |> should equal true
            filled "(" |> should equal false

    (fun () -> InfillBenchmark.tiny HoleKind.SingleLine Split.Train |> ignore)
    |> should throw typeof<ArgumentException>

[<Fact>]
let ``a problem becomes a prompt with a hole, as wide as what was cut out or otherwise`` () =
    withModel (fun model ->
        let problem =
            (InfillBenchmark.tiny HoleKind.SingleLine Split.HeldOutParameters).Problems[0]

        let tokenizer = Model.tokenizer model
        let oracle = problem |> InfillBenchmark.oracle tokenizer
        oracle |> should equal (Tokenizer.count tokenizer problem.Middle)

        problem
        |> InfillBenchmark.prompt [ 1..oracle ]
        |> should
            equal
            (Prompt.infill
                [
                    Part.Text problem.Prefix
                    Part.Lengths [ 1..oracle ]
                    Part.Text problem.Suffix
                    Part.EndOfText
                ]))

[<Fact>]
let ``the published layout is read, and a damaged row is refused by its name`` () =
    let folder = temporaryFolder ()
    let path = Path.Combine(folder, "HumanEval-SingleLineInfilling.jsonl")

    let row (field: string) =
        """{"task_id": "S/0", "entry_point": "f", "prompt": "def f(x):\n", "canonical_solution": "    y = x", """
        + """"suffix": "\n    return y\n", """
        + "\""
        + field
        + """": "def check(candidate):\n    assert candidate(2) == 2\n"}"""

    File.WriteAllText(path, row "test")
    let problem = Seq.exactlyOne (InfillBenchmark.humanEval path).Problems
    use sandbox = Sandbox.start ()

    [ "    y = x"; "    y = 3" ]
    |> List.map (fun middle ->
        problem
        |> InfillBenchmark.passes sandbox (problem.Prefix + middle + problem.Suffix))
    |> should equal [ true; false ]

    File.WriteAllText(path, row "tests")

    Assert.Throws<EvaluationException>(fun () -> InfillBenchmark.humanEval path |> ignore).Message
    |> should startWith $"{path}, line 1: the field \"test\" is missing"
