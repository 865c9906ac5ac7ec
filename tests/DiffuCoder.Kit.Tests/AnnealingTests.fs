module DiffuCoder.Kit.Tests.AnnealingTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Training

[<Fact>]
let ``the share of open edges grows to one`` () =
    [ 0; 4; 9; 20 ]
    |> List.map (Annealing.openShare 10)
    |> should equal [ 0.1; 0.5; 1.0; 1.0 ]

    Assert.Throws<TrainingException>(fun () -> Annealing.openShare 0 1 |> ignore)
    |> ignore

[<Fact>]
let ``edges are drawn with that share, and what lies behind is always seen`` () =
    let share step =
        let edges = Annealing.edges 0L 10 60 step

        for row in 0..59 do
            for column in 0..row do
                edges[row, column] |> should equal true

        let future =
            [
                for row in 0..59 do
                    for column in row + 1 .. 59 -> if edges[row, column] then 1.0 else 0.0
            ]

        List.average future

    share 1 |> should (equalWithin 0.04) 0.2
    share 4 |> should (equalWithin 0.04) 0.5
    share 9 |> should equal 1.0
    Annealing.edges 0L 10 20 4 |> should equal (Annealing.edges 0L 10 20 4)
    Annealing.edges 1L 10 20 4 |> should not' (equal (Annealing.edges 0L 10 20 4))
