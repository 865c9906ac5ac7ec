namespace DiffuCoder

open System
open System.Threading
open DiffuCoder.Repairs
open DiffuCoder.Sandbox

/// A part of an answer's text: its first character and how many. `Finding.lines` makes one of lines.
type TextSpan = DiffuCoder.Repairs.TextSpan

/// What a checker says of an answer: that it holds, or where it hurts, or only that it does.
type Finding = DiffuCoder.Repairs.Finding

/// Says whether an answer is good, or where it hurts. See `Checker` for the known ones.
type Checker = DiffuCoder.Repairs.Checker

/// What of an answer is masked again. See `RepairPolicy` for the known ones.
type RepairPolicy = DiffuCoder.Repairs.RepairPolicy

/// An answer that does not hold, as a policy of one's own sees it.
type RepairContext = DiffuCoder.Repairs.RepairContext

/// Positions that are taken out, and how many masks come in their place.
type RepairSegment = DiffuCoder.Repairs.RepairSegment

/// One round: what was masked, how it was filled in, and what the checker said.
type RepairRound = DiffuCoder.Repairs.RepairRound

/// What became of an answer: `Answer` is the best by its checker, `Rounds` say what was masked and how it was filled in,
/// `Passes` what that took.
type RepairRun = DiffuCoder.Repairs.RepairRun

/// How far a repair of several answers has come.
type RepairProgress = DiffuCoder.Repairs.RepairProgress

/// Making findings.
[<RequireQualifiedAccess>]
module Finding =

    /// Nothing to repair.
    let good = Finding.Good

    /// Something is wrong, nobody knows where.
    let bad (message: string) = Finding.Bad message

    /// <summary>Something is wrong with a part of the answer's text.</summary>
    /// <example><code lang="fsharp">
    /// Finding.at (TextSpan(text.IndexOf "eval(", 5)) "eval is not allowed"
    /// </code></example>
    let at (where: TextSpan) (message: string) = Finding.Bad(message, where)

    /// <summary>Something is wrong with so many lines of a text, from the first, which is 1.</summary>
    /// <example><code lang="fsharp">
    /// Finding.lines text 3 1 "unused variable"
    /// </code></example>
    let lines (text: string) (first: int) (count: int) (message: string) =
        Finding.Bad(message, TextSpan.OfLines(text, first, count))

    /// <summary>With a score, in [0, 1]: of answers that do not hold the better one is kept.</summary>
    /// <exception cref="T:DiffuCoder.Repairs.RepairException">The score lies outside [0, 1].</exception>
    let scored (score: float) (finding: Finding) : Finding =
        Finding(finding.Holds, score, finding.Where, finding.Message)

/// <summary>What says whether an answer is good. Any function from an answer to a finding is a checker.</summary>
/// <example><code lang="fsharp">
/// let short = Checker.ofText "short" (fun text -> if text.Length &lt; 400 then Finding.good else Finding.bad "too long")
/// let checker = Checker.all [ Checker.parser sandbox; short ]
/// </code></example>
[<RequireQualifiedAccess>]
module Checker =

    /// A checker from a name and a function of an answer's text. The function is called for several answers at once.
    let ofText (name: string) (check: string -> Finding) : Checker =
        Checker.From(name, Func<string, Finding>(check))

    /// A checker that takes its time, such as a type checker in a process of its own, of a whole answer.
    let ofAsync (name: string) (check: Trajectory -> Async<Finding>) : Checker =
        Checker(name, (fun answer stop -> Async.StartAsTask(check answer, cancellationToken = stop)))

    /// Python's parser, in a sandbox: it points at what it stumbles over, and the further on that is, the higher is the score. Nothing is
    /// executed.
    let parser (sandbox: ISandbox) : Checker = PythonCheckers.Parser sandbox

    /// <summary>
    /// Tests of the program in the answer, in a sandbox. Where it raised, they point at the line of the answer that did; where a value is
    /// wrong, at nothing. The score is the share of tests that pass.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Repairs.RepairException">There is no test.</exception>
    /// <example><code lang="fsharp">
    /// [ Equals("double(2)", "4") ] |> Checker.tests sandbox
    /// </code></example>
    let tests (sandbox: ISandbox) (tests: CandidateTest list) : Checker =
        PythonCheckers.Tests(sandbox, [| for test in tests -> Sandbox.coreTest test |])

    /// <summary>As <c>tests</c>, of a candidate of one's own: its setups, the names it is asked to define.</summary>
    /// <example><code lang="fsharp">
    /// Checker.candidates sandbox (fun program -> { Sandbox.candidate program tests with EntryPoints = [ "double" ] })
    /// </code></example>
    let candidates (sandbox: ISandbox) (candidate: string -> DiffuCoder.Candidate) : Checker =
        PythonCheckers.Candidates(sandbox, Func<_, _>(candidate >> Sandbox.core))

    /// <summary>Several checkers in order: what the first says that does not hold. What comes further is better.</summary>
    /// <exception cref="T:DiffuCoder.Repairs.RepairException">There is none.</exception>
    let all (checkers: Checker list) : Checker = Checker.All(Array.ofList checkers)

/// <summary>
/// What is masked again, as values. One that does not apply to an answer, as those of a place where the checker names none, gives
/// way to the next.
/// </summary>
[<RequireQualifiedAccess>]
module RepairPolicy =

    /// <summary>The tokens that the checker points at, with some before them and some behind.</summary>
    /// <exception cref="T:DiffuCoder.Repairs.RepairException">A number is below 0.</exception>
    let span (before: int) (after: int) = RepairPolicy.Span(before, after)

    /// <summary>As <c>span</c>, wider by so many tokens on both sides in every round, from the first.</summary>
    /// <exception cref="T:DiffuCoder.Repairs.RepairException">It is below 1.</exception>
    let widening (by: int) = RepairPolicy.Widening by

    /// <summary>All from so many tokens before where the checker points, to the end of the canvas.</summary>
    /// <exception cref="T:DiffuCoder.Repairs.RepairException">The number is below 0.</exception>
    let suffix (before: int) = RepairPolicy.Suffix before

    /// <summary>
    /// This share of the text's tokens, in (0, 1]: those that the model was least sure of when it wrote them. Does not apply where that
    /// is not recorded of every token, as of an answer that was repaired before.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Repairs.RepairException">The share lies outside its range.</exception>
    let leastConfident (share: float) = RepairPolicy.LeastConfident share

    /// All that the model wrote: another answer.
    let everything = RepairPolicy.Everything

    /// <summary>With room: up to so many masks more or fewer than there were tokens, as far as padding can give way.</summary>
    /// <exception cref="T:DiffuCoder.Repairs.RepairException">It is below 1.</exception>
    /// <example><code lang="fsharp">
    /// RepairPolicy.span 2 1 |> RepairPolicy.withRoom 3
    /// </code></example>
    let withRoom (most: int) (policy: RepairPolicy) = policy.WithRoom most

    /// <summary>A policy from a name and a pure function of what is known of the answer.</summary>
    /// <example><code lang="fsharp">
    /// // the last five tokens
    /// RepairPolicy.ofFunction "end" (fun context -> context.Written(context.TextEnd - 5, context.TextEnd) |> List.ofSeq)
    /// </code></example>
    let ofFunction (name: string) (choose: RepairContext -> RepairSegment list) : RepairPolicy =
        RepairPolicy(name, (fun context -> choose context |> Array.ofList :> Collections.Generic.IReadOnlyList<_>))

/// <summary>How answers are repaired. Change some of the default: <c>{ RepairOptions.Default with Rounds = 4 }</c>.</summary>
[<NoComparison; NoEquality>]
type RepairOptions =
    {
        /// Rounds of masking and decoding at most, at least 1.
        Rounds: int
        /// What is masked, in turn: the first round takes the first, the round after the last the first again.
        Policies: RepairPolicy list
        /// How masks are decoded in the first round; `None`: as the answer was. Its seed has no say: `Seed` below has.
        Sampler: SamplerOptions option
        /// What every round after the first adds to the temperature, 0 or more, up to 1.2: at a low one most masks are filled in as before.
        Warming: float
        /// Answers decoded together, at least 1.
        BatchSize: int
        /// Where every random draw comes from. Of several answers, each gets a seed derived from this one and its place.
        Seed: int64
    }

    static member internal OfCore(core: DiffuCoder.Repairs.RepairOptions) =
        {
            Rounds = core.Rounds
            Policies = List.ofSeq core.Policies
            Sampler = core.Sampler |> Option.ofObj |> Option.map SamplerOptions.OfCore
            Warming = core.Warming
            BatchSize = core.BatchSize
            Seed = 0L
        }

    /// Twelve rounds at most, each hotter by 0.2 than the one before, up to 1.2: all from where the checker points; then what is around
    /// that place, wider each time and with room; then the least sure tokens; then all.
    static member Default = RepairOptions.OfCore(DiffuCoder.Repairs.RepairOptions())

/// <summary>
/// Masks where the checker points: a masked diffusion model takes back a part of what it wrote and fills it in anew, until the checker
/// has nothing against it or the rounds are spent. The answer is never worse by its checker than it was.
/// </summary>
/// <example><code lang="fsharp">
/// use sandbox = Sandbox.start ()
///
/// let repaired = answer |> Repair.run model (Checker.parser sandbox) RepairOptions.Default
/// printfn $"{repaired}"
/// repaired.Answer |> Trajectory.code |> printfn "%s"
/// </code></example>
[<RequireQualifiedAccess>]
module Repair =

    let private repairer (model: Model) (options: RepairOptions) =
        Repairer(
            model,
            DiffuCoder.Repairs.RepairOptions(
                Rounds = options.Rounds,
                Policies = Array.ofList options.Policies,
                Sampler = (options.Sampler |> Option.map CoreOptions.ofOptions |> Option.toObj),
                Warming = options.Warming,
                BatchSize = options.BatchSize
            ),
            model.Tokenizer
        )

    /// <summary>As <c>run</c>, ended within a step or a check by a token.</summary>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled.</exception>
    let runWith (stop: CancellationToken) (model: Model) (checker: Checker) (options: RepairOptions) (answer: Trajectory) : RepairRun =
        (repairer model options).Run([| RepairJob(answer, checker) |], [| options.Seed |], stop)[0]

    /// <summary>Repairs an answer.</summary>
    /// <exception cref="T:DiffuCoder.Repairs.RepairException">
    /// An option is out of its range, the model is a causal one, nothing says which tokens of the answer a model wrote or how sure it
    /// was where a policy asks, a policy needs a longer canvas, or the checker failed.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">The answer does not fit the model.</exception>
    /// <exception cref="T:DiffuCoder.Sandbox.SandboxException">The checker's sandbox cannot work.</exception>
    let run (model: Model) (checker: Checker) (options: RepairOptions) (answer: Trajectory) : RepairRun =
        runWith CancellationToken.None model checker options answer

    /// <summary>
    /// As <c>runMany</c>, telling how far it has come when a round begins and after each batch, and ended within a step or a check by a
    /// token.
    /// </summary>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled.</exception>
    let runManyWith
        (watch: RepairProgress -> unit)
        (stop: CancellationToken)
        (model: Model)
        (options: RepairOptions)
        (answers: (Checker * Trajectory) seq)
        : RepairRun list =
        let jobs = [| for checker, answer in answers -> RepairJob(answer, checker) |]

        (repairer model options).Run(jobs, options.Seed, stop, watch) |> List.ofSeq

    /// <summary>
    /// Repairs several answers, each with its checker: in every round those that do not hold yet are filled in by batches and checked at
    /// once. What becomes of one does not depend on the others.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Repairs.RepairException">As <c>run</c>.</exception>
    /// <example><code lang="fsharp">
    /// answers |> List.map (fun answer -> Checker.parser sandbox, answer) |> Repair.runMany model RepairOptions.Default
    /// </code></example>
    let runMany (model: Model) (options: RepairOptions) (answers: (Checker * Trajectory) seq) : RepairRun list =
        runManyWith ignore CancellationToken.None model options answers

    /// <summary>Writes repairs to a file of JSON lines, one answer a line; an older file is replaced as a whole or not at all.</summary>
    let saveMany (path: string) (runs: RepairRun seq) = RepairFile.Write(path, runs)

    /// <summary>Writes a repair to a file of JSON lines: the answer, and the trajectory of every round.</summary>
    /// <example><code lang="fsharp">
    /// let checker = Checker.ofText "short" (fun text -> if text.Length &lt; 400 then Finding.good else Finding.bad "too long")
    /// answer |> Repair.run model checker RepairOptions.Default |> Repair.save "repaired.jsonl"
    /// </code></example>
    let save (path: string) (run: RepairRun) = saveMany path [ run ]

    /// <summary>Reads the repairs of a file.</summary>
    /// <exception cref="T:DiffuCoder.Repairs.RepairException">A line is damaged; the message names it.</exception>
    let load (path: string) : RepairRun list = RepairFile.Read path |> List.ofSeq
