module DiffuCoder.Core.Tests.Training.TrainerTests

open System
open System.Collections.Generic
open System.IO
open System.Text.Json
open System.Threading
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Training
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Training.TinyRuns

/// Collects reports on the calling thread.
type Reports() =
    let all = List<TrainingProgress>()
    member _.All = List.ofSeq all

    interface IProgress<TrainingProgress> with
        member _.Report report = all.Add report

let objective = DiffusionObjective(Normalization = LossNormalization.Token)

[<Fact>]
let ``a diffusion run learns to count and reports what it does`` () =
    use model = createModel "Dream"
    use directory = new TemporaryDirectory()
    let reports = Reports()
    let options = options 120L

    let result =
        Trainer(model, objective, counting 8 12, options, directory.Path).Run(reports)

    result.Finished |> should equal true
    result.Step |> should equal 120L
    let measure (report: TrainingProgress) = report.Measures["cross_entropy"]

    measure (List.last reports.All)
    |> should be (lessThan (0.7 * measure (List.head reports.All)))

    (List.last reports.All).Tokens |> should equal (120L * 8L * 12L)
    (List.last reports.All).Remaining |> should equal TimeSpan.Zero
    string (List.last reports.All) |> should haveSubstring "step 120/120  loss "

    let lines =
        File.ReadAllLines(directory.File "metrics.jsonl")
        |> Array.map (fun line -> JsonDocument.Parse(line).RootElement)

    lines
    |> Array.map (fun line -> line.GetProperty("step").GetInt64())
    |> should equal [| for step in 3L..3L..120L -> step |]

    for line, report in Seq.zip lines reports.All do
        line.GetProperty("loss").GetDouble() |> should equal report.Loss
        line.GetProperty("cross_entropy").GetDouble() |> should equal (measure report)

        line.GetProperty("gradient_norm").GetDouble()
        |> should equal report.GradientNorm

        line.GetProperty("tokens").GetInt64() |> should equal report.Tokens

        line.GetProperty("learning_rate").GetDouble()
        |> should equal (options.LearningRate.At(report.Step - 1L, 120L))

[<Fact>]
let ``a causal model learns to count`` () =
    use model = createModel "qwen2"
    let reports = Reports()

    Trainer(model, NextTokenObjective(), counting 8 12, options 120L).Run(reports)
    |> ignore

    (List.last reports.All).Loss
    |> should be (lessThan (0.7 * (List.head reports.All).Loss))

/// The rows of `counting rows length` in several pieces.
let inPieces pieces rows length =
    { new ITrainingData with
        member _.Description = "pieces"

        member _.Next batch =
            let whole = countingRows rows length (batch / int64 pieces)
            let size = int64 (rows / pieces)

            let piece (t: torch.Tensor) =
                t.narrow (0L, batch % int64 pieces * size, size)

            TrainingRows(piece whole.Tokens, piece whole.Targets)
    }

[<Fact>]
let ``accumulated micro-batches step as one batch does`` () =
    let train microBatches =
        use model = createModel "qwen2"
        // without weight decay a step follows the gradient alone; a constant epsilon this large keeps Adam from blowing up rounding
        let options =
            TrainingOptions(
                Steps = 3L,
                Seed = 3L,
                MicroBatches = microBatches,
                LearningRate = LearningRate.Constant 0.01,
                Optimizer = AdamWOptions(Epsilon = 1e-3)
            )

        Trainer(model, NextTokenObjective(), inPieces microBatches 12 10, options).Run()
        |> ignore

        model.Parameters
        |> Seq.map (fun w -> w.Key, w.Value.data<float32>().ToArray())
        |> Map.ofSeq

    let one, three = train 1, train 3

    for name in one.Keys do
        Golden.close name 1e-5 1e-4 three[name] one[name]

[<Fact>]
let ``the number of live tensors does not grow with the steps`` () =
    use model = createModel "Dream"
    let counts = List<int64>()

    let watched =
        let data = counting 4 10

        { new ITrainingData with
            member _.Description = data.Description

            member _.Next batch =
                counts.Add LiveTensors.OnThisThread
                data.Next batch
        }

    let before = LiveTensors.OnThisThread
    use directory = new TemporaryDirectory()

    let options =
        TrainingOptions(Steps = 12L, Seed = 1L, MicroBatches = 2, LearningRate = LearningRate.Constant 0.01, CheckpointEvery = 3L)

    let objective =
        DiffusionObjective(Annealing = AttentionAnnealing 20L, Masking = MaskingOptions.PaperAdaptation)

    Trainer(model, objective, watched, options, directory.Path).Run() |> ignore
    counts.Count |> should equal 24
    // even calls are a step's first micro-batch
    counts
    |> Seq.indexed
    |> Seq.filter (fun (i, _) -> i % 2 = 0)
    |> Seq.map snd
    |> Seq.distinct
    |> Seq.length
    |> should equal 1

    LiveTensors.OnThisThread |> should equal before

[<Fact>]
let ``weights require no gradients and hold none after a run`` () =
    use model = createModel "Dream"
    Trainer(model, objective, counting 4 10, options 2L).Run() |> ignore

    for weight in model.Parameters.Values do
        weight.requires_grad |> should equal false
        weight.grad |> should be Null

/// An objective whose loss is not finite from a step on.
let failingAt badStep =
    { new ITrainingObjective with
        member _.Description = objective.Description

        member _.Evaluate(model, rows, draws) =
            let loss = objective.Evaluate(model, rows, draws)

            if draws.Step < badStep then
                loss
            else
                LossSum(loss.Sum * nan.ToScalar(), loss.Normalizer)
    }

[<Fact>]
let ``a loss that is not finite stops the run, names the step and spares the last checkpoint`` () =
    use directory = new TemporaryDirectory()
    use model = createModel "Dream"

    (fun () ->
        Trainer(model, failingAt 6L, counting 4 10, options 10L, directory.Path).Run()
        |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "Step 7: the loss is NaN"

    for weight in model.Parameters.Values do
        weight.isfinite().all().ToBoolean() |> should equal true

    use again = createModel "Dream"

    let result =
        Trainer(again, objective, counting 4 10, options 10L, directory.Path).Run()

    result.Finished |> should equal true

[<Fact>]
let ``bfloat16 weights are refused`` () =
    use model = MaskedLanguageModel.Load(Golden.checkpoint "dream-bf16")

    (fun () -> Trainer(model, objective, counting 4 10, options 1L).Run() |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "is BFloat16"

[<Fact>]
let ``a run goes on in the precision it was begun in, which was float32 where its record does not say`` () =
    let train precision (folder: string) =
        use generator = new torch.Generator(7UL, torch.CPU)

        use model =
            MaskedLanguageModel.Create(config "Dream", Device.Cpu, generator, precision)

        Trainer(model, objective, counting 4 10, options 4L, folder).Run() |> ignore

    let refusal work =
        work |> shouldFailWith<TrainingException>

    use directory = new TemporaryDirectory()
    train Precision.BFloat16 directory.Path

    refusal (fun () -> train Precision.Float32 directory.Path)
    |> should haveSubstring "computeType: saved BFloat16, now Float32"

    use other = new TemporaryDirectory()
    train Precision.Automatic other.Path

    for state in Directory.GetFiles(other.Path, "state.json", SearchOption.AllDirectories) do
        let text = File.ReadAllText state
        text |> should haveSubstring "\"computeType\":\"Float32\","
        File.WriteAllText(state, text.Replace("\"computeType\":\"Float32\",", ""))

    train Precision.Float32 other.Path

    refusal (fun () -> train Precision.BFloat16 other.Path)
    |> should haveSubstring "computeType: saved Float32, now BFloat16"

[<Fact>]
let ``a checkpoint is a model directory with the trained weights`` () =
    use directory = new TemporaryDirectory()
    use model = createModel "Dream"

    let result =
        Trainer(model, objective, counting 4 10, options 4L, directory.Path).Run()

    use loaded = MaskedLanguageModel.Load result.Checkpoint
    weightsOf loaded |> should equal (weightsOf model)

/// A clock that stands still until it is set forward.
type StandingClock() =
    inherit TimeProvider()
    let mutable now = 0L
    member _.Pass(seconds: int64) = now <- now + seconds
    override _.TimestampFrequency = 1L
    override _.GetTimestamp() = now

[<Fact>]
let ``a checkpoint is due after the given time`` () =
    use directory = new TemporaryDirectory()
    use model = createModel "Dream"

    let options =
        TrainingOptions(
            Steps = 10L,
            Seed = 1L,
            LearningRate = LearningRate.Constant 0.01,
            CheckpointInterval = Nullable(TimeSpan.FromMinutes 3.0),
            KeepLast = 100,
            LogEvery = 100L,
            TensorBoard = false
        )

    // every step takes a minute
    let clock = StandingClock()

    let pass event =
        if event = "step done" then
            clock.Pass 60L

    Trainer(model, objective, counting 4 10, options, directory.Path, Clock = clock, Probe = pass).Run()
    |> ignore

    Directory.GetDirectories(directory.File "checkpoints")
    |> Array.map (fun path -> Path.GetFileName path)
    |> Array.sort
    |> should equal [| "step-00000004"; "step-00000007"; "step-00000010" |]

[<Fact>]
let ``only the newest checkpoints are kept`` () =
    use directory = new TemporaryDirectory()
    use model = createModel "Dream"

    Trainer(model, objective, counting 4 10, options 18L, directory.Path).Run()
    |> ignore

    Directory.GetDirectories(directory.File "checkpoints")
    |> Array.map (fun path -> Path.GetFileName path)
    |> Array.sort
    |> should equal [| "step-00000016"; "step-00000018" |]

[<Fact>]
let ``the manifest identifies model, data, objective and options`` () =
    use directory = new TemporaryDirectory()
    use model = createModel "Dream"

    Trainer(model, objective, counting 4 10, options 1L, directory.Path).Run()
    |> ignore

    let manifest =
        JsonDocument.Parse(File.ReadAllText(directory.File "manifest.json")).RootElement

    let option (name: string) =
        manifest.GetProperty("Options").GetProperty(name).GetString()

    option "data" |> should equal "counting 4x10"
    option "objective" |> should haveSubstring "weighting=1/t normalization=Token"
    option "threads" |> should equal "1"
    // the run has moved the weights away from those it names
    manifest.GetProperty("InitialWeights").GetString()
    |> should not' (equal (WeightHash.Of model))

    use fresh = createModel "Dream"

    manifest.GetProperty("InitialWeights").GetString()
    |> should equal (WeightHash.Of fresh)
