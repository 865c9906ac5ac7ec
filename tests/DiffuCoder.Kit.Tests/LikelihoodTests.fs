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
    use model = Model.load (directory ())
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
let ``estimates have a row per draw and an entry per written token`` () =
    use model = Model.load (directory ())
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
