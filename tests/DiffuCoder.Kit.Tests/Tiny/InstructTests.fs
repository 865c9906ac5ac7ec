module DiffuCoder.Kit.Tests.Tiny.InstructTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Tiny.Corpus

// A sample of what `-t Evaluate` does for whole splits; the bounds leave
// room for the sample's spread, and docs/small-family.md has the figures.
[<Fact>]
let ``the instruct model answers unseen requests with functions, of which enough parse and pass their tests`` () =
    use model = Model.tinyWith DiffuCoder.Kit.Tests.StandIn.inFloat32 Stage.Instruct

    let result =
        { EvaluateOptions.Tiny with
            Sampler = SamplerOptions.Tiny
            Sanitize = false
            BatchSize = 16
        }
        |> Evaluate.run model (Benchmark.tiny HeldOutParameters |> Benchmark.first 16)

    for problem in result.Problems do
        for sample in problem.Samples do
            sample.Solution |> should startWith "def "

    let parsed, passed = Evaluate.parseRate result, result.Base.Head.Value
    printfn $"parsed: {parsed}, passed: {passed}"
    parsed |> should be (greaterThanOrEqualTo 0.7)
    passed |> should be (greaterThanOrEqualTo 0.35)
