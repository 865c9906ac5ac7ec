module DiffuCoder.Kit.Tests.ArnessTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Analysis
open DiffuCoder.Sampling
open DiffuCoder.Kit.Tests.StandIn

/// A prompt of two tokens and four masks (0), of which each step reveals one: what it writes is given with the positions.
let private answer (textEnd: int) (steps: (int * int) list) =
    let final = [| 90; 91; 0; 0; 0; 0 |]

    for position, token in steps do
        final[position] <- token

    Trajectory(
        Initial = [ 90; 91; 0; 0; 0; 0 ],
        Final = final,
        CompletionStart = 2,
        TextEnd = textEnd,
        Steps =
            [
                for index, (position, token) in List.indexed steps -> SamplingStep(index, [ Reveal(position, token, 0.5f, 0.25f) ])
            ],
        Options = DiffuCoder.Sampling.SamplerOptions.Paper,
        Seed = 0L
    )

let private leftToRight = answer 6 [ 2, 72; 3, 73; 4, 74; 5, 75 ]
let private paddingFirst = answer 5 [ 5, 1; 2, 72; 4, 74; 3, 73 ]

[<Fact>]
let ``AR-ness of a generation reads as a pipeline`` () =
    leftToRight |> Arness.localCurve 5 |> should equal [ 1.0; 0.75; 0.5; 0.25; 0.0 ]
    leftToRight |> Arness.globalCurve 2 |> should equal [ 1.0; 1.0 ]
    paddingFirst |> Arness.local 1 |> should equal 0.0
    paddingFirst |> Arness.globally 1 |> should equal 0.5
    paddingFirst |> Trajectory.localArness 1 |> should equal 0.0
    paddingFirst |> Trajectory.globalArness 2 |> should equal 0.75

[<Fact>]
let ``global AR-ness at random is the mean over all orders`` () =
    let rec orders positions =
        match positions with
        | [] -> [ [] ]
        | _ ->
            [
                for first in positions do
                    for rest in orders (List.except [ first ] positions) -> first :: rest
            ]

    let overAll =
        [
            for order in orders [ 2..5 ] -> answer 6 [ for position in order -> position, 72 ]
        ]
        |> Arness.globalMeans AnalysisOptions.Default 4

    let expected = [ leftToRight ] |> Arness.globalAtRandom AnalysisOptions.Default 4

    for atRandom, measured in List.zip expected overAll do
        atRandom.Value.Mean |> should (equalWithin 1e-12) measured.Value.Mean

    (fun () -> [] |> Arness.globalAtRandom AnalysisOptions.Default 4 |> ignore)
    |> should throw typeof<AnalysisException>

[<Fact>]
let ``ties are the tokens written at an entropy of exactly 0`` () =
    let entropies =
        Trajectory(
            Initial = [ 90; 0; 0; 0; 0 ],
            Final = [ 90; 72; 73; 74; 1 ],
            CompletionStart = 1,
            TextEnd = 4,
            Steps =
                [
                    for index, entropy in List.indexed [ 0.0f; 1e-30f; 0.5f; 0.0f ] ->
                        SamplingStep(index, [ Reveal(index + 1, 72, 0.5f, entropy) ])
                ],
            Options = DiffuCoder.Sampling.SamplerOptions.Paper,
            Seed = 0L
        )

    let share scope =
        ([ entropies ]
         |> Entropy.ties
             { AnalysisOptions.Default with
                 Scope = scope
             })
            .Mean

    share CanvasScope.WholeCanvas |> should equal 0.5
    share CanvasScope.Text |> should (equalWithin 1e-12) (1.0 / 3.0)

    ([ leftToRight; entropies ] |> Entropy.ties AnalysisOptions.Default).Mean
    |> should equal 0.25

[<Fact>]
let ``means have bands and may leave the padding out`` () =
    let answers = [ leftToRight; paddingFirst ]

    let means scope =
        answers
        |> Arness.globalMeans
            { AnalysisOptions.Default with
                Scope = scope
            }
            1

    let whole, text = means CanvasScope.WholeCanvas, means CanvasScope.Text
    (whole.Head.At, whole.Head.Value.Count) |> should equal (1, 2)
    whole.Head.Value.Mean |> should equal 0.75
    whole.Head.Value.Low |> should equal 0.5
    text.Head.Value.Mean |> should (equalWithin 1e-12) ((1.0 + 2.0 / 3.0) / 2.0)

    answers
    |> Arness.localMeans AnalysisOptions.Default 2
    |> List.map _.Value.Mean
    |> should equal [ 0.5; 0.375 ]

    [ leftToRight ]
    |> Arness.profile AnalysisOptions.Default
    |> List.map (fun point -> point.At, point.Value.Mean)
    |> should equal [ 0, 0.0; 1, 1.0 / 3.0; 2, 2.0 / 3.0; 3, 1.0 ]

[<Fact>]
let ``what a model recorded has a sink and a map`` () =
    use model = Model.load (directory ())

    let options =
        { quick with
            RecordCandidates = CandidateRecording.EveryStep
        }

    let answers =
        [ Prompt.instruct "Add."; Prompt.complete "def" ]
        |> Sampler.generateMany model options

    let sink = answers |> Entropy.sink AnalysisOptions.Default
    sink |> List.map _.Distance |> should equal [ 0..11 ]
    sink |> List.map _.Entropy.Count |> should equal (List.replicate 12 2)

    let map = answers |> Entropy.map AnalysisOptions.Default
    map |> should haveLength 6
    map |> List.map List.length |> should equal (List.replicate 6 12)

    map.Head
    |> List.map Option.get
    |> should equal (sink |> List.map _.Entropy.Mean)

    // fewer masks at each step, and the last reveals what is left
    [ for answer in answers -> [ answer ] |> Entropy.map AnalysisOptions.Default ]
    |> List.iter (fun map ->
        map
        |> List.map (List.choose id >> List.length)
        |> List.pairwise
        |> List.forall (fun (before, after) -> after <= before)
        |> should equal true)

[<Fact>]
let ``a generation that recorded nothing says how it should have been sampled`` () =
    Assert.Throws<AnalysisException>(fun () -> [ leftToRight ] |> Entropy.sink AnalysisOptions.Default |> ignore).Message
    |> should haveSubstring "RecordCandidates = FirstStep"

    Assert.Throws<AnalysisException>(fun () -> [ leftToRight ] |> Entropy.map AnalysisOptions.Default |> ignore).Message
    |> should haveSubstring "RecordCandidates = EveryStep"

[<Fact>]
let ``answers are compared in words, as programs, and in order`` () =
    let same = [ leftToRight; leftToRight ]
    Diversity.editDistance same |> should equal 0.0
    Diversity.selfBleu same |> should equal 1.0
    Diversity.orderDistance CanvasScope.WholeCanvas same |> should equal 0.0

    let different = [ leftToRight; paddingFirst ]
    Diversity.editDistance different |> should equal 0.25
    Diversity.selfBleu different |> should be (lessThan 1.0)

    Diversity.orderDistance CanvasScope.Text different
    |> should (equalWithin 1e-12) (1.0 / 3.0)

    let distinct =
        [ "x = 1"; "x  = 1"; "x ="; "x = 2" ]
        |> Diversity.programs (fun code ->
            if code.EndsWith '=' then
                None
            else
                Some(code.Replace(" ", "")))

    (distinct.Programs, distinct.Parsed, distinct.Distinct)
    |> should equal (4, 3, 2)

    distinct.DifferingPairs |> should (equalWithin 1e-12) (2.0 / 3.0)

[<Fact>]
let ``the passes of a generation end with its last token, whatever a longer neighbour takes`` () =
    let waiting =
        Trajectory(
            Initial = [ 90; 0 ],
            Final = [ 90; 72 ],
            CompletionStart = 1,
            TextEnd = 2,
            Steps =
                [
                    SamplingStep(0, [])
                    SamplingStep(1, [ Reveal(1, 72, 0.5f, 0.25f) ])
                    SamplingStep(2, [])
                ],
            Options = DiffuCoder.Sampling.SamplerOptions.Paper,
            Seed = 0L
        )

    leftToRight |> Trajectory.passes |> should equal 4
    waiting |> Trajectory.passes |> should equal 2
    waiting |> Trajectory.tokensPerPass |> should equal 0.5

[<Fact>]
let ``steps that computed nothing are no passes`` () =
    let stated =
        Trajectory(
            Initial = [ 90; 0; 0 ],
            Final = [ 90; 72; 73 ],
            CompletionStart = 1,
            TextEnd = 3,
            Steps =
                [
                    SamplingStep(0, [], Computed = System.Nullable 0)
                    SamplingStep(1, [], Computed = System.Nullable 0)
                    SamplingStep(2, [ Reveal(1, 72, 0.5f, 0.25f); Reveal(2, 73, 0.5f, 0.25f) ], Computed = System.Nullable 3)
                ],
            Options = DiffuCoder.Sampling.SamplerOptions.Paper,
            Seed = 0L
        )

    stated |> Trajectory.passes |> should equal 1
    stated |> Trajectory.tokensPerPass |> should equal 2.0

[<Fact>]
let ``lengths are those of the texts`` () =
    let lengths = Trajectory.lengths [ leftToRight; paddingFirst ]
    (lengths.Mean, lengths.Median, lengths.Cut) |> should equal (3.5, 3.5, 1)

[<Fact>]
let ``a result of several answers has a score for every k`` () =
    let result = Verdicts.result [ [ true; false; false ]; [ true; true; true; true ] ]

    let curve = result |> Evaluate.passCurve _.Passed
    curve |> List.map _.K |> should equal [ 1; 2; 3 ]

    for score, expected in List.zip curve [ 2.0 / 3.0; 5.0 / 6.0; 1.0 ] do
        score.Value |> should (equalWithin 1e-12) expected
