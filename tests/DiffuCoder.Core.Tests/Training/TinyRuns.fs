/// A model, data and options small enough to train in a test.
module DiffuCoder.Core.Tests.Training.TinyRuns

open System
open System.IO
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Training

type Device = DiffuCoder.Runtime.Device

let maskToken = 9

let config modelType =
    ModelConfig(
        ModelType = modelType,
        VocabularySize = 12,
        HiddenSize = 16,
        IntermediateSize = 24,
        Layers = 2,
        Heads = 2,
        KeyValueHeads = 1,
        MaskTokenId = Nullable maskToken,
        PadTokenId = Nullable 11
    )

let createModel modelType =
    use generator = new torch.Generator(7UL, torch.CPU)
    MaskedLanguageModel.Create(config modelType, Device.Cpu, generator)

let ids (rows: int64 list list) = torch.tensor (array2D rows)

/// Rows that count upwards modulo 8 from a start that depends on batch and row: easy to learn, different at every step.
let countingRows rows length (batch: int64) =
    use _ = torch.NewDisposeScope()
    let starts = torch.arange(int64 rows, dtype = torch.ScalarType.Int64).unsqueeze(1)

    let tokens =
        (starts * 3L + torch.arange(int64 length).unsqueeze(0) + batch * 5L).remainder(8L.ToScalar())

    let targets = torch.ones_like (tokens, dtype = torch.ScalarType.Bool)
    TrainingRows(tokens.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope())

let counting rows length =
    { new ITrainingData with
        member _.Description = $"counting {rows}x{length}"

        member _.Next batch = countingRows rows length batch
    }

let options steps =
    TrainingOptions(
        Steps = steps,
        Seed = 3L,
        LearningRate = LearningRate(Peak = 0.01, WarmupSteps = 2L),
        LogEvery = 3L,
        CheckpointEvery = 4L,
        TensorBoard = false
    )

/// A directory of its own, removed afterwards.
type TemporaryDirectory() =
    let path = Directory.CreateTempSubdirectory("diffucoder-training-").FullName
    member _.Path = path

    member _.File([<ParamArray>] parts: string array) =
        Path.Combine(Array.append [| path |] parts)

    interface IDisposable with
        member _.Dispose() = Directory.Delete(path, true)

let weightsOf (model: MaskedLanguageModel) =
    model.Parameters
    |> Seq.map (fun entry -> entry.Key, entry.Value.bytes.ToArray())
    |> Map.ofSeq

/// The message of the exception that an action must throw.
let shouldFailWith<'e when 'e :> exn> (action: unit -> unit) = Xunit.Assert.Throws<'e>(action).Message
