module DiffuCoder.Kit.Tests.Tiny.InstructTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Tiny
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Trainer

// A sample of what the trainer's --measure does for a whole split; the bound leaves room for the sample's spread, and the README has the figures.
[<Fact>]
let ``the instruct model answers unseen requests with functions, and enough of them parse`` () =
    let scored =
        Measuring.score (TinyFamily.directory Stage.Instruct) 16 HeldOutParameters

    for one in scored do
        one.Answer |> should startWith "def "

    scored |> Measuring.percent _.Parses |> should be (greaterThanOrEqualTo 25.0)
