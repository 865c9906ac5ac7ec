module DiffuCoder.Core.Tests.Training.MaskingTests

open System
open Xunit
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training.LossCases
open DiffuCoder.Core.Tests.Training.TinyRuns

let same (left: torch.Tensor) (right: torch.Tensor) =
    left.shape = right.shape && left.eq(right).all().ToBoolean()

let cosine = MaskingOptions(Schedule = NoiseSchedule.Cosine)

[<Theory>]
[<InlineData("dream_losses", "labels", "masked_batch", 150, false)>]
[<InlineData("llada_losses", "input_ids", "pretrain.masked_batch", 140, false)>]
[<InlineData("llada_losses", "d1.labels", "d1.masked_batch", 140, false)>]
[<InlineData("llada_losses", "labels_prompt_masked", "dllm.masked_batch", 140, false)>]
[<InlineData("llada_losses", "labels_prompt_masked", "dllm_cosine.masked_batch", 140, true)>]
let ``the same draws mask the same tokens as the reference`` case labels expected maskToken isCosine =
    use _ = torch.NewDisposeScope()
    use golden = lossCase case
    let rows = TrainingRows(golden.Tensor "input_ids", labelled golden labels)
    let options = if isCosine then cosine else MaskingOptions()

    let noised =
        Masking.Apply(rows, golden.Tensor "u_t", golden.Tensor "u_mask", maskToken, options)

    same noised.Tokens (golden.Tensor expected) |> should equal true

/// Rows of 50 tokens with a random half as targets.
let halfTargets (seed: int64) rows =
    let draws = TrainingDraws(seed, 0L, 0)
    let tokens = torch.arange(50L).expand(rows, 50L).contiguous()
    TrainingRows(tokens, draws.Uniform("test targets", rows, 50L).lt(0.5f.ToScalar()))

[<Property(MaxTest = 50)>]
let ``only targets are masked and everything else stays`` (seed: int64) (isCosine: bool) (stratified: bool) =
    use _ = torch.NewDisposeScope()
    let rows = halfTargets seed 6L

    let options =
        MaskingOptions(
            Schedule =
                (if isCosine then
                     NoiseSchedule.Cosine
                 else
                     NoiseSchedule.Linear),
            StratifiedTime = stratified,
            PrefixShare = 0.5
        )

    let noised = Masking.Draw(rows, TrainingDraws(seed, 3L, 1), 99, options)
    let isMask = noised.Tokens.eq (99L.ToScalar())

    same isMask noised.Masked
    && same (noised.Masked.logical_and rows.Targets) noised.Masked
    && same (noised.Tokens.where (isMask.logical_not (), rows.Tokens)) rows.Tokens

[<Property(MaxTest = 20)>]
let ``the same draws give the same noise and other steps other noise`` (seed: int64) =
    use _ = torch.NewDisposeScope()
    let rows = halfTargets seed 6L

    let at step =
        Masking.Draw(rows, TrainingDraws(seed, step, 0), 99, MaskingOptions()).Masked

    same (at 5L) (at 5L) && not (same (at 5L) (at 6L))

[<Theory>]
[<InlineData(false)>]
[<InlineData(true)>]
let ``on average a share p(t) of the targets is masked`` stratified =
    use _ = torch.NewDisposeScope()
    let rows = halfTargets 1L 4000L

    let noised =
        Masking.Draw(rows, TrainingDraws(2L, 0L, 0), 99, MaskingOptions(StratifiedTime = stratified))

    // 100 000 targets, but only 4000 independent times: the standard error of the mean time is 0.005
    let share = noised.Masked.sum().ToDouble() / rows.Targets.sum().ToDouble()
    share |> should (equalWithin (if stratified then 0.006 else 0.02)) 0.5

    // within rows of nearly the same time the share is that time
    for low in [ 0.1; 0.5; 0.8 ] do
        let chosen =
            noised.Time.squeeze(1).gt(low.ToScalar()).logical_and(noised.Time.squeeze(1).lt((low + 0.1).ToScalar()))

        let masked = noised.Masked[torch.TensorIndex.Tensor chosen].sum().ToDouble()
        let targets = rows.Targets[torch.TensorIndex.Tensor chosen].sum().ToDouble()
        masked / targets |> should (equalWithin 0.025) (low + 0.05)

[<Fact>]
let ``stratified times cover the unit interval evenly`` () =
    use _ = torch.NewDisposeScope()
    let options = MaskingOptions(StratifiedTime = true, TimeEpsilon = 0.0)
    let noised = Masking.Draw(halfTargets 1L 8L, TrainingDraws(4L, 0L, 0), 99, options)
    let struct (sorted, _) = noised.Time.squeeze(1).sort()
    let gaps = sorted.diff ()
    gaps.min().ToDouble() |> should (equalWithin 1e-5) 0.125
    gaps.max().ToDouble() |> should (equalWithin 1e-5) 0.125

[<Fact>]
let ``an unnoised prefix is neither masked nor a target`` () =
    use _ = torch.NewDisposeScope()
    let rows = countingRows 400 40 0L
    let options = MaskingOptions(PrefixShare = 1.0)
    let noised = Masking.Draw(rows, TrainingDraws(4L, 0L, 0), maskToken, options)
    let targets = noised.Clean.Targets.``to`` (torch.ScalarType.Int32)
    // once a row's targets begin they do not stop, and prefixes have all lengths
    targets.diff().min().ToInt32() |> should equal 0
    let lengths = (40L.ToScalar() - targets.sum (1L)).``to``(torch.ScalarType.Float32)
    lengths.mean().ToDouble() |> should (equalWithin 2.0) 19.5

    noised.Masked.logical_and(noised.Clean.Targets.logical_not ()).any().ToBoolean()
    |> should equal false

[<Fact>]
let ``random lengths cut the given share of micro-batches`` () =
    let lengths =
        [
            for step in 0L .. 299L do
                use _ = torch.NewDisposeScope()
                let options = MaskingOptions(RandomLengthShare = 0.3)
                Masking.Draw(countingRows 2 40 step, TrainingDraws(4L, step, 0), maskToken, options).Tokens.shape[1]
        ]

    let cut = lengths |> List.filter (fun length -> length < 40L)
    float cut.Length / 300.0 |> should (equalWithin 0.08) 0.29

    lengths
    |> List.forall (fun length -> length >= 1L && length <= 40L)
    |> should equal true

    cut |> List.distinct |> List.length |> should be (greaterThan 20)

[<Fact>]
let ``options out of range are refused by name`` () =
    let refused =
        (fun () -> MaskingOptions(PrefixShare = 1.5) |> ignore)
        |> shouldFailWith<TrainingException>

    refused |> should haveSubstring "PrefixShare is 1.5"

    (fun () -> MaskingOptions(TimeEpsilon = -0.1) |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "TimeEpsilon"

[<Fact>]
let ``nothing is left alive but the noised rows`` () =
    let before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount

    do
        use _ = torch.NewDisposeScope()

        let options =
            MaskingOptions(PrefixShare = 0.5, RandomLengthShare = 0.5, StratifiedTime = true)

        Masking.Draw(countingRows 2 40 0L, TrainingDraws(4L, 0L, 0), maskToken, options)
        |> ignore

    DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount
    |> should equal before

[<Theory>]
[<InlineData(false)>]
[<InlineData(true)>]
let ``the weight of the evidence bound is the relative slope of p`` isCosine =
    use _ = torch.NewDisposeScope()

    let schedule =
        if isCosine then
            NoiseSchedule.Cosine
        else
            NoiseSchedule.Linear

    let times = torch.linspace (0.05, 0.95, 19, dtype = torch.ScalarType.Float64)

    let p (shift: float) =
        schedule.MaskProbability(times + shift.ToScalar())

    let slope = (p 1e-5 - p -1e-5) / (2e-5).ToScalar()
    excess 0.0 (schedule.Weight times) (slope / p 0.0) |> should be (lessThan 1e-3)
    // everything is masked at t = 1 and nothing at t = 0
    schedule.MaskProbability(torch.tensor [| 0.0; 1.0 |]).data<float>().ToArray()
    |> Array.map (fun p -> Math.Round(p, 9))
    |> should equal [| 0.0; 1.0 |]
