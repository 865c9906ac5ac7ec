module DiffuCoder.Kit.Tests.PipelineTests

open System.IO
open System.Text.Json
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder

let private write (path: string) (rows: (string * obj) list seq) =
    File.WriteAllLines(path, [ for row in rows -> JsonSerializer.Serialize(dict row) ])

let private short steps options =
    { options with
        Steps = steps
        LearningRate = 1e-4
        WarmupSteps = 1
        LogEvery = 1
    }

/// Three files as the data sets of the paper have them.
let private files (folder: string) =
    let documents = Path.Combine(folder, "documents.jsonl")
    let conversations = Path.Combine(folder, "conversations.jsonl")
    let tasks = Path.Combine(folder, "tasks.jsonl")
    write documents [ for i in 1..20 -> [ "text", box $"def add{i}(a):\n    return a + {i}\n" ] ]

    write
        conversations
        [
            for i in 1..12 ->
                [
                    "instruction", box $"Add {i} to a."
                    "output", box $"```python\ndef f(a):\n    return a + {i}\n```\n"
                ]
        ]

    write
        tasks
        [
            for i in 1..10 ->
                [
                    "id", box $"task-{i}"
                    "question", box $"Write f(a) that adds {i} to a."
                    "test_cases", box [ $"assert f(1) == {i + 1}" ]
                    "inferences",
                    box
                        [
                            for rate in (if i <= 2 then [ 0.0; 0.4 ] else [ 0.5; 0.6 ]) ->
                                dict
                                    [
                                        "pass_rate", box rate
                                        "model_name", box "llama3_instruct"
                                        "completion", box "def f(a):\n    return a"
                                    ]
                        ]
                ]
        ]

    documents, conversations, tasks

[<Fact>]
let ``one pipeline takes a causal model through all stages of the paper`` () =
    let folder = StandIn.temporaryFolder ()

    let documents, conversations, tasks = files folder
    let store name = Path.Combine(folder, $"{name}.tokens")

    let packed (tokenizer: Tokenizer) =
        Data.stored (store "documents") (fun () -> Data.documents documents |> Data.rowsOfDocuments tokenizer)
        |> Data.packed
            {
                Length = 48
                Rows = 2
                SeparateDocuments = true
                Seed = 1L
            }

    let answers (tokenizer: Tokenizer) =
        Data.stored (store "conversations") (fun () ->
            Data.conversations conversations
            |> Data.rowsOfConversations tokenizer
            |> Data.notLonger 256)
        |> Data.batches
            tokenizer
            {
                Tokens = 512
                LearnPadding = true
                Seed = 1L
            }

    let never = Reward.ofFunction "brief" 1.0 (fun rollout -> -float rollout.Length)

    let grpo =
        { GrpoOptions.Tiny with
            Steps = 2
            GroupSize = 2
            Sampler =
                { SamplerOptions.Tiny with
                    MaxNewTokens = 8
                    Steps = 4
                    Temperature = 1.0
                }
        }

    let stages =
        [
            Pipeline.adaptationOver 1 "adapted" (TrainOptions.adaptation 2 |> short 2) packed
            Pipeline.midTraining "base" (TrainOptions.midTraining 2 |> short 2) packed
            Pipeline.instruction "instruct" (TrainOptions.instruction 2 |> short 2) answers
            Pipeline.reinforcement "cpgrpo" grpo (Pipeline.releasedTasks 2 (fun () -> Data.hardTasks HardSubset.Release tasks)) [ never ]
        ]

    let mutable lines = []

    let run () =
        Pipeline.runWith
            (fun line -> lines <- lines @ [ string line ])
            CancellationToken.None
            Device.Cpu
            (Path.Combine(folder, "models"))
            (Some(DiffuCoder.Tiny.TinyFamily.directory Stage.Ar))
            stages

    let checkpoints, finished = run ()
    finished |> should equal true

    checkpoints
    |> Map.keys
    |> List.ofSeq
    |> List.sort
    |> should equal [ "adapted"; "base"; "cpgrpo"; "instruct" ]

    lines
    |> List.exists (fun line -> line.StartsWith "instruct (3 of 4)  step 2/2  loss")
    |> should equal true

    lines
    |> List.exists (fun line -> line.Contains "cpgrpo (4 of 4)  step 1/2  reward -")
    |> should equal true

    use model = Model.load checkpoints["cpgrpo"]

    (Prompt.instruct "Add." |> Sampler.generate model SamplerOptions.Tiny).Text
    |> ignore
    // nothing is left to do
    lines <- []
    run () |> snd |> should equal true
    lines |> List.filter (fun line -> line.Contains "step") |> should be Empty
