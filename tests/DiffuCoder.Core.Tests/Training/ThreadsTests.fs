/// They change the number of threads of the process.
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Training.ThreadsTests

open System
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Training
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Sampling
open DiffuCoder.Core.Tests.Training.TinyRuns

let private options steps threads =
    TrainingOptions(Steps = steps, Seed = 3L, LearningRate = LearningRate.Constant 0.01, LogEvery = 1L, Threads = Nullable threads)

[<Fact>]
let ``a run computes with the threads it asks for, and leaves as many as it found`` () =
    Threads.under 2 (fun () ->
        let seen = ResizeArray<int>()

        let watching =
            { new ITrainingData with
                member _.Description = "counting"

                member _.Next batch =
                    seen.Add(torch.get_num_threads ())
                    (counting 4 10).Next batch
            }

        use model = createModel "qwen2"

        Trainer(model, NextTokenObjective(), watching, options 2L 1).Run() |> ignore

        Seq.distinct seen |> List.ofSeq |> should equal [ 1 ]
        torch.get_num_threads () |> should equal 2)

[<Fact>]
let ``a run is not resumed under another number of threads`` () =
    use directory = new TemporaryDirectory()

    let run threads steps =
        use model = createModel "qwen2"

        Trainer(model, NextTokenObjective(), counting 4 10, options steps threads, directory.Path).Run()
        |> ignore

    run 1 2L

    Assert.Throws<TrainingException>(fun () -> run 2 2L).Message
    |> should haveSubstring "threads"

[<Theory>]
[<InlineData 2>]
[<InlineData 5>]
let ``predictions do not depend on the number of threads`` (threads: int) =
    use model = SmallModels.create 3L

    let generate () =
        let options =
            SamplerOptions(MaxNewTokens = 24, Steps = 12, Temperature = 0.8, RecordCandidates = CandidateRecording.EveryStep)

        let canvas = Canvas.Complete([| 1; 2; 3 |], 24, SmallModels.MaskId)
        let trajectory = DiffusionSampler(model, options).Generate(canvas, 5L)
        List.ofSeq trajectory.Final, trajectory.Reveals |> Seq.map _.Token |> List.ofSeq

    Threads.under threads generate |> should equal (Threads.under 1 generate)
