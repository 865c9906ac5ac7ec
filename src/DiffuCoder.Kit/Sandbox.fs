namespace DiffuCoder

open System.Threading.Tasks

/// A running sandbox; dispose of it with `use`, and whatever it started ends.
type CodeSandbox = DiffuCoder.Sandbox.PythonSandbox

/// How a sandbox is set up: workers, the Python interpreter, libraries.
type SandboxOptions = DiffuCoder.Sandbox.SandboxOptions

/// What a candidate may use of time, memory, files and processes.
type SandboxLimits = DiffuCoder.Sandbox.SandboxLimits

/// The verdicts on a program and on each of its tests.
type CandidateResult = DiffuCoder.Sandbox.CandidateResult

/// One test of a candidate. Tests are trusted; they run where the candidate cannot reach them.
type CandidateTest =
    /// A Python expression over the candidate's names, and one over literals that it must equal.
    | Equals of expression: string * expected: string
    /// Python statements that pass when they run to their end.
    | Statements of code: string
    /// A program that defines `check(candidate)`, and the name of what it is called with.
    | Check of code: string * entryPoint: string

/// An untrusted program, what it is tested with, and the setups of both.
type Candidate =
    {
        Program: string
        Tests: CandidateTest list
        /// What the program was asked to define, where that is known: these names
        /// are the program's for its tests, also where Python has one of them.
        EntryPoints: string list
        /// Untrusted code that is run after the program, beside it.
        ProgramSetup: string
        /// Trusted code that is run before the tests, beside them. The names that it defines are its own, whatever the program calls so.
        TestSetup: string
    }

// Named as the namespace of the core: so it has another name for the runtime, and `open` may open it, together with that.

/// <summary>Running programs that nobody should trust, and judging them where they cannot meddle.</summary>
/// <example><code lang="fsharp">
/// use sandbox = Sandbox.start ()
///
/// Sandbox.candidate "def double(x): return x * 2" [ Equals("double(2)", "4"); Statements "assert double('a') == 'aa'" ]
/// |> Sandbox.run sandbox
/// |> fun result -> printfn $"{result.Passed}"
/// </code></example>
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Sandbox =

    /// A program with its tests, without setups; the names that the tests read, that nobody else has, are the program's.
    let candidate program tests =
        {
            Program = program
            Tests = tests
            EntryPoints = []
            ProgramSetup = ""
            TestSetup = ""
        }

    let internal coreTest: CandidateTest -> DiffuCoder.Sandbox.SandboxTest =
        function
        | Equals(expression, expected) -> DiffuCoder.Sandbox.SandboxTest.Equality(expression, expected)
        | Statements code -> DiffuCoder.Sandbox.SandboxTest.Statements code
        | Check(code, entryPoint) -> DiffuCoder.Sandbox.SandboxTest.Check(code, entryPoint)

    let internal core (candidate: Candidate) =
        DiffuCoder.Sandbox.Candidate(
            candidate.Program,
            List.map coreTest candidate.Tests,
            EntryPoints = candidate.EntryPoints,
            ProgramSetup = candidate.ProgramSetup,
            TestSetup = candidate.TestSetup
        )

    let private wait (task: Task<'T>) = task.GetAwaiter().GetResult()

    /// <summary>Starts a sandbox set up as the options say.</summary>
    /// <exception cref="T:DiffuCoder.Sandbox.SandboxException">
    /// Something it needs is missing or forbidden; the message says what mends it.
    /// </exception>
    let startWith (options: SandboxOptions) : CodeSandbox = CodeSandbox.Start options

    /// <summary>Starts a sandbox that runs as many candidates at once as there are processors.</summary>
    /// <exception cref="T:DiffuCoder.Sandbox.SandboxException">
    /// Something it needs is missing or forbidden; the message says what mends it.
    /// </exception>
    let start () : CodeSandbox = startWith (SandboxOptions())

    /// Starts what runs programs with your own rights: limits hold and verdicts
    /// are honest, but files and network are open to them. Warns each time.
    let startUnsafe () : CodeSandbox = CodeSandbox.Unsafe()

    /// What isolates the candidates: `bubblewrap 0.8.0`, `unsafe`.
    let describe (sandbox: CodeSandbox) = sandbox.Description

    /// As `run`, with limits of its own.
    let runWith (limits: SandboxLimits) (sandbox: CodeSandbox) (candidate: Candidate) : CandidateResult =
        sandbox.RunAsync(core candidate, limits) |> wait

    /// Runs a program and its tests; whatever the program does, there is a result.
    let run (sandbox: CodeSandbox) (candidate: Candidate) : CandidateResult =
        sandbox.RunAsync(core candidate) |> wait

    /// Runs many, as many at once as the sandbox has workers; the results are in the order of the candidates.
    let runMany (sandbox: CodeSandbox) (candidates: Candidate seq) : CandidateResult list =
        [ for candidate in candidates -> sandbox.RunAsync(core candidate) ]
        |> Task.WhenAll
        |> wait
        |> List.ofArray

    /// Runs a program and its tests off the caller's thread. The workflow's own cancellation token ends them.
    let runAsync (sandbox: CodeSandbox) (candidate: Candidate) : Async<CandidateResult> =
        async {
            let! stop = Async.CancellationToken
            return! sandbox.RunAsync(core candidate, cancellation = stop) |> Async.AwaitTask
        }

    /// <summary>
    /// The syntax trees of those programs that parse, by program, in a normal form: equal for programs
    /// that differ only in layout, comments, docstrings or the names of variables. Nothing is executed.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Sandbox.SandboxException">The sandbox cannot work.</exception>
    /// <example><code lang="fsharp">
    /// let programs = answers |> List.map Trajectory.code
    /// let trees = Sandbox.syntaxTrees sandbox programs
    /// programs |> Diversity.programs (fun program -> Map.tryFind program trees)
    /// </code></example>
    let syntaxTrees (sandbox: CodeSandbox) (programs: string seq) : Map<string, string> =
        let distinct = programs |> Seq.distinct |> Array.ofSeq

        let trees =
            [
                for program in distinct -> DiffuCoder.Evaluation.SyntaxTree.OfAsync(sandbox, program)
            ]
            |> Task.WhenAll
            |> wait

        Map
            [
                for program, tree in Array.zip distinct trees do
                    match tree with
                    | null -> ()
                    | tree -> program, tree
            ]
