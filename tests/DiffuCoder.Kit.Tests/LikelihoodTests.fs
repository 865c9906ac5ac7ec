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
