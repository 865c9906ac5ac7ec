module DiffuCoder.Kit.Tests.Tiny.InstructTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Tiny
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Trainer

// The whole held-out split is measured by the trainer's --measure; this is a sample of it, with room for the sample's own spread.
[<Fact>]
let ``most answers of the instruct model parse, and about half are the reference solution`` () =
    let scored =
        Measuring.score (TinyFamily.directory Stage.Instruct) 24 HeldOutParameters

    scored |> Measuring.percent _.Parses |> should be (greaterThanOrEqualTo 80.0)
    scored |> Measuring.percent _.Equal |> should be (greaterThanOrEqualTo 30.0)
