/// Holes whose lengths are not known: which candidates there are, and what each says.
module DiffuCoder.Core.Tests.Sampling.HoleFillerTests

open System
open Xunit
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Constraints
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling.SmallModels
open DiffuCoder.Core.Tests.Sampling.CountingModel
open DiffuCoder.Core.Tests.Sampling.SamplerPropertyTests
open DiffuCoder.Core.Tests.Constraints
open DiffuCoder.Core.Tests.Sampling.SmallHoles

[<Properties(Arbitrary = [| typeof<Generators> |], MaxTest = 30)>]
module Properties =

    [<Property>]
    let ``every candidate is what the sampler writes at its length, to the byte`` (asked: Asked) =
        let options = recorded asked.Options
        // blocks of a canvas share out the steps, which not every length allows
        let possible =
            [ 1; 2; 5; 9 ]
            |> List.filter (fun length ->
                try
                    DiffusionSampler(model.Value, options).Start([| canvas length |], [| 0L |]).Dispose()
                    true
                with :? SamplerException ->
                    false)

        if not possible.IsEmpty then
            let filled = HoleFiller(model.Value, asked.Options).Fill(text possible, asked.Seed)

            let plain =
                [
                    for length in possible ->
                        DiffusionSampler(model.Value, options).Generate(canvas length, asked.Seed)
                        |> TrajectoryFile.ToLine
                ]

            lines filled |> should equal plain

    [<Property>]
    let ``recording probabilities changes nothing of what is written`` (asked: Asked) =
        let generate options =
            DiffusionSampler(model.Value, options).Generate(Canvas.Complete([| 1; 2; 3 |], 12, MaskId), asked.Seed)

        try
            let plain, kept = generate asked.Options, generate (recorded asked.Options)

            let bare (trajectory: Trajectory) =
                [
                    for reveal in trajectory.Reveals -> reveal.Position, reveal.Token, reveal.Confidence, reveal.Entropy
                ]

            bare kept |> should equal (bare plain)

            plain.Reveals
            |> Seq.forall (fun one -> not one.LogProbability.HasValue)
            |> should equal true

            for reveal in kept.Reveals do
                reveal.LogProbability.Value |> should be (lessThanOrEqualTo 0f)
        with :? SamplerException ->
            ()

[<Fact>]
let ``a probability is the model's own at that step, whatever the temperature and the filters`` () =
    for temperature, topK in [ 0.0, Nullable(); 0.3, Nullable 2; 1.5, Nullable() ] do
        let options =
            SamplerOptions(Steps = 8, Temperature = temperature, TopP = 0.9, TopK = topK, RecordProbabilities = true)

        let trajectory = DiffusionSampler(model.Value, options).Generate(canvas 5, 2L)
        let before = Array.ofSeq trajectory.Initial

        for step in trajectory.Steps do
            use _ = torch.NewDisposeScope()

            let batch =
                TokenBatch(torch.tensor([| for token in before -> int64 token |]).unsqueeze 0L)

            for reveal in step.Reveals do
                let logits =
                    model.Value.Logits(batch, torch.tensor [| int64 reveal.Position |]).log_softmax(-1L)

                reveal.LogProbability.Value
                |> should (equalWithin 1e-4f) (logits[0L, int64 reveal.Token].item<float32>())

            for reveal in step.Reveals do
                before[reveal.Position] <- reveal.Token

[<Fact>]
let ``a saved trajectory keeps its probabilities, and one without them is the file it was`` () =
    let line options =
        DiffusionSampler(model.Value, options).Generate(canvas 4, 1L)
        |> TrajectoryFile.ToLine

    let kept = line (recorded greedy)
    kept |> should haveSubstring "\"record_probabilities\":true"

    TrajectoryFile.FromLine(kept, "here")
    |> TrajectoryFile.ToLine
    |> should equal kept

    [
        for reveal in TrajectoryFile.FromLine(kept, "here").Reveals -> reveal.LogProbability.HasValue
    ]
    |> List.forall id
    |> should equal true

    line greedy |> should not' (haveSubstring "record_probabilities")

/// A hole of three is filled with what the model is sure of; of other lengths it is less sure of one token.
let private preferring =
    new CountingModel(create 7L, (fun position logits -> logits |> sure 6 (if position = 4 then 0.5 else 0.8)))

[<Fact>]
let ``the log-probability of a hole is the sum over its tokens when they were written`` () =
    let filled =
        HoleFiller(preferring, greedy, null, HoleOptions(Together = 1, Score = HoleScore.Written)).Fill(text [ 1..4 ], 0L)

    let sums =
        [ log 0.8; log 0.8 + log 0.5; 2.0 * log 0.8 + log 0.5; 3.0 * log 0.8 + log 0.5 ]

    for one, sum in Seq.zip filled.Candidates sums do
        one.LogProbability |> should (equalWithin 1e-5) sum

        one.Score
        |> should (equalWithin 1e-5) (HoleOptions.Default.Prior.Score.Invoke(sum, one.Tokens))

    let chosen prior =
        List.ofSeq (filled.By prior).Best.Lengths

    chosen LengthPrior.None |> should equal [ 1 ]
    chosen LengthPrior.Mean |> should equal [ 1 ]
    // a token more is worth 0.3 nats, and costs 0.22 at most but for the second
    chosen (LengthPrior.PerToken 0.3) |> should equal [ 1 ]
    chosen (LengthPrior.PerToken 0.7) |> should equal [ 4 ]

[<Fact>]
let ``priors are their equations`` () =
    let score (prior: LengthPrior) = prior.Score.Invoke(-6.0, 4)
    score LengthPrior.None |> should equal -6.0
    score LengthPrior.Mean |> should equal -1.5
    score (LengthPrior.PerToken 0.5) |> should equal -4.0
    score (LengthPrior.Power 0.5) |> should equal -3.0
    score (LengthPrior.Power 0.0) |> should equal -6.0

    for work in
        [
            (fun () -> LengthPrior.PerToken -0.1)
            (fun () -> LengthPrior.Power 2.1)
            (fun () -> LengthPrior.PerToken nan)
        ] do
        Assert.Throws<SamplerException>(fun () -> work () |> ignore) |> ignore

[<Fact>]
let ``the result does not depend on how many are sampled together, nor on the texts beside it`` () =
    let warm = SamplerOptions(Steps = 8, Temperature = 0.9)
    let together count = HoleOptions(Together = count)
    let whole = fillBy (together 32) warm [ 1..7 ]
    lines (fillBy (together 1) warm [ 1..7 ]) |> should equal (lines whole)
    lines (fillBy (together 3) warm [ 1..7 ]) |> should equal (lines whole)

    let beside =
        HoleFiller(model.Value, warm).Fill([| text [ 2; 3 ]; text [ 1..7 ] |], [| 5L; 3L |])

    lines beside[1] |> should equal (lines whole)

    List.ofSeq beside[1].Best.Lengths
    |> should equal (List.ofSeq whole.Best.Lengths)

    lines beside[0]
    |> should equal (lines (HoleFiller(model.Value, warm).Fill(text [ 2; 3 ], 5L)))
