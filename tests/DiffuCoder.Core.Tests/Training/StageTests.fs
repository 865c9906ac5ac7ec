/// Single stages: causal, with an adapter, in a precision, and what is refused.
module DiffuCoder.Core.Tests.Training.StageTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Tokenization
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Training.Pipelines
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Training.Grpo
open DiffuCoder.Core.Tests.Training.SmallPipelines

[<Fact>]
let ``a causal model learns requests beside the one that is adapted from it`` () =
    use directory = new TemporaryDirectory()

    let causal: PipelineStage =
        CausalInstructionStage(
            Name = "ar-instruct",
            From = "ar",
            Training = training 4L,
            Data = (fun tokenizer -> padded directory.Path tokenizer)
        )

    let result, _ =
        run (pipeline directory [ ancestor directory.Path; adaptation directory.Path; causal ])

    use tuned = MaskedLanguageModel.Load result.Checkpoints["ar-instruct"]
    tuned.Config.ModelType |> should equal "qwen2"

    StageManifest.Read(result.Checkpoints["ar-instruct"]).Options["stage"]
    |> should equal "ar-instruct, next-token instruction tuning"

    (weights result "ar-instruct").Values
    |> should not' (equal (weights result "ar").Values)

[<Fact>]
let ``a low-rank stage leaves merged weights and its adapter`` () =
    use directory = new TemporaryDirectory()
    use start = SmallRuns.createModel ()
    start.Save(directory.File "start", TorchSharp.torch.ScalarType.Float32, tokenizer.Value)

    let stage: PipelineStage =
        InstructionStage(
            Name = "tuned",
            Training = training 4L,
            Lora = LoraOptions(Rank = 2, TargetModules = [| "q_proj"; "down_proj" |]),
            StoredType = TorchSharp.torch.ScalarType.Float32,
            Data = (fun tokenizer -> padded directory.Path tokenizer)
        )

    let result =
        Pipeline(Directory = directory.File "family", Start = directory.File "start", Stages = [| stage |]).Run()

    let before, after = weightsOf start, weights result "tuned"

    let changed =
        [
            for name in before.Keys do
                if before[name] <> after[name] then
                    name
        ]

    changed
    |> List.forall (fun name -> name.Contains "q_proj.weight" || name.Contains "down_proj")
    |> should equal true

    changed.Length |> should equal 4
    use adapter = LoraAdapter.Load(directory.File("family", "tuned-adapter"), start)
    use adapted = start.WithAdapter adapter
    use merged = adapted.Merge()
    weightsOf merged |> should equal after

let private manifest (checkpoint: string) =
    StageManifest.Read(checkpoint).ComputeType

[<Fact>]
let ``an adapter over weights stored in bfloat16 is trained in float32 unless bfloat16 is asked for, and the manifest says which`` () =
    use directory = new TemporaryDirectory()
    use start = SmallRuns.createModel ()
    start.Save(directory.File "start", TorchSharp.torch.ScalarType.BFloat16, tokenizer.Value)

    let tune name precision : PipelineStage =
        InstructionStage(
            Name = name,
            From = directory.File "start",
            Training = training 1L,
            Precision = precision,
            Lora = LoraOptions(Rank = 2, TargetModules = [| "q_proj" |]),
            Data = (fun tokenizer -> padded directory.Path tokenizer)
        )

    let stages =
        [
            tune "automatic" Precision.Automatic
            tune "narrow" Precision.BFloat16
            MidTrainingStage(
                Name = "whole",
                Training = training 1L,
                From = directory.File "start",
                Data = (fun tokenizer -> packed directory.Path tokenizer)
            )
        ]

    let result, _ = run (pipeline directory stages)
    manifest result.Checkpoints["automatic"] |> should equal "Float32"
    manifest result.Checkpoints["narrow"] |> should equal "BFloat16"
    manifest result.Checkpoints["whole"] |> should equal "Float32"

    shouldFailWith<TrainingException>(fun () -> run (pipeline directory [ tune "narrow" Precision.Float32 ]) |> ignore)
    |> should haveSubstring "precision: saved BFloat16, now Float32"

[<Fact>]
let ``a manifest from before precision was written is of float32, or of the bfloat16 that its stage asked for`` () =
    use directory = new TemporaryDirectory()

    let written precision =
        File.WriteAllText(
            directory.File "manifest.json",
            $$"""{"options": {"precision": "{{precision}}"}, "weights": "00", "parameters": 1, "steps": 1,
                  "libtorch": "2", "runtime": "10", "threads": 1}"""
        )

        manifest directory.Path

    written "Automatic" |> should equal "Float32"
    written "Float32" |> should equal "Float32"
    written "BFloat16" |> should equal "BFloat16"

[<Fact>]
let ``what a pipeline cannot do is said before anything is trained`` () =
    use directory = new TemporaryDirectory()

    let refused stages =
        shouldFailWith<TrainingException>(fun () -> run (pipeline directory stages) |> ignore)

    refused [] |> should haveSubstring "no stage"

    refused [ ancestor directory.Path; ancestor directory.Path ]
    |> should haveSubstring "Two stages"

    refused [ midTraining directory.Path ] |> should haveSubstring "Start"

    shouldFailWith<TrainingException>(fun () ->
        MidTrainingStage(Name = "a/b", Training = training 4L, Data = (fun tokenizer -> packed directory.Path tokenizer))
        |> ignore)
    |> should haveSubstring "file name"

    let noMask: PipelineStage =
        AdaptationStage(
            Name = "adapted",
            Training = training 4L,
            MaskToken = "<|gone|>",
            Data = (fun tokenizer -> packed directory.Path tokenizer)
        )

    refused [ ancestor directory.Path; noMask ] |> should haveSubstring "<|gone|>"
