/// From a text with holes of unknown length to a canvas for each combination.
module DiffuCoder.Core.Tests.Sampling.OpenCanvasTests

open System
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Sampling

[<Literal>]
let private Mask = 99

let private refusal work =
    Assert.Throws<SamplerException>(fun () -> work () |> ignore).Message

let private hole (lengths: int list) = OpenPart.Hole(lengths, null)
let private known (tokens: int list) = OpenPart.Known(ResizeArray tokens)

let private lengthsOf (canvases: SizedCanvas seq) =
    [ for sized in canvases -> List.ofSeq sized.Lengths ]

[<Fact>]
let ``a range makes a canvas for each length, from the shortest on, each once`` () =
    let canvases =
        OpenCanvas([| known [ 1; 2 ]; hole [ 3; 1; 2; 3 ]; known [ 4 ] |]).Candidates(Mask, 3)

    [ for sized in canvases -> List.ofSeq sized.Canvas.Tokens ]
    |> should equal [ [ 1; 2; Mask; 4 ]; [ 1; 2; Mask; Mask; 4 ]; [ 1; 2; Mask; Mask; Mask; 4 ] ]

    [ for sized in canvases -> List.ofSeq sized.Positions ]
    |> should equal [ [ 2 ]; [ 2; 3 ]; [ 2; 3; 4 ] ]

    for sized in canvases do
        sized.Canvas.CompletionStart |> should equal 0

[<Fact>]
let ``several holes make every combination, those of the first changing slowest, and each keeps its language`` () =
    let digits = Constraint.Regex "[0-9]+"

    let text =
        OpenCanvas
            [|
                hole [ 1; 2 ]
                known [ 7 ]
                OpenPart.Hole([ 2; 4 ], digits)
                known [ 8 ]
                hole [ 1 ]
            |]

    text.Combinations |> should equal 4L
    let canvases = text.Candidates(Mask, 4)

    lengthsOf canvases
    |> should equal [ [ 1; 2; 1 ]; [ 1; 4; 1 ]; [ 2; 2; 1 ]; [ 2; 4; 1 ] ]

    [ for sized in canvases -> List.ofSeq sized.Canvas.Holes ]
    |> should
        equal
        [
            for start, length in [ 2, 2; 2, 4; 3, 2; 3, 4 ] -> [ ConstrainedHole(start, length, digits) ]
        ]

[<Fact>]
let ``what cannot be expanded is refused with the numbers`` () =
    refusal (fun () -> hole []) |> should haveSubstring "no length to choose from"
    refusal (fun () -> hole [ 3; 0 ]) |> should haveSubstring "hole of 0 tokens"

    let wide = OpenCanvas [| hole [ 1..10 ]; known [ 1 ]; hole [ 1..7 ] |]

    refusal (fun () -> wide.Candidates(Mask, 69))
    |> should haveSubstring "(10 times 7) make 70 combinations, more than the 69 allowed"

    refusal (fun () -> OpenCanvas([||]).Candidates(Mask, 1))
    |> should haveSubstring "neither words nor holes"

    // counted without making them
    let many = OpenCanvas [| for _ in 1..40 -> hole [ 1..100 ] |]
    many.Combinations |> should equal Int64.MaxValue

    refusal (fun () -> many.Candidates(Mask, 64))
    |> should haveSubstring "allow more"

type Parts =
    static member Parts() =
        gen {
            let part =
                Gen.oneof
                    [
                        Gen.choose (0, 4)
                        |> Gen.bind (fun count -> Gen.listOfLength count (Gen.choose (0, 20)))
                        |> Gen.map known
                        Gen.choose (1, 4)
                        |> Gen.bind (fun count -> Gen.listOfLength count (Gen.choose (1, 6)))
                        |> Gen.map hole
                    ]

            let! count = Gen.choose (0, 4)
            let! parts = Gen.listOfLength count part
            return Array.ofList (known [ 5 ] :: parts)
        }
        |> Arb.fromGen

[<Property(Arbitrary = [| typeof<Parts> |], MaxTest = 200)>]
let ``every canvas is the known tokens with masks of its lengths between them, and no two are alike`` (parts: OpenPart[]) =
    let text = OpenCanvas parts
    let canvases = text.Candidates(Mask, 4096)
    int64 canvases.Count |> should equal text.Combinations
    lengthsOf canvases |> List.distinct |> should haveLength canvases.Count

    for sized in canvases do
        let lengths = System.Collections.Generic.Queue<int> sized.Lengths

        let expected =
            [
                for part in parts do
                    yield! part.Tokens

                    if part.Lengths.Count > 0 then
                        let length = lengths.Dequeue()
                        part.Lengths |> should contain length
                        yield! List.replicate length Mask
            ]

        lengths |> should be Empty
        List.ofSeq sized.Canvas.Tokens |> should equal expected

        List.ofSeq sized.Positions
        |> should
            equal
            [
                for place, token in List.indexed expected do
                    if token = Mask then
                        place
            ]
