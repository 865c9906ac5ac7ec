module DiffuCoder.Kit.Tests.ExperimentTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder

/// The experiment that variables describe.
let read (variables: (string * string) list) = Experiment.read (Map variables).TryFind

let private refusal (work: unit -> 'a) =
    Assert.Throws<ExperimentException>(fun () -> work () |> ignore).Message

/// A full experiment with its directories.
let full models data =
    read
        [
            "DIFFUCODER_MODE", "full"
            "DIFFUCODER_MODELS", models
            "DIFFUCODER_DATA", data
        ]

[<Fact>]
let ``without variables an experiment is quick, on the processor`` () =
    let experiment = read []
    experiment.Scale |> should equal Scale.Quick
    experiment.Device |> should equal Device.cpu

    CoreOptions.ofOptions experiment.Sampler
    |> should equal (CoreOptions.ofOptions SamplerOptions.Tiny)

    read [ "DIFFUCODER_MODE", "quick" ] |> _.Scale |> should equal Scale.Quick

[<Fact>]
let ``an empty variable counts as unset`` () =
    (read [ "DIFFUCODER_MODE", "" ]).Scale |> should equal Scale.Quick

[<Fact>]
let ``a full experiment has the paper's sampler and its directories`` () =
    let experiment = full "models" "data"
    experiment.Scale |> should equal (Scale.Full("models", "data"))

    CoreOptions.ofOptions experiment.Sampler
    |> should equal (CoreOptions.ofOptions SamplerOptions.Paper)

    experiment.Problems |> should equal 164

[<Fact>]
let ``a full experiment is larger than a quick one`` () =
    let small, large = read [], full "models" "data"
    large.Problems |> should be (greaterThan small.Problems)
    large.Samples |> should be (greaterThan small.Samples)
    large.Seeds.Length |> should be (greaterThan small.Seeds.Length)

[<Fact>]
let ``a rehearsal does what a full experiment does, with less of all`` () =
    let rehearsal =
        read
            [
                "DIFFUCODER_MODE", "rehearsal"
                "DIFFUCODER_MODELS", "models"
                "DIFFUCODER_DATA", "data"
            ]

    rehearsal.Scale |> should equal (Scale.Full("models", "data"))
    rehearsal.Problems |> should equal 2
    rehearsal.Sampler.MaxNewTokens |> should equal 32
    rehearsal |> Experiment.pick 1 2 |> should equal 2
    rehearsal |> Experiment.effort 1 2 3 |> should equal 1
    read [] |> Experiment.effort 1 2 3 |> should equal 2
    full "models" "data" |> Experiment.effort 1 2 3 |> should equal 3
    (rehearsal |> Experiment.withProblems 12 164).Problems |> should equal 2
    (rehearsal |> Experiment.canvas 512).MaxNewTokens |> should equal 32

    (rehearsal |> Experiment.evaluation Stage.Instruct).Sampler.Steps
    |> should equal 16

    refusal (fun () -> read [ "DIFFUCODER_MODE", "rehearsal"; "DIFFUCODER_DATA", "data" ])
    |> should haveSubstring "DIFFUCODER_MODE is rehearsal, and DIFFUCODER_MODELS is not set"

[<Fact>]
let ``problems and canvases follow the size`` () =
    let quick, large = read [], full "models" "data"
    (quick |> Experiment.withProblems 12 164).Problems |> should equal 12
    (large |> Experiment.withProblems 12 164).Problems |> should equal 164
    let wide = large |> Experiment.canvas 512
    (wide.MaxNewTokens, wide.Steps) |> should equal (512, 512)

    (quick |> Experiment.canvas 512).MaxNewTokens
    |> should equal SamplerOptions.Tiny.MaxNewTokens

[<Fact>]
let ``a full experiment keeps its answers, a quick one does not`` () =
    (read []).Directory |> should equal None
    (full "models" "data").Directory |> should equal (Some "runs")

    read
        [
            "DIFFUCODER_MODE", "full"
            "DIFFUCODER_MODELS", "models"
            "DIFFUCODER_DATA", "data"
            "DIFFUCODER_RUNS", "elsewhere"
        ]
    |> _.Directory
    |> should equal (Some "elsewhere")

[<Fact>]
let ``BigCodeBench is compared on where its file is, and asks for its libraries`` () =
    let folder = StandIn.temporaryFolder ()
    Notebooks.Released.data folder
    let experiment = full folder folder

    refusal (fun () -> experiment |> Experiment.benchmarks)
    |> should haveSubstring "DIFFUCODER_LIBRARIES is not set"

    let names (experiment: Experiment) =
        [ for benchmark in Experiment.benchmarks experiment -> benchmark.Name ]

    let named =
        { experiment with
            Libraries = [ "/usr/lib/python3/dist-packages" ]
        }

    names named |> should equal [ "HumanEval+"; "MBPP+"; "BigCodeBench-complete" ]

    (named |> Experiment.evaluation Stage.Base).Libraries
    |> should equal named.Libraries

    File.Delete(Path.Combine(folder, "BigCodeBench.jsonl"))
    names experiment |> should equal [ "HumanEval+"; "MBPP+" ]

[<Fact>]
let ``word problems of a full experiment stand behind eight worked ones`` () =
    let folder = StandIn.temporaryFolder ()
    Notebooks.Released.data folder
    let experiment = full folder folder
    let problems = experiment |> Experiment.math

    match experiment |> Experiment.mathPrompts problems |> List.head with
    | Prompt.Chat(turns, _) ->
        let text = (List.last turns).Content
        text.Split("Question: ").Length - 1 |> should equal 9
        text |> should endWith $"Question: {problems.Head.Question}\nAnswer:"
    | other -> failwith $"{other} is no conversation"

    let quick = { read [] with Problems = 1 }

    quick
    |> Experiment.mathPrompts (Experiment.math quick)
    |> should equal [ for problem in Experiment.math quick -> Prompt.chat problem.Question ]

[<Fact>]
let ``an unknown mode is refused with what there is`` () =
    let message = refusal (fun () -> read [ "DIFFUCODER_MODE", "fast" ])
    message |> should haveSubstring "DIFFUCODER_MODE is 'fast'"
    message |> should haveSubstring "quick"
    message |> should haveSubstring "full"

[<Fact>]
let ``a full experiment without a directory is refused by the variable's name`` () =
    refusal (fun () -> read [ "DIFFUCODER_MODE", "full"; "DIFFUCODER_DATA", "data" ])
    |> should haveSubstring "DIFFUCODER_MODELS is not set"

    refusal (fun () -> read [ "DIFFUCODER_MODE", "full"; "DIFFUCODER_MODELS", "models" ])
    |> should haveSubstring "DIFFUCODER_DATA is not set"

[<Fact>]
let ``a device is the processor or CUDA`` () =
    (read [ "DIFFUCODER_DEVICE", "cuda" ]).Device |> should equal Device.cuda

    refusal (fun () -> read [ "DIFFUCODER_DEVICE", "tpu" ])
    |> should haveSubstring "DIFFUCODER_DEVICE is 'tpu'"

[<Fact>]
let ``a quick experiment is in float32, a full one in what suits the device, unless a precision is named`` () =
    (read []).Precision |> should equal Precision.Float32
    (full "models" "data").Precision |> should equal Precision.Automatic

    for name, precision in
        [
            "automatic", Precision.Automatic
            "float32", Precision.Float32
            "bfloat16", Precision.BFloat16
        ] do
        let experiment = read [ "DIFFUCODER_PRECISION", name ]
        experiment.Precision |> should equal precision
        (Experiment.small experiment).Precision |> should equal precision

    refusal (fun () -> read [ "DIFFUCODER_PRECISION", "int8" ])
    |> should haveSubstring "DIFFUCODER_PRECISION is 'int8'; it should be automatic, float32 or bfloat16"

[<Fact>]
let ``models are loaded in the experiment's precision`` () =
    for precision, name in [ Precision.Float32, "float32"; Precision.BFloat16, "bfloat16" ] do
        let experiment = { read [] with Precision = precision }
        use stage = experiment |> Experiment.model Stage.Base
        Model.describe stage |> should endWith $"in {name}"
        use own = experiment |> Experiment.load (StandIn.directory ())
        Model.describe own |> should endWith $"in {name}"

[<Fact>]
let ``numbers are picked by the size`` () =
    read [] |> Experiment.pick 1 2 |> should equal 1
    full "models" "data" |> Experiment.pick 1 2 |> should equal 2

[<Fact>]
let ``models have the names of their checkpoints`` () =
    read [] |> Experiment.modelName Stage.Instruct |> should equal "tiny instruct"

    full "m" "d"
    |> Experiment.modelName Stage.Instruct
    |> should equal "DiffuCoder-7B-Instruct"

    full "m" "d"
    |> Experiment.modelName Stage.Base
    |> should equal "DiffuCoder-7B-Base"

[<Fact>]
let ``a quick experiment has held-out tasks and problems, so many as it says`` () =
    let experiment = { read [] with Problems = 3 }
    let code = experiment |> Experiment.code
    code.Name |> should equal "tiny, new parameters"
    code.Problems.Count |> should equal 3
    experiment |> Experiment.math |> List.length |> should equal 3

[<Fact>]
let ``a quick experiment compares on both held-out splits`` () =
    let benchmarks = { read [] with Problems = 2 } |> Experiment.benchmarks

    [ for benchmark in benchmarks -> benchmark.Name, benchmark.Problems.Count ]
    |> should equal [ "tiny, new parameters", 2; "tiny, new combinations", 2 ]

[<Fact>]
let ``the stages are those that can be loaded`` () =
    let carried = read [] |> Experiment.stages
    carried |> should contain Stage.Base

    carried
    |> List.filter (DiffuCoder.Tiny.TinyFamily.carries >> not)
    |> should be Empty

    let folder = StandIn.temporaryFolder ()
    full folder folder |> Experiment.stages |> should be Empty

    for name in [ "DiffuCoder-7B-cpGRPO"; "LLaDA-8B-Base"; "other" ] do
        Directory.CreateDirectory(Path.Combine(folder, name)) |> ignore

    full folder folder
    |> Experiment.stages
    |> should equal [ Stage.Llada; Stage.CpGrpo ]

[<Fact>]
let ``a full experiment reads its files`` () =
    let folder = StandIn.temporaryFolder ()
    File.WriteAllText(Path.Combine(folder, "gsm8k_test.jsonl"), """{"question": "1 and 1?", "answer": "#### 2"}""")

    full folder folder
    |> Experiment.math
    |> List.map _.Answer
    |> should equal [ "2" ]

[<Fact>]
let ``a missing file is named with the variable and what belongs there`` () =
    let folder = StandIn.temporaryFolder ()
    let experiment = full folder folder

    let check (name: string) (variable: string) message =
        message |> should haveSubstring (Path.Combine(folder, name))
        message |> should haveSubstring $"{variable} is {folder}"

    refusal (fun () -> experiment |> Experiment.code)
    |> check "HumanEval.jsonl.gz" "DIFFUCODER_DATA"

    refusal (fun () -> experiment |> Experiment.benchmarks)
    |> check "HumanEvalPlus.jsonl" "DIFFUCODER_DATA"

    refusal (fun () -> experiment |> Experiment.math)
    |> check "gsm8k_test.jsonl" "DIFFUCODER_DATA"

    refusal (fun () -> experiment |> Experiment.model Stage.Instruct)
    |> check "DiffuCoder-7B-Instruct" "DIFFUCODER_MODELS"

[<Fact>]
let ``a full experiment loads the checkpoint with the released name`` () =
    let folder = StandIn.temporaryFolder ()
    StandIn.write "Dream" (Path.Combine(folder, "DiffuCoder-7B-Base"))
    let experiment = full folder folder
    use model = experiment |> Experiment.model Stage.Base
    model.Config.ModelType |> should equal "Dream"

    experiment
    |> Experiment.checkpoint Stage.Base
    |> should equal (Path.Combine(folder, "DiffuCoder-7B-Base"))

[<Fact>]
let ``the small experiment of a full one is a quick one on its device`` () =
    let full =
        { full "models" "data" with
            Device = Device.cuda
        }

    let small = Experiment.small full
    small.Scale |> should equal Scale.Quick
    small.Device |> should equal Device.cuda
    small.Problems |> should equal (read []).Problems

    small
    |> Experiment.checkpoint Stage.Base
    |> should equal (DiffuCoder.Tiny.TinyFamily.directory Stage.Base)

[<Fact>]
let ``base models are scored on completions, the others in conversations`` () =
    let prompting stage =
        (read [] |> Experiment.evaluation stage).Prompting

    prompting Stage.Base |> should equal PromptKind.Completion
    prompting Stage.Instruct |> should equal PromptKind.Chat
    prompting Stage.CpGrpo |> should equal PromptKind.Chat

[<Fact>]
let ``a benchmark's prompts are those it is scored with`` () =
    let benchmark = { read [] with Problems = 1 } |> Experiment.code
    let problem = benchmark.Problems[0]

    benchmark
    |> Benchmark.prompts PromptKind.Completion
    |> should equal [ Prompt.complete problem.Prompt ]

    use model = Model.load (StandIn.directory ())

    let asked =
        DiffuCoder.Evaluation.EvaluationPrompt.Encode(Model.tokenizer model, problem, benchmark.Form, PromptKind.Chat)

    let canvas =
        benchmark
        |> Benchmark.prompts PromptKind.Chat
        |> List.exactlyOne
        |> Prompt.canvas model SamplerOptions.Tiny

    canvas.Tokens
    |> Seq.truncate canvas.CompletionStart
    |> List.ofSeq
    |> should equal (List.ofSeq asked)
