module DiffuCoder.Kit.Tests.Scores.ComparisonTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Scores
open DiffuCoder.Scores.Settings
open DiffuCoder.Scores.Measurement
open DiffuCoder.Kit.Tests

let private measured stage temperature seed verdicts =
    {
        Source = Tiny stage
        Benchmark = { Name = "parameters"; Path = None }
        Samples = 1
        Temperature = temperature
        Seed = seed
    },
    Verdicts.result [ for passed in verdicts -> [ passed ] ]

let private runs =
    [
        measured Stage.Instruct 0.2 1L [ true; false; false; true ]
        measured Stage.Instruct 0.2 2L [ true; false; true; true ]
        measured Stage.Instruct 1.0 1L [ false; false; false; false ]
        measured Stage.CpGrpo 0.2 1L [ true; true; true; true ]
        measured Stage.CpGrpo 0.2 2L [ true; true; true; false ]
    ]

[<Fact>]
let ``answers of all seeds are counted together`` () =
    [
        for measurement, result in Comparison.pooled runs -> measurement.Source, measurement.Temperature, result.Base.Head.Value
    ]
    |> should
        equal
        [
            Tiny Stage.Instruct, 0.2, 0.625
            Tiny Stage.Instruct, 1.0, 0.0
            Tiny Stage.CpGrpo, 0.2, 0.875
        ]

[<Fact>]
let ``a source is compared with the first one where both were measured`` () =
    let lines = runs |> Comparison.pooled |> Comparison.lines
    lines |> should haveLength 1

    lines.Head |> should startWith "cpgrpo - instruct, made up, T 0.2: +25.0 (-"

[<Fact>]
let ``one source alone is compared with nothing`` () =
    runs[..2] |> Comparison.pooled |> Comparison.lines |> should be Empty
