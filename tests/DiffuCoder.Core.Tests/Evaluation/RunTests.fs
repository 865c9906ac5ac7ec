module DiffuCoder.Core.Tests.Evaluation.RunTests

open System
open System.Collections.Generic
open System.IO
open System.Linq
open System.Text.Json
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private seeds () = Seeds [ "model", "seeds" ]

let private options samples batch =
    EvaluationOptions(
        Samples = samples,
        BatchSize = batch,
        Prompting = PromptKind.Completion,
        Scoring = ScoringOptions(Ks = [| 1; samples |])
    )

/// Every other answer is right.
let private isRight (program: string) = program.Contains "small/1"

let private runWith answers appended (benchmark: Benchmark) options folder =
    let evaluator = Evaluator(judged isRight, FixedClock())

    wait (evaluator.RunAsync(answers, benchmark, options, folder, null, Action<int> appended, none))

let private run benchmark options folder =
    runWith (seeds ()) ignore benchmark options folder

let private bytes folder name =
    File.ReadAllBytes(Path.Combine(folder, name))

let private files =
    [
        "samples.jsonl"
        "samples_eval_results.json"
        "options.json"
        "manifest.json"
    ]

[<Fact>]
let ``every problem gets its answers in a fixed order, each with a seed of its own`` () =
    inFolder (fun folder ->
        let result = run (benchmark 3) (options 2 4) folder

        [ for problem in result.Problems -> problem.TaskId, problem.BaseCorrect ]
        |> should equal [ "small/0", 0; "small/1", 2; "small/2", 0 ]

        let samples = SamplesFile.Read(Path.Combine(folder, "samples.jsonl"), benchmark 3)

        [ for sample in samples -> sample.TaskId, sample.Index ]
        |> should
            equal
            [
                for task in 0..2 do
                    for i in 0..1 -> $"small/{task}", i
            ]

        samples |> Seq.distinctBy _.Seed |> Seq.length |> should equal 6
        samples[0].Solution |> should startWith "def f(x):\n    return "
        (result.Base[0].K, result.Base[0].Value) |> should equal (1, 1.0 / 3.0)
        result.Base[0].Interval.Method |> should equal "bootstrap"
        result.Plus |> should be Empty)

[<Fact>]
let ``one answer a problem has Wilson's interval`` () =
    inFolder (fun folder ->
        let result = run (benchmark 4) (options 1 4) folder
        result.Base[0].Interval |> should equal (Interval.Wilson(1, 4)))

[<Fact>]
let ``the batch size changes nothing but the batches`` () =
    inFolder (fun one ->
        inFolder (fun other ->
            let small, large = seeds (), seeds ()
            runWith small ignore (benchmark 5) (options 2 1) one |> ignore
            runWith large ignore (benchmark 5) (options 2 4) other |> ignore
            List.ofSeq large.Batches |> should equal [ 4; 4; 2 ]
            bytes one "samples.jsonl" |> should equal (bytes other "samples.jsonl")))

[<Fact>]
let ``a part of a benchmark gets the answers of the whole`` () =
    inFolder (fun one ->
        inFolder (fun other ->
            run (benchmark 5) (options 2 3) one |> ignore
            run ((benchmark 5).First 2) (options 2 3) other |> ignore
            let part = bytes other "samples.jsonl"
            (bytes one "samples.jsonl")[.. part.Length - 1] |> should equal part))

exception private Killed

[<Fact>]
let ``a run ended after any answer goes on to the same files`` () =
    inFolder (fun whole ->
        run (benchmark 3) (options 2 4) whole |> ignore

        for last in 1..6 do
            inFolder (fun folder ->
                let kill count =
                    if count = last then
                        raise Killed

                Assert.Throws<Killed>(fun () -> runWith (seeds ()) kill (benchmark 3) (options 2 4) folder |> ignore)
                |> ignore

                File.Exists(Path.Combine(folder, "manifest.json")) |> should be False
                let rest = seeds ()
                runWith rest ignore (benchmark 3) (options 2 4) folder |> ignore
                rest.Batches.Sum() |> should equal (6 - last)

                for file in files do
                    bytes folder file |> should equal (bytes whole file)))

[<Fact>]
let ``a run ended at any byte goes on to the same file`` () =
    inFolder (fun folder ->
        let go () =
            run (benchmark 1) (options 2 2) folder |> ignore

        go ()
        let samples = Path.Combine(folder, "samples.jsonl")
        let whole = File.ReadAllBytes samples

        for length in 0 .. whole.Length do
            File.WriteAllBytes(samples, whole[.. length - 1])
            go ()
            File.ReadAllBytes samples |> should equal whole)

[<Fact>]
let ``a finished run is scored again without a model`` () =
    inFolder (fun folder ->
        run (benchmark 3) (options 2 4) folder |> ignore
        let again = seeds ()
        let result = runWith again ignore (benchmark 3) (options 2 4) folder
        again.Batches |> should be Empty
        result.Problems.Count |> should equal 3)

let private refusal work =
    Assert.Throws<EvaluationException>(fun () -> work () |> ignore).Message

[<Fact>]
let ``a directory of a run under other options is refused, and each difference is named`` () =
    inFolder (fun folder ->
        run (benchmark 3) (options 2 4) folder |> ignore

        refusal (fun () -> run (benchmark 3) (EvaluationOptions(Samples = 3, Prompting = PromptKind.Completion, Seed = 5L)) folder)
        |> should haveSubstring "  samples: saved 2, now 3\n  seed: saved 0, now 5\n"

        refusal (fun () -> runWith (Seeds [ "model", "other" ]) ignore (benchmark 3) (options 2 4) folder)
        |> should haveSubstring "  model: saved seeds, now other"

        refusal (fun () -> run (benchmarkOf "11" (List.ofSeq (benchmark 3).Problems)) (options 2 4) folder)
        |> should haveSubstring "benchmarkSha256: saved 00, now 11")

[<Fact>]
let ``a run goes on in the precision it was begun in, which was float32 where its record does not say`` () =
    let inPrecision computeType =
        Seeds [ "model", "seeds"; "computeType", computeType ]

    inFolder (fun folder ->
        let go answers =
            runWith answers ignore (benchmark 3) (options 2 4) folder

        go (inPrecision "BFloat16") |> ignore

        let manifest =
            JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json"))).RootElement

        manifest.GetProperty("options").GetProperty("computeType").GetString()
        |> should equal "BFloat16"

        refusal (fun () -> go (inPrecision "Float32"))
        |> should haveSubstring "  computeType: saved BFloat16, now Float32\n")

    inFolder (fun folder ->
        let go answers =
            runWith answers ignore (benchmark 3) (options 2 4) folder

        go (seeds ()) |> ignore
        go(inPrecision "Float32").Problems.Count |> should equal 3

        refusal (fun () -> go (inPrecision "BFloat16"))
        |> should haveSubstring "  computeType: saved Float32, now BFloat16\n")

[<Fact>]
let ``how answers are scored may change`` () =
    inFolder (fun folder ->
        run (benchmark 3) (options 2 4) folder |> ignore

        let result =
            run
                (benchmark 3)
                (EvaluationOptions(Samples = 2, Prompting = PromptKind.Completion, Scoring = ScoringOptions(Confidence = 0.5)))
                folder

        result.Base.Count |> should equal 1)

[<Fact>]
let ``answers of another run are refused with their line`` () =
    inFolder (fun folder ->
        run (benchmark 3) (options 2 4) folder |> ignore
        let samples = Path.Combine(folder, "samples.jsonl")
        let lines = File.ReadAllLines samples
        File.WriteAllLines(samples, Array.rev lines)

        refusal (fun () -> run (benchmark 3) (options 2 4) folder)
        |> should haveSubstring "line 1: here the run has answer 0 to small/0, and the file has answer 1 to small/2"

        File.WriteAllLines(samples, Array.append lines lines[..0])

        refusal (fun () -> run (benchmark 3) (options 2 4) folder)
        |> should haveSubstring "line 7: the run has 6 answers, and the file has 7"

        File.Delete(Path.Combine(folder, "options.json"))

        refusal (fun () -> run (benchmark 3) (options 2 4) folder)
        |> should haveSubstring "without the options.json")

[<Fact>]
let ``a directory in use is refused`` () =
    inFolder (fun folder ->
        let nested _ =
            refusal (fun () -> run (benchmark 1) (options 1 1) folder)
            |> should haveSubstring "in use by another run"

        runWith (seeds ()) nested (benchmark 1) (options 1 1) folder |> ignore)

[<Fact>]
let ``a k above the number of answers is refused before anything is done`` () =
    inFolder (fun folder ->
        let asked = seeds ()

        refusal (fun () ->
            runWith asked ignore (benchmark 1) (EvaluationOptions(Samples = 5, Scoring = ScoringOptions(Ks = [| 1; 10 |]))) folder)
        |> should haveSubstring "Ks asks for pass@10, and each problem has 5 answers"

        asked.Batches |> should be Empty)

[<Fact>]
let ``options out of their range are refused by name`` () =
    refusal (fun () -> EvaluationOptions(Samples = 0))
    |> should haveSubstring "Samples is 0; it must be at least 1"

    refusal (fun () -> EvaluationOptions(BatchSize = 0))
    |> should haveSubstring "BatchSize is 0"

    refusal (fun () -> ScoringOptions(Ks = [||])) |> should haveSubstring "Ks is []"

    refusal (fun () -> ScoringOptions(Ks = [| 0 |]))
    |> should haveSubstring "Ks is [0]"

    refusal (fun () -> ScoringOptions(Confidence = 1.5))
    |> should haveSubstring "Confidence is 1.5"

    refusal (fun () -> ScoringOptions(Resamples = 1))
    |> should haveSubstring "Resamples is 1"

    refusal (fun () -> ScoringOptions(Parallel = 0))
    |> should haveSubstring "Parallel is 0"

[<Fact>]
let ``a sandbox that fails ends the run with its own error, and what was written is kept`` () =
    inFolder (fun folder ->
        let run (candidate: Candidate) _ =
            if candidate.Program = (problem "any").CanonicalSolution then
                CandidateResult(TestResult TestOutcome.Passed, [| TestResult TestOutcome.Passed |], "", TimeSpan.Zero)
            else
                raise (SandboxException "no bubblewrap")

        let ask script _ =
            if script = PythonScripts.Environment then
                environment
            else
                """{"code": "x"}"""

        let broken = Scripted(run, ask) :> ISandbox

        let problem =
            Assert.Throws<SandboxException>(fun () ->
                wait (Evaluator(broken).RunAsync(seeds (), benchmark 3, options 2 2, folder, null, ignore, none))
                |> ignore)

        problem.Message |> should equal "no bubblewrap"
        (bytes folder "samples.jsonl").Length |> should be (greaterThan 0))

[<Fact>]
let ``a cancelled run ends as cancelled and can go on`` () =
    inFolder (fun folder ->
        use stop = new CancellationTokenSource()

        Assert.ThrowsAny<OperationCanceledException>(fun () ->
            wait (
                Evaluator(judged isRight)
                    .RunAsync(
                        seeds (),
                        benchmark 3,
                        options 2 2,
                        folder,
                        null,
                        (fun count ->
                            if count = 2 then
                                stop.Cancel()),
                        stop.Token
                    )
            )
            |> ignore)
        |> ignore

        (run (benchmark 3) (options 2 2) folder).Problems.Count |> should equal 3)

type private Heard() =
    member val All = List<EvaluationProgress>()

    interface IProgress<EvaluationProgress> with
        member this.Report progress = this.All.Add progress

[<Fact>]
let ``progress counts answers and verdicts up to the total`` () =
    inFolder (fun folder ->
        let heard = Heard()

        wait (Evaluator(judged isRight).RunAsync(seeds (), benchmark 3, options 2 4, folder, heard, ignore, none))
        |> ignore

        Seq.last heard.All |> should equal (EvaluationProgress(6, 6, 6))
        // six answers, six verdicts, and half of each of the two batches
        heard.All.Count |> should equal 14

        heard.All
        |> Seq.filter (fun progress -> progress.Generated = 0)
        |> Seq.map _.Writing
        |> List.ofSeq
        |> should equal [ 2.0 ]

        (Seq.last heard.All).Writing |> should equal 0.0)

[<Fact>]
let ``the manifest says all that the score depends on`` () =
    inFolder (fun folder ->
        run (benchmark 3) (options 2 4) folder |> ignore
        let manifest = JsonDocument.Parse(bytes folder "manifest.json").RootElement

        let text (path: string) =
            (manifest, path.Split '.')
            ||> Array.fold (fun json name -> json.GetProperty name)
            |> string

        text "options.model" |> should equal "seeds"
        text "options.seed" |> should equal "0"
        text "batchSize" |> should equal "4"
        text "benchmark.sha256" |> should equal "00"
        text "sandbox" |> should equal "scripted"
        text "libraries.libtorch" |> should haveSubstring "2."
        text "environment.python" |> should equal "3.11.2"
        text "environment.libraries.numpy" |> should equal "1.24.2"
        text "benchmark.excluded" |> should equal "[]"
        text "began" |> should startWith "2026-01-02T03:04:05"

        text "samplesSha256"
        |> should equal (Convert.ToHexStringLower(Security.Cryptography.SHA256.HashData(bytes folder "samples.jsonl"))))
