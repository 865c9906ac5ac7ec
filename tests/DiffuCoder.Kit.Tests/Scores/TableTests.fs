module DiffuCoder.Kit.Tests.Scores.TableTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Scores
open DiffuCoder.Scores.Settings
open DiffuCoder.Scores.Measurement

let private score k value =
    {
        K = k
        Value = value
        Low = value - 0.1
        High = value + 0.1
    }

let private result scores plus =
    {
        Benchmark = "tiny, new parameters"
        Problems = []
        Base = scores
        Plus = plus
        Excluded = []
    }

let private measured source samples temperature scores plus =
    {
        Source = source
        Benchmark = { Name = "parameters"; Path = None }
        Samples = samples
        Temperature = temperature
        Seed = 0L
    },
    result scores plus

[<Fact>]
let ``a line for each model and benchmark, a column for each k and temperature`` () =
    Table.markdown
        [
            measured (Tiny Stage.Base) 1 0.2 [ score 1 0.2 ] []
            measured (Tiny Stage.Base) 10 1.0 [ score 1 0.15; score 10 0.4 ] []
            measured (Tiny Stage.Instruct) 1 0.2 [ score 1 0.5 ] []
        ]
    |> should
        equal
        ("| answers of | benchmark | problems | pass@1 at T 0.2 | pass@1 at T 1.0 | pass@10 at T 1.0 |\n"
         + "| --- | --- | --- | --- | --- | --- |\n"
         + "| base | tiny, new parameters | 0 | 20.0 (10.0 to 30.0) | 15.0 (5.0 to 25.0) | 40.0 (30.0 to 50.0) |\n"
         + "| instruct | tiny, new parameters | 0 | 50.0 (40.0 to 60.0) |  |  |")

[<Fact>]
let ``a file of answers does not say its temperature, further tests have columns of their own`` () =
    Table.markdown [ measured (File "runs/samples.jsonl") 1 0.2 [ score 1 0.5 ] [ score 1 0.4 ] ]
    |> should
        equal
        ("| answers of | benchmark | problems | pass@1 | pass@1+ |\n| --- | --- | --- | --- | --- |\n"
         + "| samples | tiny, new parameters | 0 | 50.0 (40.0 to 60.0) | 40.0 (30.0 to 50.0) |")
