/// Sanitising changes no verdict: programs in many styles, each run before and after.
module DiffuCoder.Core.Tests.Evaluation.SanitizedVerdictTests

open System
open System.IO
open System.Text.Json
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Evaluation.Fakes

[<CLIMutable>]
type Styled =
    {
        style: string
        entry_point: string
        program: string
        broken: string
        ended: string
        prose: string
        tests: string[]
    }

/// Made by `Fixtures/Sanitizer/programs.py`: right programs with trial runs, wrong ones, and right ones with an ending that fails or hangs.
let private programs: Lazy<Styled list> =
    lazy
        let read name =
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Sanitizer", name))

        let script =
            [ "tasks.py"; "styles.py"; "programs.py" ]
            |> List.map read
            |> String.concat "\n"

        JsonSerializer.Deserialize<Styled[]>(askPython script "20") |> List.ofArray

let private problemOf (styled: Styled) =
    Problem(
        TaskId = styled.style,
        EntryPoint = styled.entry_point,
        Prompt = "",
        Request = "",
        CanonicalSolution = "",
        BaseTests = [| for test in styled.tests -> SandboxTest.Statements test |]
    )

let private limits =
    SandboxLimits(TestTime = TimeSpan.FromSeconds 4.0, CandidateTime = TimeSpan.FromSeconds 12.0)

/// Those of the programs, changed or not, whose verdict is not the right one.
let private unlike (right: bool) (sanitize: bool) (text: Styled -> string) =
    use sandbox = new Owned(RealBenchmarks.sandbox ())
    use scorer = new SampleScorer(sandbox.Value, ScoringOptions(Limits = limits))
    let sanitizer = Sanitizer sandbox.Value

    let verdict (styled: Styled) =
        task {
            let problem = problemOf styled

            let! program =
                if sanitize then
                    sanitizer.SanitizeAsync(text styled, problem)
                else
                    Task.FromResult(text styled)

            let! score = scorer.ScoreAsync(Sample(problem.TaskId, program), problem, none)
            return styled, program, score
        }

    [
        for styled, program, score in programs.Value |> List.map verdict |> Task.WhenAll |> wait do
            if score.PassedBase <> right then
                let outcomes =
                    Seq.append [ score.Result.Program ] score.Result.Tests |> Seq.map string

                $"{styled.style}\n{program}\n{outcomes |> String.concat Environment.NewLine}"
    ]
    |> String.concat "\n====\n"

[<Fact>]
let ``there are more than four hundred programs`` () =
    List.length programs.Value |> should be (greaterThan 400)

    programs.Value
    |> List.distinctBy _.style
    |> List.length
    |> should be (greaterThan 80)

[<Fact>]
let ``right programs are right before they are sanitised`` () =
    unlike true false _.program |> should equal ""

[<Fact>]
let ``right programs stay right`` () =
    unlike true true _.program |> should equal ""

[<Fact>]
let ``wrong programs stay wrong`` () =
    unlike false true _.broken |> should equal ""

[<Fact>]
let ``an ending that fails, hangs or asks does not make a right program wrong`` () =
    unlike true true _.ended |> should equal ""

[<Fact>]
let ``prose around a program does not make it wrong`` () =
    unlike true true _.prose |> should equal ""
