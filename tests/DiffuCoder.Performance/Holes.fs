/// Programs with holes of unknown length: how many pass at the length that was cut out, at others, and at the one that is chosen.
module DiffuCoder.Performance.Holes

open System.Threading
open DiffuCoder
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Performance.Measure

let private split () =
    match Settings.get "HOLES_SPLIT" "combinations" with
    | "parameters" -> Split.HeldOutParameters
    | "combinations" -> Split.HeldOutCombinations
    | other -> failwith $"'{other}' is not held out; parameters and combinations are."

/// The programs that holes are cut into: those of the shipped family, or in the styles of the second one.
let private tasks split =
    match Settings.get "HOLES_CORPUS" "one-style" with
    | "one-style" -> Corpus.heldOutIn OneStyle split
    | "many-styles" -> Corpus.heldOutIn ManyStyles split
    | other -> failwith $"'{other}' is no corpus; one-style and many-styles are."

/// What is cut out, and whether what fills it may begin and end within a token of the text around it.
type private Cut = { Kind: HoleKind; Healed: bool }

let private kinds () =
    let all =
        [
            "single",
            {
                Kind = HoleKind.SingleLine
                Healed = false
            }
            "several",
            {
                Kind = HoleKind.SeveralLines
                Healed = false
            }
            "span",
            {
                Kind = HoleKind.RandomSpan
                Healed = false
            }
            "healed-span",
            {
                Kind = HoleKind.RandomSpan
                Healed = true
            }
        ]

    match Settings.get "HOLES_KINDS" "" with
    | "" -> List.map snd all
    | words ->
        [
            for word in words.Split ',' ->
                match List.tryFind (fun (name, _) -> name = word) all with
                | Some(_, kind) -> kind
                | None -> failwith $"'{word}' is no kind of hole; single, several, span and healed-span are."
        ]

/// At most so many lengths in a range, and the oracle's among them.
[<Literal>]
let private MostLengths = 8

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
    }

/// The text of a candidate; none where a hole of that length cannot be filled.
let private textOf (candidate: HoleCandidate option) =
    candidate |> Option.map (fun one -> string one.Text) |> Option.defaultValue ""

/// The candidate of a length.
let private at length (measured: Measured) =
    measured.Filled.Candidates |> Seq.tryFind (fun one -> one.Lengths[0] = length)

let private fillingOf (model: Model) (candidate: HoleCandidate) =
    let mask = Sampling.Canvas.MaskOf model.Config

    let positions =
        [|
            for position, token in Seq.indexed candidate.Trajectory.Initial do
                if token = mask && position <= candidate.Trajectory.TextEnd then
                    position
        |]

    Sampling.HoleFilling(model, candidate.Trajectory, positions)

/// The best of the same candidates by another score.
let private by (score: HoleScore) prior (model: Model) (measured: Measured) =
    let again =
        [|
            for one in measured.Filled.Candidates ->
                let value (score: HoleScore) =
                    score.Of.Invoke(fillingOf model one, prior, CancellationToken.None)

                let mean = one.LogProbability / float one.Tokens

                HoleCandidate(
                    one.Lengths,
                    one.Trajectory,
                    value score,
                    one.LogProbability,
                    one.Tokens,
                    IsCut = one.IsCut,
                    Texts = one.Texts,
                    AmongEquals =
                        (score.AmongEquals
                         |> Option.ofObj
                         |> Option.map value
                         |> Option.defaultValue mean)
                )
        |]

    Some(FilledHoles.BestOf again)

/// What is compared: a name, and which candidate it takes.
let private ways (sandbox: CodeSandbox) (model: Model) : (string * (Measured -> HoleCandidate option)) list =
    let standard = HoleOptions.Default

    let parses text =
        not (Sandbox.syntaxTrees sandbox [ text ]).IsEmpty

    let bound =
        HoleScore.likelihood
            { LikelihoodOptions.Paper with
                Draws = 4
            }

    let pseudo width =
        by (HoleScore.pseudoLikelihood width 4) LengthPrior.mean model

    [
        "the length cut out", (fun measured -> at measured.Oracle measured)
        "half of it", (fun measured -> at (max 1 (measured.Oracle / 2)) measured)
        "twice as long", (fun measured -> at (2 * measured.Oracle) measured)
        $"range, {standard.Score}", (fun measured -> Some measured.Filled.Best)
        "range, written, sum", by HoleScore.written LengthPrior.none model
        "range, written, mean", by HoleScore.written LengthPrior.mean model
        "range, likelihood, mean", by bound LengthPrior.mean model
        for width in [ 4; 8; 16 ] do
            $"range, pseudo-likelihood {width}, mean", pseudo width
        "range, what parses", by (HoleScore.passes "parses" parses) standard.Prior model
    ]

/// How many tokens the hole was made of, and the problem's prompt from the lengths that it may have.
let private asked (tokenizer: Tokenizer) (cut: Cut) (problem: InfillProblem) =
    if not cut.Healed then
        InfillBenchmark.oracle tokenizer problem, (fun lengths -> InfillBenchmark.prompt lengths problem)
    else
        match problem |> InfillBenchmark.prompt [ 1 ] |> Prompt.healed tokenizer with
        | Prompt.Infill parts ->
            let known =
                parts
                |> List.sumBy (function
                    | Part.Text text -> Tokenizer.count tokenizer text
                    | _ -> 0)

            let whole =
                Tokenizer.count tokenizer (problem.Prefix + problem.Middle + problem.Suffix)

            whole - known,
            fun lengths ->
                Prompt.infill
                    [
                        for part in parts ->
                            match part with
                            | Part.ConstrainedLengths(_, language) -> Part.ConstrainedLengths(lengths, language)
                            | part -> part
                    ]
        | other -> failwith $"A text with holes is healed to one, and this is {other}."

let private measure (model: Model) cut (problems: InfillProblem list) =
    let oracles, prompts =
        problems |> List.map (asked (Model.tokenizer model) cut) |> List.unzip

    List.map2 (fun prompt oracle -> prompt (range oracle)) prompts oracles
    |> Holes.fillMany model SamplerOptions.Tiny HoleOptions.Default
    |> List.map3
        (fun problem oracle filled ->
            {
                Problem = problem
                Oracle = oracle
                Filled = filled
            })
        problems
        oracles

/// Which of some texts pass a problem's tests; each is run once.
let private judge (sandbox: CodeSandbox) (problem: InfillProblem) (texts: string list) =
    let distinct = List.distinct texts
    let runs = [ for text in distinct -> problem.RunAsync(sandbox, text) ]

    let passed =
        set
            [
                for text, run in List.zip distinct runs do
                    if run.GetAwaiter().GetResult().Passed then
                        text
            ]

    passed.Contains

let run () =
    let most = int (Settings.get "HOLES_TASKS" "150")
    let name = Settings.get "HOLES_MODEL" "base"
    use model = Measure.model name
    use sandbox = Sandbox.start ()
    let split = split ()
    let ways = ways sandbox model
    printfn $"\n### Holes in held-out tasks, {most} a kind at most, {split}, {name}, per cent that pass\n"
    row [ "hole"; "tasks"; "tokens"; yield! ways |> List.map fst; "of the oracle's" ]
    row (List.replicate (4 + ways.Length) "---")

    for cut in kinds () do
        let benchmark =
            tasks split
            |> InfillBenchmark.ofTasks cut.Kind $"{split}"
            |> InfillBenchmark.first most

        let mutable results = []

        let time =
            seconds (fun () ->
                results <-
                    [
                        for problems in List.ofSeq benchmark.Problems |> List.chunkBySize 4 do
                            for measured in measure model cut problems do
                                let taken = [ for _, take in ways -> textOf (take measured) ]
                                measured.Oracle, List.map (judge sandbox measured.Problem taken) taken
                    ])

        eprintfn $"{benchmark.Name}: {time:F0} s"

        let rates =
            results
            |> List.map snd
            |> List.transpose
            |> List.map (List.averageBy (fun passed -> if passed then 1.0 else 0.0))

        row
            [
                (if cut.Healed then $"{cut.Kind}, healed" else $"{cut.Kind}")
                $"{results.Length}"
                $"{results |> List.averageBy (fst >> float):F1}"
                yield! rates |> List.map (fun rate -> $"{100.0 * rate:F1}")
                $"{100.0 * rates[3] / rates[0]:F0} %%"
            ]
