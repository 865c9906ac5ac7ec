module DiffuCoder.Kit.Tests.Demo.SpansTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Demo.CanvasCells
open DiffuCoder.Demo.Spans

let private cells =
    [
        { Position = 4; Kind = Word "def" }
        { Position = 5; Kind = Masked }
        { Position = 6; Kind = Word ":\n" }
        { Position = 7; Kind = Special }
    ]

let private ageOf =
    Map [ 4, 3; 6, 0; 7, 1 ] |> fun ages position -> Map.tryFind position ages

let private piece position step text =
    {
        Position = position
        Text = text
        Step = step
    }

[<Fact>]
let ``while it is written a canvas shows masks, ages and new line breaks`` () =
    whileWriting blocks ageOf cells
    |> should
        equal
        [
            { Text = "def"; Look = Written 3 }
            { Text = "░░"; Look = Unwritten }
            { Text = ":↵\n"; Look = Written 0 }
            { Text = "·"; Look = Faint }
        ]

[<Fact>]
let ``in plain text masks and special tokens are plain characters`` () =
    whileWriting plain ageOf cells |> text |> should equal "def_:\n."

[<Fact>]
let ``a fresh special token is highlighted once`` () =
    (whileWriting blocks (fun _ -> Some 0) cells |> List.last).Look
    |> should equal (Written 0)

[<Fact>]
let ``the first written is red and the last violet, and one step goes from left to right`` () =
    let looks =
        [ piece 7 (Some 2) "a"; piece 8 (Some 0) "b"; piece 9 (Some 0) "c" ]
        |> inOrder
        |> List.map _.Look

    looks |> should equal [ Ordered 1.0; Ordered 0.0; Ordered 0.5 ]

[<Fact>]
let ``what was known from the start has no place in the order`` () =
    [ piece 0 None "def"; piece 1 (Some 5) " f" ]
    |> inOrder
    |> should equal [ { Text = "def"; Look = Faint }; { Text = " f"; Look = Ordered 0.0 } ]

[<Fact>]
let ``a legend runs from the first colour to the last`` () =
    let strip = legend 5 "━"
    strip |> should haveLength 5

    (strip.Head.Look, (List.last strip).Look)
    |> should equal (Ordered 0.0, Ordered 1.0)

    legend 1 "━" |> should equal [ { Text = "━"; Look = Ordered 0.0 } ]
    legend 0 "━" |> should be Empty
