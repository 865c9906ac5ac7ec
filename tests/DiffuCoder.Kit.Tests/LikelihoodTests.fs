module DiffuCoder.Kit.Tests.LikelihoodTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Kit.Tests.StandIn

let private options =
    { LikelihoodOptions.Paper with
        Draws = 100
    }

[<Fact>]
let ``the estimate of a generation varies less under coupled masks`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let answer = Prompt.instruct "Add." |> Sampler.generate model quick

    let variance variant =
        answer |> Likelihood.variance model { options with Variant = variant }

    let coupled, decoupled =
        variance MaskVariant.Coupled, variance MaskVariant.Decoupled

    coupled.PerToken.Count |> should equal 100
    coupled.PerToken.Band.Mean |> should equal coupled.PerToken.Value
    coupled.PerToken.High |> should be (lessThan decoupled.PerToken.Low)
    (variance MaskVariant.FullMask).OfMean.Value |> should be (lessThan 1e-9)

[<Fact>]
let ``coupled masks hide every token exactly once, decoupled ones some twice and some never`` () =
    let hidden variant =
        [
            for passes in Likelihood.masks { options with Variant = variant } 40 do
                passes |> should haveLength 3
                // the first pass hides all
                passes.Head.Masked |> List.forall id |> should equal true
                yield! List.map2 (fun first second -> List.filter id [ first; second ] |> List.length) passes[1].Masked passes[2].Masked
        ]

    hidden MaskVariant.Coupled |> List.distinct |> should equal [ 1 ]

    hidden MaskVariant.Decoupled
    |> List.distinct
    |> List.sort
    |> should equal [ 0; 1; 2 ]

    for passes in Likelihood.masks options 40 do
        // the ratios of a pair add up to 1: the weights are half of 1 / r and of 1 / (1 - r)
        (0.5 / passes[1].Weight + 0.5 / passes[2].Weight)
        |> should (equalWithin 1e-6) 1.0

    Likelihood.masks options 40 |> should equal (Likelihood.masks options 40)

    Assert.Throws<System.ArgumentException>(fun () -> Likelihood.masks options 0 |> ignore).Message
    |> should haveSubstring "at least 1"

[<Fact>]
let ``estimates have a row per draw and an entry per written token`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let tokenizer = Model.tokenizer model

    let row =
        [ Prompt.complete "def total", "(values):\n" ]
        |> Data.rowsOfAnswers tokenizer
        |> Seq.head

    let estimates = row |> Likelihood.estimatesOfRow model options
    estimates.Tokens.Count |> should equal 100

    for tokens in estimates.Tokens do
        tokens.Count |> should equal (row.Tokens.Count - row.LearnedFrom)

    let spread = row |> Likelihood.varianceOfRow model options

    spread.Mean.Mean |> should (equalWithin 1e-9) (Seq.average estimates.Sequences)

    let answer = Prompt.complete "def total" |> Sampler.generate model quick

    (answer |> Likelihood.estimates model options).Sequences.Count
    |> should equal 100

let private short =
    { quick with
        MaxNewTokens = 5
        Steps = 5
    }

let private atThree =
    [
        for variant in [ MaskVariant.Coupled; MaskVariant.Decoupled; MaskVariant.RandomMask ] ->
            { options with Variant = variant } |> Likelihood.withPasses 3
    ]

[<Fact>]
let ``a short answer has an exact bound, against which estimators have an exact bias and variance`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let answer = Prompt.instruct "Add." |> Sampler.generate model short
    let seen = ResizeArray<int>()

    let exact =
        answer
        |> Likelihood.exactWith (fun isDone _ -> seen.Add isDone) System.Threading.CancellationToken.None model

    Seq.last seen |> should equal 32
    exact.Bound |> should be (lessThan 0.0)
    (Likelihood.exact model answer).Bound |> should equal exact.Bound

    match Likelihood.accuracies model atThree answer with
    | [ coupled; decoupled; random ] ->
        for accuracy in [ coupled; decoupled; random ] do
            accuracy.IsExact |> should equal true
            accuracy.Passes |> should equal 3

        coupled.OfMean.Value |> should be (lessThan decoupled.OfMean.Value)
        coupled.Bias.Mean |> should (equalWithin 1e-9) decoupled.Bias.Mean
    | other -> failwith $"{other.Length} accuracies of three estimators"

[<Fact>]
let ``with a masked prompt the accuracy is drawn, and has bands`` () =
    use model = Model.loadWith inFloat32 (directory ())

    let row =
        [ Prompt.complete "def total(values):\n", "    x" ]
        |> Data.rowsOfAnswers (Model.tokenizer model)
        |> Seq.head

    let masked = { options with PromptMasking = 0.15 }

    let drawn = row |> Likelihood.accuraciesOfRow model [ masked ] |> List.head

    drawn.IsExact |> should equal false
    drawn.Mean.Count |> should equal 100

    drawn.Bias.Mean
    |> should
        (equalWithin 1e-9)
        (drawn.Mean.Mean
         - (Likelihood.exactOfRow model row).Bound
           / float (row.Tokens.Count - row.LearnedFrom))

[<Fact>]
let ``gradients of estimators are measured against that of the bound, by draws and without`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let answer = Prompt.instruct "Add." |> Sampler.generate model short
    let few = atThree |> List.map (fun one -> { one with Draws = 20 })
    let accuracies = Likelihood.gradients model few answer

    for accuracy in accuracies do
        accuracy.Passes |> should equal 3
        accuracy.Noise.Count |> should equal 20
        isNull accuracy.Exact |> should equal false

    (accuracies[0].Exact |> nonNull).Noise
    |> should be (lessThan (accuracies[1].Exact |> nonNull).Noise)

    Assert
        .Throws<System.ArgumentException>(fun () ->
            Likelihood.gradients model [ few.Head; { few.Head with Draws = 30 } ] answer
            |> ignore)
        .Message
    |> should haveSubstring "the same Draws"

    (fun () -> Likelihood.gradients model [] answer |> ignore)
    |> should throw typeof<System.ArgumentException>

[<Fact>]
let ``an answer that is too long for all its masks is refused with the number of passes`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let answer = Prompt.instruct "Add." |> Sampler.generate model quick

    Assert.Throws<DiffuCoder.Training.TrainingException>(fun () -> Likelihood.exact model answer |> ignore).Message
    |> should haveSubstring "2^12 passes"

    Assert.Throws<DiffuCoder.Training.TrainingException>(fun () -> options |> Likelihood.withPasses 4 |> ignore).Message
    |> should haveSubstring "Give 3 or 5."

[<Fact>]
let ``masks of blocks say their weights`` () =
    for passes in
        Likelihood.masks
            { options with
                Variant = DiffuCoder.Training.Grpo.BlockMasks.Of 4
                Draws = 3
            }
            40 do
        for pass in passes do
            pass.Weight |> should be (greaterThanOrEqualTo 1.0)
