module DiffuCoder.Kit.Tests.Demo.FillingTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Sampling
open DiffuCoder.Demo

let private step index reveals =
    SamplingStep(index, [ for position, token in reveals -> Reveal(position, token, 0f, 0f) ])

let private steps = [ step 0 [ 2, 20 ]; step 1 []; step 2 [ 1, 10; 3, 30 ] ]
let private start = Filling.start [ 9; 0; 0; 0 ] 0 3

let private after count =
    steps
    |> List.take count
    |> List.fold (fun filling step -> Filling.advance 0.5 step filling) start

[<Fact>]
let ``a canvas starts with its masks`` () =
    (start.Masks, Filling.written start, Filling.speed start)
    |> should equal (3, 0, 0.0)

[<Fact>]
let ``steps are folded into the canvas`` () =
    (after 1).Canvas |> should equal [| 9; 0; 20; 0 |]
    (after 3).Canvas |> should equal [| 9; 10; 20; 30 |]
    (after 3).Steps |> should equal 3
    Filling.written (after 3) |> should equal 3
    Filling.speed (after 3) |> should equal 6.0

[<Fact>]
let ``what is known already is not changed by what comes`` () =
    let first = after 1
    Filling.advance 1.0 (step 1 [ 1, 10 ]) first |> ignore
    first.Canvas |> should equal [| 9; 0; 20; 0 |]

[<Fact>]
let ``the last step's tokens have the age 0, also when a step reveals nothing`` () =
    let ages count =
        [ for position in 0..3 -> Filling.age (after count) position ]

    ages 1 |> should equal [ None; None; Some 0; None ]
    ages 2 |> should equal [ None; None; Some 1; None ]
    ages 3 |> should equal [ None; Some 0; Some 2; Some 0 ]
