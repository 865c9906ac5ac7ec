module DiffuCoder.Core.Tests.Training.Grpo.LikelihoodEstimatorTests

open Xunit
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Runtime
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Training
open DiffuCoder.Core.Tests.Training.Grpo.GrpoCases

let private same (actual: torch.Tensor) (expected: torch.Tensor) =
    actual.eq(expected).all().ToBoolean() |> should equal true

[<Theory>]
[<InlineData 0>]
[<InlineData 1>]
[<InlineData 2>]
[<InlineData 3>]
[<InlineData 4>]
let ``masks and weights are those of the released forward process`` run =
    use _ = torch.NewDisposeScope()
    use golden = grpoCase "forward_process"
    let ids = golden.Tensor "input_ids"
    let prompt = 6L

    let completions =
        released (ids.narrow (1L, 0L, prompt)) (ids.narrow (1L, prompt, ids.shape[1] - prompt))

    let settings = golden.Json.GetProperty("runs")[run]
    let drawn = golden.Tensor $"{run}.random_matrix_drawn"
    // with several micro-batches the release draws the rows of one and repeats them
    let matrix = drawn.repeat (ids.shape[0] / drawn.shape[0], 1L)

    let views =
        views completions (settings.GetProperty("mask_ratio").GetDouble()) matrix

    let shown (view: MaskedView) =
        ids.masked_fill (view.Masked, 90L.ToScalar())

    same (shown views[0]) (golden.Tensor $"{run}.masked_full")
    same (shown views[1]) (golden.Tensor $"{run}.masked_1")
    same (shown views[2]) (golden.Tensor $"{run}.masked_2")

    for view, weight in Seq.zip views (settings.GetProperty("weights").EnumerateArray()) do
        2.0 * view.Weight
        |> should (equalWithin (1e-6 * weight.GetDouble())) (weight.GetDouble())

[<Theory>]
[<InlineData("dream-grpo", "old_per_token_logps")>]
[<InlineData("dream-grpo-ref", "ref_per_token_logps")>]
let ``estimates are those of the released rollout`` checkpoint name =
    use _ = torch.NewDisposeScope()
    use golden = grpoCase "rollout"
    use model = load checkpoint
    use _ = torch.no_grad ()

    let completions =
        released (golden.Tensor "prompt_ids") (golden.Tensor "completion_ids")

    for iteration in 0..1 do
        let ratios = golden.Json.GetProperty "mask_ratio"
        let ratio = ratios[iteration].GetDouble()

        let estimate =
            (golden.Tensor $"random_matrix.{iteration}").repeat(2L, 1L)
            |> views completions ratio
            |> fun views -> LikelihoodEstimator.Estimate(model, completions, views)

        let expected =
            (golden.Tensor name).select(1L, int64 iteration).contiguous().data<float32>().ToArray()

        Golden.close $"{name} {iteration}" 1e-4 1e-4 (estimate.contiguous().data<float32>().ToArray()) expected

[<Fact>]
let ``completions count up to their first end token and at it`` () =
    use _ = torch.NewDisposeScope()
    use golden = grpoCase "rollout"
    let counted = Completions.UpToEnd(golden.Tensor "completion_ids", [| 7 |])
    same counted (flag golden "completion_mask")

let private someCompletions rows prompt length =
    let tokens =
        torch.arange(int64 (rows * (prompt + length))).view(int64 rows, int64 (prompt + length)).remainder(8L.ToScalar())

    Completions(tokens, int64 prompt, torch.ones (int64 rows, int64 length, dtype = torch.ScalarType.Bool))

let private drawnBy (estimator: LikelihoodEstimator) completions seed =
    estimator.Draw(completions, TrainingDraws(seed, 5L, 0))

[<Property(MaxTest = 60)>]
let ``of a coupled pair every completion token is masked exactly once, whatever the draw`` (seed: int64) (pairs: FsCheck.PositiveInt) =
    use _ = torch.NewDisposeScope()
    let completions = someCompletions 3 4 17

    let views =
        drawnBy (LikelihoodEstimator(Drawings = min 4 pairs.Get)) completions seed

    views.Count |> should equal (1 + 2 * min 4 pairs.Get)
    let promptOf (view: MaskedView) = view.Masked.narrow (1L, 0L, 4L)
    let completionOf (view: MaskedView) = view.Masked.narrow (1L, 4L, 17L)

    for view in views do
        (promptOf view).any().ToBoolean() |> should equal false

    (completionOf views[0]).all().ToBoolean() |> should equal true

    for pair in views |> Seq.skip 1 |> Seq.chunkBySize 2 do
        same ((completionOf pair[0]).logical_xor(completionOf pair[1])) (torch.ones_like (completionOf pair[0]))

[<Fact>]
let ``a draw that equals the ratio is masked in the second of a pair only`` () =
    use _ = torch.NewDisposeScope()
    let completions = someCompletions 1 2 3
    let tie = torch.tensor (array2D [ [ 0.5f; 0.25f; 0.75f ] ])

    let views =
        LikelihoodEstimator.Paper.Views(completions, [| MaskDrawing(0.5, [| tie |]) |])

    views[1].Masked.data<bool>().ToArray()
    |> should equal [| false; false; false; true; false |]

    views[2].Masked.data<bool>().ToArray()
    |> should equal [| false; false; true; false; true |]

[<Fact>]
let ``the same draws give the same masks, other draws others`` () =
    use _ = torch.NewDisposeScope()
    let completions = someCompletions 2 3 40

    for variant in MaskVariant.All |> Seq.filter (fun variant -> variant.Uniforms > 0) do
        let estimator = LikelihoodEstimator(Variant = variant)

        let masks seed =
            torch.cat [| for view in drawnBy estimator completions seed -> view.Masked |]

        same (masks 1L) (masks 1L)
        (masks 1L).eq(masks 2L).all().ToBoolean() |> should equal false

[<Fact>]
let ``d1's estimate masks the whole completion and its share of the prompt`` () =
    use _ = torch.NewDisposeScope()
    let completions = someCompletions 40 50 10
    let views = drawnBy LikelihoodEstimator.D1 completions 1L
    views.Count |> should equal 1
    views[0].Weight |> should equal 1.0
    views[0].Masked.narrow(1L, 50L, 10L).all().ToBoolean() |> should equal true

    views[0].Masked.narrow(1L, 0L, 50L).to_type(torch.ScalarType.Float32).mean().ToDouble()
    |> should (equalWithin 0.03) 0.15

let private prompts length (views: MaskedView seq) =
    [
        for view in views ->
            view.Masked.narrow(1L, 0L, length).contiguous().data<bool>().ToArray()
            |> List.ofArray
    ]

[<Fact>]
let ``each drawing masks the prompt anew, so that further passes of d1 say more`` () =
    use _ = torch.NewDisposeScope()
    let completions = someCompletions 4 50 10

    let three =
        drawnBy (LikelihoodEstimator.D1.WithPasses 3) completions 1L |> prompts 50L

    three |> List.distinct |> List.length |> should equal 3

    // the first is what one pass draws
    List.head three
    |> should equal (drawnBy LikelihoodEstimator.D1 completions 1L |> prompts 50L |> List.exactlyOne)

[<Fact>]
let ``the masks of a couple see one prompt, and the full mask that of the first`` () =
    use _ = torch.NewDisposeScope()
    let estimator = LikelihoodEstimator(Drawings = 2, PromptMaskProbability = 0.5)

    match drawnBy estimator (someCompletions 4 50 10) 1L |> prompts 50L with
    | [ full; first; complement; second; another ] ->
        first |> should equal full
        complement |> should equal first
        another |> should equal second
        second |> should not' (equal first)
    | views -> failwith $"there are {views.Length} views"

[<Fact>]
let ``as many prompt masks as drawings are asked for`` () =
    use _ = torch.NewDisposeScope()
    let uniform = torch.rand [| 1L; 2L |]
    let completions = someCompletions 1 3 2

    Assert.Throws<System.ArgumentException>(fun () ->
        LikelihoodEstimator.Paper.Views(completions, [| MaskDrawing(0.5, [| uniform |]) |], [| uniform; uniform |])
        |> ignore)
    |> _.Message
    |> should haveSubstring "1 drawings take 1 prompt masks, not 2"

[<Fact>]
let ``an empty range of ratios is refused by name`` () =
    use _ = torch.NewDisposeScope()

    let problem =
        Assert.Throws<TrainingException>(fun () ->
            drawnBy (LikelihoodEstimator(LeastMaskRatio = 0.7, MostMaskRatio = 0.3)) (someCompletions 1 1 2) 1L
            |> ignore)

    problem.Message |> should haveSubstring "LeastMaskRatio is 0.7"

[<Fact>]
let ``tokens that are not counted are not asked for, and padding changes nothing`` () =
    use _ = torch.NewDisposeScope()
    use model = TinyRuns.createModel "Dream"
    use _ = torch.no_grad ()
    let short = TinyRuns.ids [ [ 1L; 2L; 3L; 4L; 5L ] ]
    let padded = TinyRuns.ids [ [ 11L; 11L; 1L; 2L; 3L; 4L; 5L ] ]
    let counted = torch.tensor (array2D [ [ true; true; false ] ])
    let uniform = torch.tensor (array2D [ [ 0.1f; 0.9f; 0.4f ] ])

    let estimate (completions: Completions) =
        LikelihoodEstimator.Paper.Views(completions, [| MaskDrawing(0.5, [| uniform |]) |])
        |> fun views -> LikelihoodEstimator.Estimate(model, completions, views).contiguous().data<float32>().ToArray()

    let alone = estimate (Completions(short, 2L, counted))

    let besidePadding =
        Completions(padded, 4L, counted, AttentionMask = padded.ne (11L.ToScalar()))
        |> estimate

    Golden.close "estimates" 1e-5 1e-5 besidePadding alone
    alone[2] |> should equal 0.0f

[<Fact>]
let ``an estimate leaves no tensor behind but itself`` () =
    use model = TinyRuns.createModel "Dream"

    let work () =
        use _ = torch.NewDisposeScope()
        let completions = someCompletions 2 3 5

        LikelihoodEstimator.Estimate(model, completions, drawnBy LikelihoodEstimator.Paper completions 1L)
        |> ignore

    work ()
    LiveTensors.LeftBy work |> should equal 0L

[<Fact>]
let ``a ratio at which a weight is infinite is refused`` () =
    use _ = torch.NewDisposeScope()

    for variant in [ MaskVariant.Coupled; MaskVariant.Decoupled ] do
        Assert.Throws<TrainingException>(fun () ->
            drawnBy (LikelihoodEstimator(Variant = variant, MostMaskRatio = 1.0)) (someCompletions 1 1 2) 1L
            |> ignore)
        |> _.Message
        |> should haveSubstring "At the mask ratio 1 a weight"
