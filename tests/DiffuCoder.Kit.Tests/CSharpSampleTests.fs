module DiffuCoder.Kit.Tests.CSharpSampleTests

open System.IO
open Xunit
open DiffuCoder.Datasets
open DiffuCoder.Evaluation
open DiffuCoder.Models
open DiffuCoder.Samples
open DiffuCoder.Sampling
open DiffuCoder.Sandbox
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
// last: opening DiffuCoder.Sandbox opens the kit's module of that name too, which has a startWith of its own
open FsUnit.Xunit

let private options = SamplerOptions(MaxNewTokens = 8, Steps = 4)

/// The lines that a sample writes about the stand-in model.
let private linesOf (sample: MaskedLanguageModel -> TextWriter -> unit) =
    use model = MaskedLanguageModel.Load(StandIn.directory ())
    use output = new StringWriter()
    sample model output
    output.ToString().TrimEnd('\n').Split '\n' |> List.ofArray

[<Fact>]
let ``the C# sample writes down every step and then the text`` () =
    use output = new StringWriter()
    FirstGeneration.Run(StandIn.directory (), "Add numbers.", options, output)
    let lines = output.ToString().Split '\n'

    lines[..3]
    |> Array.map (fun line -> line[..7])
    |> should equal [| for step in 0..3 -> $"step {step}: " |]

    lines[0] |> should haveSubstring " at "
    lines.Length |> should be (greaterThan 4)

[<Fact>]
let ``a stream shows the text as it fills up`` () =
    let lines =
        linesOf (fun model output -> Streaming.RunAsync(model, "Add numbers.", options, output).GetAwaiter().GetResult())

    lines.Length |> should be (greaterThan 1)
    let dots = lines |> List.map (Seq.filter ((=) '·') >> Seq.length)
    dots |> should be descending
    List.last dots |> should equal 0

[<Fact>]
let ``infilling keeps what stands around the hole`` () =
    let text =
        linesOf (fun model output -> Infilling.Run(model, "def total(values):\n    return ", 3, "(values)\n", options, output))
        |> String.concat "\n"

    text |> should startWith "def total(values):\n    return "
    text |> should endWith "(values)"

[<Fact>]
let ``a hole of unknown length is filled at each, and one of the texts is taken`` () =
    let lines =
        linesOf (fun model output -> UnknownLength.Run(model, "def total(", [ 2; 4 ], "):", options, output))

    lines[0] |> should startWith "2 tokens, score -"
    lines[1] |> should startWith "4 tokens, score -"
    lines[2] |> should startWith "def total("

[<Fact>]
let ``a constrained answer is what its schema says, and tells what the model was kept from`` () =
    let options = SamplerOptions(MaxNewTokens = 48, Steps = 24)

    let lines =
        linesOf (fun model output -> Constrained.Run(model, "Ann is 31.", options, output))

    use person = System.Text.Json.JsonDocument.Parse lines[0]

    person.RootElement.GetProperty("age").ValueKind
    |> should equal System.Text.Json.JsonValueKind.Number

    lines[1] |> should endWith "of 48 tokens were not the model's first choice"
    lines[2] |> should haveSubstring "was forbidden"

[<Fact>]
let ``a repair writes down its rounds, what came of them, and the answer`` () =
    let never =
        DiffuCoder.Repairs.Checker.From("never", fun _ -> DiffuCoder.Repairs.Finding.Bad "never")

    let lines =
        linesOf (fun model output -> Repairing.Run(model, "Add numbers.", never, options, output))

    // where the checker points at nothing, the policies that need no place take turns
    for index, line in List.indexed lines[..3] do
        line
        |> should
            startWith
            (if index % 4 < 3 then
                 "least confident 0.3: "
             else
                 "everything: ")

        line |> should endWith "; does not hold: never"

    lines[4] |> should startWith "does not hold: never after 4 rounds, "

[<Fact>]
let ``a chat has an answer to each question`` () =
    let lines =
        linesOf (fun model output -> Chatting.Run(model, [ "Add."; "And now multiply." ], options, output))

    lines
    |> List.filter (fun line -> line.StartsWith "> ")
    |> should equal [ "> Add."; "> And now multiply." ]

[<Fact>]
let ``a benchmark is measured with two problems`` () =
    use sandbox = PythonSandbox.Start()

    let problem name =
        Problem(
            TaskId = name,
            EntryPoint = "f",
            Prompt = "def f():\n",
            Request = "Write f.",
            CanonicalSolution = "def f():\n    return 1\n",
            BaseTests = [| SandboxTest.Equality("f()", "1") |]
        )

    let benchmark =
        Benchmark(
            Name = "two",
            Problems = [| problem "one"; problem "other" |],
            Form = RequestForm.Plain,
            Stops = StopSequences.AfterFunction,
            Source = "this test",
            Sha256 = ""
        )

    linesOf (fun model output ->
        MeasuringABenchmark
            .RunAsync(
                model,
                benchmark,
                sandbox,
                EvaluationOptions(Sampler = options),
                Path.Combine(StandIn.temporaryFolder (), "run"),
                output
            )
            .GetAwaiter()
            .GetResult())
    // random weights write no such function
    |> List.map (fun line -> line.Split '(' |> Array.head |> _.Trim())
    |> should equal [ "two, pass@1: 0.0 %"; "one: 0 of 1"; "other: 0 of 1" ]

[<Fact>]
let ``a program is run and judged test by test`` () =
    use sandbox = PythonSandbox.Start()

    let run program =
        linesOf (fun _ output -> RunningCode.RunAsync(sandbox, program, output).GetAwaiter().GetResult())

    run "def double(x): return x * 2"
    |> should equal [ "program: Passed"; "test: Passed"; "test: Passed"; "passed" ]

    let wrong = run "def double(x): return x + x if x == 2 else None"
    wrong[1] |> should equal "test: Passed"
    wrong[2] |> should startWith "test: Wrong"
    List.last wrong |> should equal "failed"

[<Fact>]
let ``AR-ness of a set has a line for each k`` () =
    linesOf (fun model output -> DecodingOrders.Run(model, [ "Add."; "Multiply." ], options, output))
    |> List.map (fun line -> line.Split(':')[0])
    |> should
        equal
        [
            for kind in [ "local"; "global" ] do
                for k in 1..3 -> $"{kind} AR-ness@{k}"
        ]

[<Fact>]
let ``two stages are trained from a causal model, and a finished pipeline is not trained again`` () =
    let folder = StandIn.temporaryFolder ()

    let run () =
        use output = new StringWriter()

        let checkpoint =
            TrainingStages.Run(DiffuCoder.Tiny.TinyFamily.directory DiffuCoder.Tiny.Stage.Ar, folder, 2, output)

        checkpoint, output.ToString()

    let checkpoint, written = run ()

    written.TrimEnd('\n').Split '\n'
    |> Array.map (fun line -> line.Split(':')[0])
    |> should equal [| "adapted 1"; "adapted 2"; "instruct 1"; "instruct 2" |]

    use model = MaskedLanguageModel.Load checkpoint
    model.Config.MaskTokenId.HasValue |> should equal true
    run () |> should equal (checkpoint, written)

[<Fact>]
let ``a reward of one's own is followed round by round`` () =
    let options =
        GrpoOptions(GroupSize = 2, Sampling = SamplerOptions(MaxNewTokens = 8, Steps = 4, Temperature = 1.0))

    let lines =
        linesOf (fun model output -> CustomReward.Run(model, [ "Add."; "Multiply." ], options, 4, output))

    lines
    |> List.map (fun line -> line.Split(':')[0])
    |> should equal [ "update 2"; "update 4" ]

    for line in lines do
        let reward = float (line.Substring(line.LastIndexOf ' '))
        (reward <= -1.0 && reward >= -8.0) |> should equal true

[<Fact>]
let ``an adapter is trained, saved and merged`` () =
    let folder = StandIn.temporaryFolder ()

    let line =
        linesOf (fun model output ->
            let rows =
                TokenRows.Of(model.Tokenizer, Document "def total(values):\n    return sum(values)\n")
                |> Seq.replicate 8

            let store =
                TokenStore.OpenOrWrite(Path.Combine(folder, "rows.tokens"), fun () -> rows)

            use data =
                new StoredRows(store, BatchOptions(Tokens = 256, Seed = 1L, PadToken = 0))

            LowRankAdaptation.Run(model, data, 2, folder, output))
        |> List.head

    line |> should haveSubstring "weights trained beside"
    use before = MaskedLanguageModel.Load(StandIn.directory ())
    use after = MaskedLanguageModel.Load(Path.Combine(folder, "merged"))
    after.Tokenizer |> should not' (be Null)
    let name = "model.layers.0.self_attn.v_proj.weight"

    before.Parameters[name].bytes.ToArray()
    |> should not' (equal (after.Parameters[name].bytes.ToArray()))

    Directory.GetFiles(Path.Combine(folder, "adapter")).Length
    |> should be (greaterThan 1)

[<Fact>]
let ``shorter blocks go further from left to right`` () =
    let shares =
        linesOf (fun model output -> Blocks.Run(model, "Add numbers.", 16, [ 1; 16 ], output))
        |> List.map (fun line -> float (line.Substring(line.LastIndexOf ' ')))

    shares[0] |> should equal 1.0
    shares[1] |> should be (lessThan 1.0)
