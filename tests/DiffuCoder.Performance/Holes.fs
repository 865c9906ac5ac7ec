/// Programs with holes of unknown length: how many pass at the length that was cut out, at others, and at the one that is chosen.
module DiffuCoder.Performance.Holes

open System
open System.IO
open System.Text.Json
open System.Threading
open DiffuCoder
open DiffuCoder.Evaluation
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Performance.Measure

let private setting name otherwise =
    Environment.GetEnvironmentVariable name
    |> Option.ofObj
    |> Option.defaultValue otherwise

let private stage () =
    match setting "HOLES_STAGE" "base" with
    | "base" -> Stage.Base
    | "instruct" -> Stage.Instruct
    | "cpgrpo" -> Stage.CpGrpo
    | "llada" -> Stage.Llada
    | other -> failwith $"'{other}' fills no holes; base, instruct, cpgrpo and llada do."

let private split () =
    match setting "HOLES_SPLIT" "combinations" with
    | "parameters" -> Split.HeldOutParameters
    | "combinations" -> Split.HeldOutCombinations
    | other -> failwith $"'{other}' is not held out; parameters and combinations are."

/// At most so many lengths in a range, its ends and the oracle's among them.
[<Literal>]
let private MostLengths = 16

/// Half of a length to twice as much, evenly.
let private range (oracle: int) =
    let low, high = max 1 (oracle / 2), 2 * oracle
    let count = min MostLengths (high - low + 1)

    oracle
    :: [
        for i in 0 .. count - 1 -> low + int (round (float (i * (high - low)) / float (max 1 (count - 1))))
    ]
    |> List.distinct
    |> List.sort

type private Measured =
    {
        Problem: InfillProblem
        Oracle: int
        Filled: FilledHoles
        /// Which texts pass the tests.
        Passes: string -> bool
        Parses: string -> bool
    }

let mutable private judging = 0.0

let private textOf (candidate: HoleCandidate) = string candidate.Text

let private judge (sandbox: CodeSandbox) (problems: InfillProblem list) (filled: FilledHoles list) =
    let texts (filled: FilledHoles) =
        filled.Candidates |> Seq.map textOf |> Seq.distinct |> List.ofSeq

    let parsed =
        filled |> Seq.collect texts |> Sandbox.syntaxTrees sandbox |> Map.keys |> set

    let runs =
        [
            for problem, filled in List.zip problems filled ->
                [
                    for text in texts filled do
                        if parsed.Contains text then
                            text, problem.RunAsync(sandbox, text)
                ]
        ]

    [
        for runs in runs ->
            let passed =
                runs
                |> List.filter (fun (_, run) -> run.GetAwaiter().GetResult().Passed)
                |> List.map fst
                |> set

            passed.Contains, parsed.Contains
    ]

let private batch (sandbox: CodeSandbox) (model: Model) (problems: InfillProblem list) =
    let oracles = problems |> List.map (InfillBenchmark.oracle (Model.tokenizer model))

    let filled =
        List.zip problems oracles
        |> List.map (fun (problem, oracle) -> problem |> InfillBenchmark.prompt (range oracle))
        |> Holes.fillMany model SamplerOptions.Tiny HoleOptions.Default

    let watch = System.Diagnostics.Stopwatch.StartNew()
    let judged = judge sandbox problems filled
    judging <- judging + watch.Elapsed.TotalSeconds

    [
        for (problem, oracle), (filled, (passes, parses)) in List.zip (List.zip problems oracles) (List.zip filled judged) ->
            {
                Problem = problem
                Oracle = oracle
                Filled = filled
                Passes = passes
                Parses = parses
            }
    ]

/// The candidate of a length.
let private at length (measured: Measured) =
    measured.Filled.Candidates |> Seq.find (fun one -> one.Lengths[0] = length)

let private scoredBy (score: HoleScore) (model: Model) (measured: Measured) =
    let again =
        [|
            for one in measured.Filled.Candidates ->
                let mask = Sampling.Canvas.MaskOf model.Config

                let positions =
                    [|
                        for position, token in Seq.indexed one.Trajectory.Initial do
                            if token = mask then
                                position
                    |]

                let value =
                    score.Of.Invoke(
                        Sampling.HoleFilling(model, one.Trajectory, positions),
                        HoleOptions.Default.Prior,
                        CancellationToken.None
                    )

                HoleCandidate(one.Lengths, one.Trajectory, value, one.LogProbability, one.Tokens, IsCut = one.IsCut, Texts = one.Texts)
        |]

    FilledHoles.BestOf again

/// What is compared: a name, and which candidate it takes.
let private ways (model: Model) : (string * (Measured -> HoleCandidate)) list =
    let by prior measured =
        (measured.Filled |> Holes.by prior).Best

    [
        "the length cut out", (fun measured -> at measured.Oracle measured)
        "half of it", (fun measured -> at (max 1 (measured.Oracle / 2)) measured)
        "twice as long", (fun measured -> at (2 * measured.Oracle) measured)
        $"range, {HoleOptions.Default.Prior.Name}", _.Filled.Best
        "range, sum", by LengthPrior.none
        "range, mean", by LengthPrior.mean
        "range, likelihood",
        scoredBy
            (HoleScore.likelihood
                { LikelihoodOptions.Paper with
                    Draws = 4
                })
            model
        "range, what parses", fun measured -> scoredBy (HoleScore.passes "parses" measured.Parses) model measured
        "range, what passes", fun measured -> scoredBy (HoleScore.passes "tests" measured.Passes) model measured
    ]

/// Everything that a score could be made of, for finding one: a line for each candidate.
let private dump (path: string) (model: Model) kind (measured: Measured) =
    use file = File.AppendText path

    for one in measured.Filled.Candidates do
        let written =
            [ for reveal in one.Trajectory.Reveals -> float reveal.LogProbability.Value ]

        let mask = Sampling.Canvas.MaskOf model.Config
        let start = one.Trajectory.Initial |> Seq.findIndex ((=) mask)
        let finish = start + one.Lengths[0]
        let length = one.Trajectory.Final.Count

        let estimate variant draws positions =
            let estimates =
                Training.Grpo.LikelihoodEstimates.Draw(
                    model,
                    Training.Grpo.LikelihoodEstimator(Variant = variant),
                    one.Trajectory.Final,
                    positions,
                    draws,
                    0L
                )

            estimates.Tokens |> Seq.averageBy Seq.sum

        let hole = [| start .. finish - 1 |]

        let near width =
            [|
                yield! [ max 1 (start - width) .. start - 1 ]
                yield! [ finish .. min (length - 1) (finish + width - 1) ]
            |]

        {|
            kind = kind
            task = measured.Problem.TaskId
            oracle = measured.Oracle
            n = one.Lengths[0]
            tokens = one.Tokens
            cut = one.IsCut
            passes = measured.Passes(textOf one)
            parses = measured.Parses(textOf one)
            written = written
            full = estimate MaskVariant.FullMask 1 hole
            likelihood = estimate MaskVariant.Coupled 4 hole
            near1 = estimate MaskVariant.FullMask 1 (near 1)
            near2 = estimate MaskVariant.FullMask 1 (near 2)
            near8 = estimate MaskVariant.FullMask 1 (near 8)
            near4 = estimate MaskVariant.FullMask 1 (near 4)
            text = one.Texts[0]
        |}
        |> JsonSerializer.Serialize
        |> file.WriteLine

let private kinds =
    [ HoleKind.SingleLine; HoleKind.SeveralLines; HoleKind.RandomSpan ]

let run () =
    let tasks = int (setting "HOLES_TASKS" "150")
    use model = Model.tiny (stage ())
    use sandbox = Sandbox.start ()
    let split = split ()
    let taken = ways model

    printfn $"\n### Holes in held-out tasks of the small family, {tasks} a kind at most, {split}, {stage ()}, per cent that pass\n"

    row [ "hole"; "tasks"; "tokens"; yield! taken |> List.map fst; "of the oracle's" ]
    row (List.replicate (4 + taken.Length) "---")

    for kind in kinds do
        let benchmark = InfillBenchmark.tiny kind split |> InfillBenchmark.first tasks
        let mutable measured = []

        let time =
            seconds (fun () ->
                measured <-
                    List.ofSeq benchmark.Problems
                    |> List.chunkBySize 4
                    |> List.collect (batch sandbox model))

        eprintfn $"{benchmark.Name}: {time:F0} s, judging {judging:F0}"

        match setting "HOLES_DUMP" "" with
        | "" -> ()
        | path -> measured |> List.iter (dump path model (string kind))

        let rates =
            [
                for _, take in taken ->
                    let passed =
                        measured
                        |> List.filter (fun one -> one.Passes(textOf (take one)))
                        |> List.length

                    float passed / float measured.Length
            ]

        row
            [
                $"{kind}"
                $"{measured.Length}"
                $"{measured |> List.averageBy (fun one -> float one.Oracle):F1}"
                yield! rates |> List.map (fun rate -> $"{100.0 * rate:F1}")
                $"{100.0 * rates[3] / rates[0]:F0} %%"
            ]
