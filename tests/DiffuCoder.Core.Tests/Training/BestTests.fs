module DiffuCoder.Core.Tests.Training.BestTests

open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder.Distributed
open DiffuCoder.Models
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training.TinyRuns

let private options best =
    TrainingOptions(
        Steps = 30L,
        Seed = 3L,
        LearningRate = LearningRate(Peak = 0.01, WarmupSteps = 2L),
        LogEvery = 3L,
        CheckpointEvery = 10L,
        TensorBoard = false,
        Best = best
    )

let private run validation options (directory: TemporaryDirectory) =
    use model = createModel "Dream"
    Trainer(model, DiffusionObjective(), counting 8 12, options, directory.Path, Validation = validation).Run()

let private logged (directory: TemporaryDirectory) (name: string) =
    [
        for line in File.ReadAllLines(directory.File "metrics.jsonl") do
            let line = JsonDocument.Parse(line).RootElement

            match line.TryGetProperty name with
            | true, value -> line.GetProperty("step").GetInt64(), value.GetDouble()
            | _ -> ()
    ]

[<Theory>]
[<InlineData("loss", false)>]
[<InlineData("validation_loss", false)>]
[<InlineData("validation_loss", true)>]
let ``the weights of the best step are kept beside the last`` measure higher =
    use directory = new TemporaryDirectory()
    let heldOut = Validation(counting 16 12, Batches = 2, Every = 3L)
    let result = run heldOut (options (BestMeasure(measure, higher))) directory

    let step, value =
        logged directory measure |> (if higher then List.maxBy snd else List.minBy snd)

    let best =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(result.Best, "best.json"))).RootElement

    best.GetProperty("step").GetInt64() |> should equal step
    best.GetProperty("value").GetDouble() |> should equal value
    use model = MaskedLanguageModel.Load result.Best
    use last = MaskedLanguageModel.Load result.Checkpoint

    // the highest loss is that of the beginning
    if higher then
        step |> should be (lessThan 30L)
        weightsOf model |> should not' (equal (weightsOf last))

    heldOut.Loss(model, DiffusionObjective(), 3L, Alone.Instance).Value
    |> should (equalWithin 1e-6) (logged directory "validation_loss" |> List.find (fst >> (=) step) |> snd)

[<Fact>]
let ``the loss on held-out rows is that of the weights, and measuring it changes nothing`` () =
    use watched = new TemporaryDirectory()
    use plain = new TemporaryDirectory()
    let heldOut = Validation(counting 16 12, Batches = 2, Every = 6L)
    let first = run heldOut (options null) watched
    let second = run null (options null) plain
    use model = MaskedLanguageModel.Load first.Checkpoint
    use same = MaskedLanguageModel.Load second.Checkpoint
    weightsOf model |> should equal (weightsOf same)
    let step, value = logged watched "validation_loss" |> List.last
    step |> should equal 30L

    heldOut.Loss(model, DiffusionObjective(), 3L, Alone.Instance).Value
    |> should (equalWithin 1e-6) value

[<Fact>]
let ``a measure that is not measured is refused`` () =
    use directory = new TemporaryDirectory()

    let refused best =
        shouldFailWith<TrainingException>(fun () -> run null (options best) directory |> ignore)

    refused BestMeasure.ValidationLoss |> should haveSubstring "held-out"

    refused (BestMeasure "reward")
    |> should haveSubstring "it measures loss, cross_entropy"
