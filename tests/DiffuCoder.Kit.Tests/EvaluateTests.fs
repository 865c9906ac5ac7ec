module DiffuCoder.Kit.Tests.EvaluateTests

open System.Collections.Generic
open System.IO
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open Xunit
open DiffuCoder
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Tiny.Corpus
open FsUnit.Xunit

/// Runs nothing: the answers to every second problem count as right.
type private Judge(benchmark: Benchmark) =
    let own =
        [ for problem in benchmark.Problems -> problem.CanonicalSolution ] |> HashSet

    let right =
        benchmark.Problems
        |> Seq.indexed
        |> Seq.filter (fun (i, _) -> i % 2 = 0)
        |> Seq.collect (fun (_, problem) -> problem.BaseTests)
        |> HashSet

    interface ISandbox with
        member _.Description = "a judge that runs nothing"

        member _.RunAsync(candidate, _, _) =
            let outcome test =
                // the benchmark's own solutions are tried first, and are right
                if own.Contains candidate.Program || right.Contains test then
                    TestResult TestOutcome.Passed
                else
                    TestResult(TestOutcome.Wrong, "not this one")

            CandidateResult(TestResult TestOutcome.Passed, [| for test in candidate.Tests -> outcome test |], "", System.TimeSpan.Zero)
            |> Task.FromResult

        member _.AskAsync(_, request, _) =
            use asked = JsonDocument.Parse request

            // which Python there is, or a program to be sanitised
            match asked.RootElement.ValueKind with
            | JsonValueKind.Null -> """{"python": "3.11.2", "libraries": {}}"""
            | _ ->
                let text = asked.RootElement.GetProperty("text").GetString()
                JsonSerializer.Serialize {| code = text; parses = true |}
            |> Task.FromResult

        member _.DisposeAsync() = ValueTask.CompletedTask

/// Short ones: the stand-in spells nearly letter by letter.
let private few =
    Benchmark.ofTasks
        "small"
        [
            for i in 0..3 ->
                {
                    Id = $"small-{i}"
                    Family = "small"
                    Instruction = $"Add {i}."
                    EntryPoint = "add"
                    Prompt = "def add(n):\n"
                    Solution = $"def add(n):\n    return n + {i}\n"
                    Tests = [ { Call = "add(0)"; Expected = string i } ]
                }
        ]

let private options =
    { EvaluateOptions.Tiny with
        Sampler = { StandIn.quick with Temperature = 1.0 }
        Prompting = PromptKind.Completion
        Samples = 3
        Ks = [ 1; 3 ]
        BatchSize = 2
        Seed = 7L
    }

let private runOf (load: LoadOptions) (options: EvaluateOptions) =
    use model = Model.loadWith load (StandIn.directory ())
    Evaluate.runWith (Judge few) ignore CancellationToken.None model few options

let private runIn = runOf StandIn.inFloat32

let private into (folder: string) (options: EvaluateOptions) =
    { options with Directory = Some folder }

let private samples folder =
    File.ReadAllText(Path.Combine(folder, "samples.jsonl"))

[<Fact>]
let ``a model is measured: every problem answered, every answer judged`` () =
    let result = runIn options
    result.Benchmark |> should equal "small"

    [ for problem in result.Problems -> problem.TaskId ]
    |> should equal [ for problem in few.Problems -> problem.TaskId ]

    for problem in result.Problems do
        problem.Samples.Length |> should equal 3

    [ for score in result.Base -> score.K, score.Value ]
    |> should equal [ 1, 0.5; 3, 0.5 ]

    result.Plus |> should be Empty
    let wrong = result.Problems[1].Samples.Head
    wrong.Passed |> should be False
    wrong.PassedPlus |> should equal (None: bool option)
    wrong.Reason |> should equal (Some "Wrong: not this one")
    wrong.Solution |> should startWith few.Problems[1].Prompt
    result.Problems[0].Samples.Head.Reason |> should equal (None: string option)

[<Fact>]
let ``answers do not depend on the batch size, and differ from each other`` () =
    let one, other = StandIn.temporaryFolder (), StandIn.temporaryFolder ()
    options |> into one |> runIn |> ignore
    { options with BatchSize = 7 } |> into other |> runIn |> ignore
    samples one |> should equal (samples other)

    (runIn options).Problems[0].Samples
    |> List.distinctBy _.Completion
    |> List.length
    |> should be (greaterThan 1)

[<Fact>]
let ``shards, merged, are the run of one process`` () =
    let whole, merged = StandIn.temporaryFolder (), StandIn.temporaryFolder ()
    let alone = options |> into whole |> runIn

    let parts =
        [
            for number in 1..3 ->
                let folder = StandIn.temporaryFolder ()

                { options with
                    Shard = Some(Shard(number, 3))
                }
                |> into folder
                |> runIn
                |> ignore

                folder
        ]

    let together =
        options
        |> into merged
        |> Evaluate.mergeWith (Judge few) ignore CancellationToken.None parts few

    samples merged |> should equal (samples whole)
    together.Base |> should equal alone.Base

[<Fact>]
let ``an interrupted run goes on where it stopped`` () =
    let folder = StandIn.temporaryFolder ()
    options |> into folder |> runIn |> ignore
    let whole = samples folder
    File.WriteAllText(Path.Combine(folder, "samples.jsonl"), whole[.. whole.Length / 2])
    options |> into folder |> runIn |> ignore
    samples folder |> should equal whole

[<Fact>]
let ``a run of another model or other options in the directory is refused by name`` () =
    let folder = StandIn.temporaryFolder ()
    options |> into folder |> runIn |> ignore

    let message =
        Assert
            .Throws<EvaluationException>(fun () ->
                { options with
                    Sampler = { options.Sampler with TopP = 0.5 }
                }
                |> into folder
                |> runIn
                |> ignore)
            .Message

    message |> should haveSubstring "sampler: saved"
    message |> should haveSubstring "TopP 0.5"

[<Fact>]
let ``a run goes on in the precision it was begun in only`` () =
    let folder = StandIn.temporaryFolder ()
    options |> into folder |> runIn |> ignore

    let narrow =
        { LoadOptions.Default with
            Precision = Precision.BFloat16
        }

    Assert.Throws<EvaluationException>(fun () -> options |> into folder |> runOf narrow |> ignore).Message
    |> should haveSubstring "computeType: saved Float32, now BFloat16"

[<Fact>]
let ``the manifest names the weights, the precision, the benchmark and the libraries`` () =
    let folder = StandIn.temporaryFolder ()
    options |> into folder |> runIn |> ignore

    use manifest =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))

    let text (path: string) =
        (manifest.RootElement, path.Split '.')
        ||> Array.fold (fun json name -> json.GetProperty name)
        |> string

    text "options.weights" |> should haveLength 64
    text "options.tokenizer" |> should haveLength 64
    text "options.computeType" |> should equal "Float32"
    text "benchmark.sha256" |> should equal few.Sha256
    text "sandbox" |> should equal "a judge that runs nothing"
    text "environment.python" |> should equal "3.11.2"
    text "libraries.libtorch" |> should startWith "2."

[<Fact>]
let ``a file of a run is scored again without the model`` () =
    let folder = StandIn.temporaryFolder ()
    let result = options |> into folder |> runIn

    let again =
        Evaluate.scoreWith (Judge few) ignore CancellationToken.None (Path.Combine(folder, "samples.jsonl")) few options

    let unsampled (result: BenchmarkResult) =
        { result with
            Problems =
                [
                    for problem in result.Problems ->
                        { problem with
                            Samples = [ for sample in problem.Samples -> { sample with Trajectory = None } ]
                        }
                ]
        }

    again |> should equal (unsampled result)

    Assert.Throws<EvaluationException>(fun () -> again |> Evaluate.trajectories |> ignore).Message
    |> should haveSubstring "small-0"

[<Fact>]
let ``the trajectories of a run are those of the answers that were judged`` () =
    let result = runIn options
    let texts = result |> Evaluate.trajectories |> List.map (List.map Trajectory.text)

    texts
    |> should
        equal
        [
            for problem in result.Problems -> [ for sample in problem.Samples -> sample.Completion.Value ]
        ]

[<Fact>]
let ``without a directory nothing is left behind`` () =
    let folders () =
        Directory.GetDirectories(Path.GetTempPath(), "diffucoder-evaluate-*").Length

    let before = folders ()
    runIn options |> ignore
    folders () |> should equal before

[<Fact>]
let ``measuring leaves no tensor behind`` () =
    use model = Model.load (StandIn.directory ())

    DiffuCoder.Runtime.LiveTensors.LeftBy(fun () ->
        Evaluate.runWith (Judge few) ignore CancellationToken.None model few options
        |> ignore)
    |> should equal 0L

[<Fact>]
let ``the table has a line for each k`` () =
    let score k value =
        {
            K = k
            Value = value
            Low = value - 0.05
            High = value + 0.05
        }

    let result =
        {
            Benchmark = "HumanEval+"
            Problems = []
            Base = [ score 1 0.671; score 10 0.8 ]
            Plus = [ score 1 0.604; score 10 0.75 ]
            Excluded = []
        }

    Evaluate.table result
    |> should
        equal
        ("| HumanEval+, 0 problems | base | plus |\n| --- | --- | --- |\n"
         + "| pass@1 | 67.1 (62.1 to 72.1) | 60.4 (55.4 to 65.4) |\n| pass@10 | 80.0 (75.0 to 85.0) | 75.0 (70.0 to 80.0) |")

    Evaluate.table { result with Plus = [] }
    |> should startWith "| HumanEval+, 0 problems | base |\n| --- | --- |\n| pass@1 | 67.1"

[<Fact>]
let ``problems that are left out are no part of the score, and result and table name them`` () =
    let part = few |> Benchmark.without [ "small-1"; "small-3" ]

    use model = Model.load (StandIn.directory ())

    let result =
        Evaluate.runWith (Judge few) ignore CancellationToken.None model part options

    [ for problem in result.Problems -> problem.TaskId ]
    |> should equal [ "small-0"; "small-2" ]

    [ for problem in result.Excluded -> problem.TaskId, problem.Reason ]
    |> should equal [ "small-1", "left out as asked"; "small-3", "left out as asked" ]

    Evaluate.table result
    |> should endWith "\n\nsmall without small-1: left out as asked\nsmall without small-3: left out as asked"

    Assert.Throws<EvaluationException>(fun () -> few |> Benchmark.without [ "small-7" ] |> ignore).Message
    |> should haveSubstring "small has no task small-7"

[<Fact>]
let ``answers to problems that are left out may stand in a file`` () =
    let folder = StandIn.temporaryFolder ()
    options |> into folder |> runIn |> ignore

    let again =
        Evaluate.scoreWith
            (Judge few)
            ignore
            CancellationToken.None
            (Path.Combine(folder, "samples.jsonl"))
            (few |> Benchmark.without [ "small-0" ])
            options

    again.Problems.Length |> should equal 3

[<Fact>]
let ``programs and tests import what the folders of the options hold`` () =
    // not below /tmp, where a program has a folder of its own
    let libraries = Path.Combine(System.AppContext.BaseDirectory, "libraries-of-a-test")
    Directory.CreateDirectory libraries |> ignore
    File.WriteAllText(Path.Combine(libraries, "not_of_python.py"), "def twice(x):\n    return 2 * x\n")

    let folder = StandIn.temporaryFolder ()
    Directory.CreateDirectory folder |> ignore
    let file = Path.Combine(folder, "benchmark.jsonl")
    let samples = Path.Combine(folder, "samples.jsonl")

    File.WriteAllText(
        file,
        """{"task_id": "HumanEval/0", "prompt": "def f(n):\n", "entry_point": "f", "canonical_solution": "    return 2 * n\n", "test": "import not_of_python\ndef check(candidate):\n    assert candidate(4) == not_of_python.twice(4)\n"}"""
    )

    File.WriteAllText(
        samples,
        """{"task_id": "HumanEval/0", "solution": "from not_of_python import twice\ndef f(n):\n    return twice(n)\n"}"""
    )

    let score options =
        Evaluate.score samples (Benchmark.humanEval file) options

    (score
        { options with
            Samples = 1
            Ks = [ 1 ]
            Libraries = [ libraries ]
        })
        .Base.Head.Value
    |> should equal 1.0

    Assert.Throws<EvaluationException>(fun () -> score { options with Ks = [ 1 ] } |> ignore).Message
    |> should haveSubstring "HumanEval/0: ModuleNotFoundError: No module named 'not_of_python'"
