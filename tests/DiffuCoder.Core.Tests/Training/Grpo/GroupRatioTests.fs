module DiffuCoder.Core.Tests.Training.Grpo.GroupRatioTests

open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Training
open DiffuCoder.Core.Tests.Training.Grpo.Exact

let private rows = 6L

let private completions () =
    Completions(
        torch.arange((rows * 9L).ToScalar()).view(rows, 9L).remainder(8L.ToScalar()),
        2L,
        torch.ones (rows, 7L, dtype = torch.ScalarType.Bool)
    )

let private draws = TrainingDraws(3L, 1L, 0)

let private flat (tensor: torch.Tensor) =
    tensor.contiguous().data<float32>().ToArray()

let private masks (view: MaskedView) =
    view.Masked.contiguous().data<bool>().ToArray()

[<Fact>]
let ``the rows of a group share a ratio, and groups have ratios of their own`` () =
    use _ = torch.NewDisposeScope()
    let estimator = LikelihoodEstimator(RatioPerGroup = true, Drawings = 2)
    let views = estimator.Draw(completions (), draws, 2)
    views.Count |> should equal 5
    views[0].Weight |> should (equalWithin 1e-9) (1.0 / 3.0)
    views[0].RowWeights |> isNull |> should equal true

    for pair in views |> Seq.skip 1 |> Seq.chunkBySize 2 do
        let first, second =
            flat (nonNull pair[0].RowWeights), flat (nonNull pair[1].RowWeights)

        for group in Array.chunkBySize 2 first do
            group[0] |> should equal group[1]

        first |> Array.distinct |> should haveLength 3
        // the ratios of a pair add up to 1
        for one, other in Array.zip first second do
            1.0 / (3.0 * float one) + 1.0 / (3.0 * float other)
            |> should (equalWithin 1e-4) 1.0

        // and every token is masked in one of both
        (pair[0].Masked.logical_xor pair[1].Masked).narrow(1L, 2L, 7L).all().ToBoolean()
        |> should equal true

[<Fact>]
let ``one group, no size of a group, or no ratio of a group: the masks that there were`` () =
    use _ = torch.NewDisposeScope()
    let plain = LikelihoodEstimator().Draw(completions (), draws)

    let same (other: MaskedView seq) =
        for one, other in Seq.zip plain other do
            masks other |> should equal (masks one)
            other.Weight |> should equal one.Weight
            isNull other.RowWeights |> should equal true

    same (LikelihoodEstimator().Draw(completions (), draws, 2))
    same (LikelihoodEstimator(RatioPerGroup = true).Draw(completions (), draws))
    same (LikelihoodEstimator(RatioPerGroup = true).Draw(completions (), draws, int rows))

[<Theory>]
[<InlineData "coupled">]
[<InlineData "decoupled">]
[<InlineData "random mask">]
[<InlineData "coupled counts">]
let ``the estimate of a group is that of its rows by themselves`` name =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    use model = ShortAnswers.createModel ()
    let variant = ShortAnswers.variantOf name
    let estimator = LikelihoodEstimator(Variant = variant)
    let all = completions ()

    let uniforms =
        [| for i in 1 .. variant.Uniforms -> draws.Uniform($"{i}", rows, 7L) |]

    let ratios = [| 0.3; 0.6; 0.75 |]

    let together =
        LikelihoodEstimator.Estimate(model, all, estimator.Views(all, [| MaskDrawing(ratios, uniforms) |]))

    for group in 0..2 do
        let part (tensor: torch.Tensor) =
            tensor.narrow (0L, 2L * int64 group, 2L)

        let own = Completions(part all.Tokens, 2L, part all.Counted)

        let alone =
            LikelihoodEstimator.Estimate(model, own, estimator.Views(own, [| MaskDrawing(ratios[group], Array.map part uniforms) |]))

        Golden.close $"group {group}" 1e-4 1e-4 (flat (part together)) (flat alone)

[<Fact>]
let ``rows that do not fill their groups are refused`` () =
    use _ = torch.NewDisposeScope()

    TinyRuns.shouldFailWith<TrainingException>(fun () ->
        LikelihoodEstimator(RatioPerGroup = true).Draw(completions (), draws, 4)
        |> ignore)
    |> should haveSubstring "6 completions do not fill groups of 4"

[<Fact>]
let ``a run begun before there were these options has their words, and each option adds its own`` () =
    let words (options: GrpoOptions) = options.Description

    words GrpoOptions.Paper
    |> should
        startWith
        ("coupled-GRPO group=10 iterations=2 estimator=(coupled drawings=1 ratio=[0.2, 0.8] promptMask=0) clip=[0.5, 0.5] divergence=0.01 "
         + "baseline=GroupMean scaled=False sync=64 sampling=(")

    words GrpoOptions.Paper |> should endWith ")"

    let loss =
        PolicyLoss(Divergence = DivergenceEstimator.K2, DivergenceCap = System.Nullable 3.5, Objective = PolicyObjective.ClippedSequences)

    let other =
        words (GrpoOptions(Loss = loss, Estimator = LikelihoodEstimator(RatioPerGroup = true)))

    other
    |> should endWith ") objective=(clipped sequences) divergence by=K2 divergence cap=3.5"

    other |> should haveSubstring "promptMask=0 ratio of each group)"

    PolicyObjective.Sandwiched(Sandwich(Order = 1.5)).Name
    |> should equal "sandwiched beta=1.5 mixture=0.5"
