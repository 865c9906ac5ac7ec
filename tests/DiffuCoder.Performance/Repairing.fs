/// What repairing answers is worth: held-out tasks of the small family, as they were answered, repaired, and answered again at equal cost.
module DiffuCoder.Performance.Repairing

open System
open System.Threading
open DiffuCoder
open DiffuCoder.Evaluation
open DiffuCoder.Repairs
open DiffuCoder.Sandbox
open DiffuCoder.Performance.Measure

/// Of each split.
let private tasks = Settings.get "REPAIR_TASKS" "100" |> int

let private rounds =
    Settings.get "REPAIR_ROUNDS" $"{DiffuCoder.RepairOptions.Default.Rounds}" |> int

let private temperatures =
    (Settings.get "REPAIR_TEMPERATURES" "0.2,1.2").Split ','
    |> List.ofArray
    |> List.map float

/// A task with its answer. The first test is shown, the others judge.
[<ReferenceEquality>]
type private Case =
    { Problem: Problem; Answer: Trajectory }

/// Passes spent on top of the answers' own, and the answers.
type private Outcome =
    {
        Passes: int
        Answers: Trajectory list
        Held: int
    }

let private standard = DiffuCoder.RepairOptions.Default

let private withPolicies (policies: RepairPolicy list) = { standard with Policies = policies }

let private leastSure = RepairPolicy.leastConfident 0.3

let private mixes =
    [
        "the default", standard
        "the default, as cool as the answer", { standard with Warming = 0.0 }
        "the default, never everything", withPolicies (standard.Policies |> List.truncate 3)
        "widening, everything", withPolicies [ RepairPolicy.widening 2 |> RepairPolicy.withRoom 2; RepairPolicy.everything ]
        "widening, suffix, everything",
        withPolicies
            [
                RepairPolicy.widening 3 |> RepairPolicy.withRoom 3
                RepairPolicy.suffix 2
                RepairPolicy.everything
            ]
        "span", withPolicies [ RepairPolicy.span 2 1 |> RepairPolicy.withRoom 2; leastSure ]
        "widening", withPolicies [ RepairPolicy.widening 3 |> RepairPolicy.withRoom 3; leastSure ]
        "suffix", withPolicies [ RepairPolicy.suffix 2; leastSure ]
        "least confident 0.15", withPolicies [ RepairPolicy.leastConfident 0.15 ]
        "least confident 0.3", withPolicies [ leastSure ]
        "least confident 0.6", withPolicies [ RepairPolicy.leastConfident 0.6 ]
    ]
    |> List.filter (fun (name, _) ->
        match Settings.get "REPAIR_MIXES" "" with
        | "" -> true
        | names -> names.Split ';' |> Array.contains name)

/// Whether a checker's rows are wanted.
let private asked name =
    match Settings.get "REPAIR_CHECKERS" "" with
    | "" -> true
    | names -> names.Split ';' |> Array.contains name

let private judge (sandbox: ISandbox) (problem: Problem) =
    PythonCheckers.Tests(sandbox, Array.ofSeq (Seq.skip 1 problem.BaseTests), problem.EntryPoint)

let private parser sandbox (problem: Problem) =
    PythonCheckers.Parser(sandbox, problem.EntryPoint)

let private visible (sandbox: ISandbox) (problem: Problem) =
    Checker.all
        [
            parser sandbox problem
            PythonCheckers.Tests(sandbox, [| Seq.head problem.BaseTests |], problem.EntryPoint)
        ]

let private holds (checkerOf: Problem -> Checker) (cases: Case list) (answers: Trajectory list) =
    List.zip cases answers
    |> List.map (fun (case, answer) -> (checkerOf case.Problem).Of.Invoke(answer, CancellationToken.None))
    |> Threading.Tasks.Task.WhenAll
    |> fun work -> work.GetAwaiter().GetResult()
    |> Array.map _.Holds
    |> List.ofArray

let private passesOf (run: RepairRun) = run.Passes.GetValueOrDefault()

let private outcome (runs: RepairRun list) =
    {
        Passes = runs |> List.sumBy passesOf
        Answers = runs |> List.map _.Answer
        Held = runs |> List.filter _.Finding.Holds |> List.length
    }

let private repaired model checkerOf (options: DiffuCoder.RepairOptions) (cases: Case list) =
    cases
    |> List.map (fun case -> checkerOf case.Problem, case.Answer)
    |> Repair.runMany
        model
        { options with
            Rounds = rounds
            Seed = 1L
        }
    |> outcome

/// Plain resampling at equal cost: answers that do not hold are written anew, one after the other and again from the first, as long as
/// passes are left; each time as warm as a repair would be then.
let private resampled model checkerOf temperature (warming: float) (budget: int) (cases: Case list) =
    let sampler round =
        let warm =
            min DiffuCoder.Repairs.RepairOptions.Hottest (temperature + warming * float round)

        { DiffuCoder.SamplerOptions.Tiny with
            Temperature = max temperature warm
        }

    let rec again round left (answers: (Case * RepairRun) list) =
        let still = answers |> List.filter (fun (_, run) -> not run.Finding.Holds)

        if left <= 0 || still.IsEmpty then
            left, answers
        else
            let runs =
                still
                |> List.map (fun (case, _) -> checkerOf case.Problem, case.Answer)
                |> Repair.runMany
                    model
                    { DiffuCoder.RepairOptions.Default with
                        Rounds = 1
                        Policies = [ RepairPolicy.everything ]
                        Sampler = Some(sampler round)
                        Seed = 1000L + round
                    }

            let paid, left =
                (left, runs)
                ||> List.mapFold (fun left run ->
                    if left > 0 then
                        Some run, left - passesOf run
                    else
                        None, left)

            let news =
                List.zip still paid |> List.map (fun ((case, _), run) -> case, run) |> dict

            let kept =
                [
                    for case, run in answers do
                        match news.TryGetValue case with
                        | true, Some better when better.Finding.Holds || better.Finding.Score > run.Finding.Score -> case, better
                        | _ -> case, run
                ]

            again (round + 1L) left kept

    let first =
        cases
        |> List.map (fun case -> checkerOf case.Problem, case.Answer)
        |> Repair.runMany
            model
            { DiffuCoder.RepairOptions.Default with
                Rounds = 1
                Policies = [ RepairPolicy.ofFunction "nothing" (fun _ -> []) ]
            }

    let left, answers = again 0L budget (List.zip cases first)

    { outcome (List.map snd answers) with
        Passes = budget - left
    }

let private percent (flags: bool list) =
    100.0 * float (flags |> List.filter id |> List.length) / float flags.Length

let private counts (flags: bool list) =
    [| for flag in flags -> AnswerCount(1, Convert.ToInt32 flag) |]

let private measure (sandbox: CodeSandbox) (model: Model) (temperature: float) =
    let problems =
        [
            for split in
                [
                    DiffuCoder.Tiny.Corpus.HeldOutParameters
                    DiffuCoder.Tiny.Corpus.HeldOutCombinations
                ] do
                yield! (Benchmark.tiny split |> Benchmark.first tasks).Problems
        ]

    let prompts =
        [
            for problem in problems -> EvaluationPrompt.Request(problem, RequestForm.Plain) |> Prompt.instruct
        ]

    let answers =
        prompts
        |> Sampler.generateMany
            model
            { DiffuCoder.SamplerOptions.Tiny with
                Temperature = temperature
            }

    let cases =
        List.zip problems answers
        |> List.map (fun (problem, answer) -> { Problem = problem; Answer = answer })

    let before =
        {
            Passes = 0
            Answers = answers
            Held = 0
        }

    let passed outcome =
        holds (judge sandbox) cases outcome.Answers

    let first = passed before
    let own = answers |> List.averageBy (Trajectory.passes >> float)

    printfn $"\n### Repair of {cases.Length} answers at T {temperature}, {rounds} rounds at most, {own:F1} passes an answer before\n"

    row
        [
            "how"
            "hold at the checker, %"
            "parse, %"
            "pass@1 by hidden tests, %"
            "more than before, points"
            "passes an answer more"
        ]

    row (List.replicate 6 "---")

    let show name (checkerOf: Problem -> Checker) outcome =
        let flags = passed outcome
        let difference = PairedDifference.Of(counts first, counts flags)

        row
            [
                name
                $"{holds checkerOf cases outcome.Answers |> percent:F1}"
                $"{holds (parser sandbox) cases outcome.Answers |> percent:F1}"
                $"{percent flags:F1}"
                $"{100.0 * difference.Value:F1} ({100.0 * difference.Interval.Low:F1} to {100.0 * difference.Interval.High:F1})"
                $"{float outcome.Passes / float cases.Length:F1}"
            ]

    for kind, checkerOf in
        [ "parser", parser sandbox; "visible test", visible sandbox ]
        |> List.filter (fst >> asked) do
        show $"as written ({kind})" checkerOf before

        for name, options in mixes do
            let repair = repaired model checkerOf options cases
            show $"{kind}: {name}" checkerOf repair

            show
                $"{kind}: written anew at equal passes"
                checkerOf
                (resampled model checkerOf temperature options.Warming repair.Passes cases)

let run () =
    use sandbox = Sandbox.start ()
    use model = Measure.model (Settings.get "REPAIR_MODEL" "instruct")
    printfn $"\n{Model.describe model}"

    for temperature in temperatures do
        measure sandbox model temperature
