/// Runs under the objectives of later papers, and with a mask ratio of each group.
module DiffuCoder.Core.Tests.Training.Grpo.ObjectiveRunTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Runtime
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Training.Grpo.SmallRuns

let private objective name =
    match name with
    | "clipped sequences" ->
        PolicyLoss(Objective = PolicyObjective.ClippedSequences, Divergence = DivergenceEstimator.K2, DivergenceWeight = 0.001),
        LikelihoodEstimator(Variant = CountMasks.Coupled)
    | "weighted likelihood" -> PolicyLoss(Objective = PolicyObjective.WeightedLikelihood, DivergenceWeight = 0.0), LikelihoodEstimator.D1
    | "sandwiched" ->
        PolicyLoss(Objective = PolicyObjective.Sandwiched(), DivergenceWeight = 0.0),
        LikelihoodEstimator(Variant = MaskVariant.RandomMask, Drawings = 3)
    | "sandwiched, blocks" ->
        PolicyLoss(Objective = PolicyObjective.Sandwiched(), DivergenceWeight = 0.0),
        LikelihoodEstimator(Variant = BlockMasks.Of 2, Drawings = 2)
    | _ -> PolicyLoss(DivergenceWeight = 0.001, DivergenceCap = Nullable 1.0), LikelihoodEstimator(RatioPerGroup = true)

let private optionsOf name =
    let loss, estimator = objective name

    GrpoOptions(GroupSize = 8, Sampling = options.Sampling, Loss = loss, Estimator = estimator, SynchronizeReferenceEvery = Nullable 4L)

[<Theory>]
[<InlineData "clipped sequences">]
[<InlineData "weighted likelihood">]
[<InlineData "sandwiched">]
[<InlineData "sandwiched, blocks">]
[<InlineData "ratio of each group">]
let ``every objective learns what is rewarded`` name =
    use model = createModel ()
    let seen = ResizeArray<TrainingProgress>()

    let listener =
        { new IProgress<_> with
            member _.Report report = seen.Add report
        }

    (trainer model (optionsOf name) (trainingAt 0.03 80L) null ignore).Run listener
    |> ignore

    let mean some =
        some
        |> Seq.averageBy (fun (report: TrainingProgress) -> report.Measures["reward"])

    mean (Seq.skip 25 seen)
    |> should be (greaterThan (mean (Seq.take 6 seen) + 0.08))

[<Theory>]
[<InlineData "clipped sequences">]
[<InlineData "weighted likelihood">]
[<InlineData "sandwiched">]
[<InlineData "sandwiched, blocks">]
[<InlineData "ratio of each group">]
let ``a run of it leaves no tensor, and resumed ends with the bytes of one left alone`` name =
    let run steps (directory: TemporaryDirectory) =
        use model = createModel ()

        (trainer model (optionsOf name) (training steps) directory.Path ignore).Run()
        |> ignore

    use whole = new TemporaryDirectory()
    run 4L whole

    LiveTensors.LeftBy(fun () ->
        use other = new TemporaryDirectory()
        run 2L other)
    |> should equal 0L

    use broken = new TemporaryDirectory()

    let stop step =
        if
            step = "step done"
            && Directory.Exists(broken.File("checkpoints", "step-00000002"))
        then
            failwith "killed"

    use model = createModel ()

    Assert.ThrowsAny<Exception>(fun () -> (trainer model (optionsOf name) (training 4L) broken.Path stop).Run() |> ignore)
    |> ignore

    run 4L broken

    let weights (directory: TemporaryDirectory) =
        File.ReadAllBytes(directory.File("checkpoints", "step-00000004", "model.safetensors"))

    weights broken |> should equal (weights whole)

[<Fact>]
let ``a divergence or weights of tokens that an objective has no place for end a run before it begins`` () =
    use model = createModel ()

    let problem (options: GrpoOptions) =
        shouldFailWith<TrainingException>(fun () -> (trainer model options (training 2L) null ignore).Run() |> ignore)

    problem (GrpoOptions(GroupSize = 4, Sampling = options.Sampling, Loss = PolicyLoss(Objective = PolicyObjective.WeightedLikelihood)))
    |> should haveSubstring "DivergenceWeight is 0.01"
