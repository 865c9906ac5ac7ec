/// What is logged is added in the order of micro-batches too. The job's tests do not show it: their sums are of few
/// float32 numbers of one size, which float64 holds exactly in any order.
module DiffuCoder.Core.Tests.Distributed.OrderOfSumsTests

open System.Collections.Generic
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Distributed
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training.TinyRuns

/// A number of a micro-batch, of a size of its own.
let private number (rows: TrainingRows) =
    let start = rows.Tokens[0, 0].item<int64>()
    10.0 ** float start / 3.0

/// An objective whose normaliser and measures are such numbers.
let private objective =
    { new ITrainingObjective with
        member _.Description = "sums that depend on the order"

        member _.Evaluate(model, rows, draws) =
            let part = (NextTokenObjective() :> ITrainingObjective).Evaluate(model, rows, draws)
            let measures = Dictionary(part.Measures)
            measures["number"] <- Mean(number rows, 1.0 + 1.0 / number rows)
            LossSum(part.Sum, number rows, Measures = measures)
    }

let private metrics (ranks: IRanks) (directory: string) =
    use model = createModel "qwen2"

    let options =
        TrainingOptions(
            Steps = 4L,
            MicroBatches = 5,
            Seed = 3L,
            LearningRate = LearningRate.Constant 0.01,
            LogEvery = 1L,
            TensorBoard = false
        )

    let validation = Validation(counting 3 7, Batches = 5, Every = 1L)

    Trainer(model, objective, counting 4 10, options, directory, Validation = validation, Ranks = ranks).Run()
    |> ignore

let private logged (directory: TemporaryDirectory) =
    File.ReadAllText(directory.File "metrics.jsonl")

[<Theory>]
[<InlineData 2>]
[<InlineData 3>]
[<InlineData 7>]
let ``losses, normalisers and measures are added in the order of micro-batches`` (ranks: int) =
    use single = new TemporaryDirectory()
    metrics Alone.Instance single.Path
    use several = new TemporaryDirectory()
    ThreadRanks.run ranks (fun rank -> metrics rank several.Path) |> ignore
    logged several |> should equal (logged single)
