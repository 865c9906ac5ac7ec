module DiffuCoder.Core.Tests.Analysis.ArNessTests

open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open FsCheck
open FsCheck.Xunit
open DiffuCoder.Analysis
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Analysis.HandMade

let private golden =
    lazy
        Path.Combine(Golden.folder, "09_arness", "arness.json")
        |> File.ReadAllText
        |> JsonDocument.Parse
        |> _.RootElement.GetProperty("examples").EnumerateArray()
        |> Seq.map (fun example -> example.GetProperty("name").GetString(), example)
        |> Map.ofSeq

let private numbers (json: JsonElement) =
    [ for value in json.EnumerateArray() -> value.GetDouble() ]

let names () =
    golden.Value |> Map.keys |> Seq.map (fun name -> [| box name |])

[<Fact>]
let ``there are eight golden orders`` () = golden.Value.Count |> should equal 8

[<Theory>]
[<MemberData(nameof names)>]
let ``a golden order has its local and global AR-ness at every k`` (name: string) =
    let example = golden.Value[name]

    let steps =
        [
            for step in example.GetProperty("steps").EnumerateArray() -> [ for position in step.EnumerateArray() -> position.GetInt32() ]
        ]

    let fromTrajectory =
        let masks = List.replicate (example.GetProperty("window_length").GetInt32()) Mask

        trajectory ([ 90; 91; 92 ] @ masks) 3 (steps |> List.map (List.map ((+) 3)))
        |> DecodingOrder.Of

    for order in [ order steps; fromTrajectory ] do
        order.Flattened
        |> Seq.map float
        |> List.ofSeq
        |> should equal (numbers (example.GetProperty "flattened_order"))

        for k, local, ``global`` in
            Seq.zip3
                (numbers (example.GetProperty "k"))
                (numbers (example.GetProperty "next_token_run"))
                (numbers (example.GetProperty "global")) do
            ArNess.Local(order, int k) |> should (equalWithin 1e-15) local
            ArNess.Global(order, int k) |> should (equalWithin 1e-15) ``global``

[<Property>]
let ``from left to right local AR-ness is (n - k + 1) / n and global is 1`` (one: PositiveInt) (other: PositiveInt) =
    let k, n = min one.Get other.Get, max one.Get other.Get
    let order = order [ for position in 0 .. n - 1 -> [ position ] ]

    abs (ArNess.Local(order, k) - float (n - k + 1) / float n) < 1e-15
    && ArNess.Global(order, k) = 1.0

[<Property(Arbitrary = [| typeof<Arbitraries> |])>]
let ``AR-ness lies in [0, 1], local falls with k and global rises to 1`` (order: DecodingOrder) =
    let most = order.Masked.Count + 2

    let local, ``global`` =
        ArNess.LocalCurve(order, most), ArNess.GlobalCurve(order, most)

    Seq.append local ``global``
    |> Seq.forall (fun value -> 0.0 <= value && value <= 1.0)
    && local |> Seq.pairwise |> Seq.forall (fun (a, b) -> a >= b)
    && ``global`` |> Seq.pairwise |> Seq.forall (fun (a, b) -> a <= b)
    && Seq.last ``global`` = 1.0
    && Seq.last local = 0.0

[<Property(Arbitrary = [| typeof<Arbitraries> |])>]
let ``a curve holds the values at each k`` (order: DecodingOrder) =
    List.ofSeq (ArNess.LocalCurve(order, 5)) = [ for k in 1..5 -> ArNess.Local(order, k) ]
    && List.ofSeq (ArNess.GlobalCurve(order, 5)) = [ for k in 1..5 -> ArNess.Global(order, k) ]

[<Property(Arbitrary = [| typeof<Arbitraries> |], MaxTest = 20)>]
let ``the order of the generations changes neither mean nor band`` (orders: NonEmptyArray<DecodingOrder>) =
    let options = BandOptions(Resamples = 100)

    let points (orders: DecodingOrder[]) =
        List.ofSeq (ArNess.LocalMeans(orders, 3, options))
        @ List.ofSeq (ArNess.GlobalMeans(orders, 3, options))

    points orders.Get = points (Array.rev orders.Get)

[<Fact>]
let ``each generation counts once, and an empty one not at all`` () =
    let leftToRight = order [ [ 0 ]; [ 1 ]; [ 2 ]; [ 3 ] ]
    let rightToLeft = order [ [ 1 ]; [ 0 ] ]
    let means = ArNess.GlobalMeans([| leftToRight; rightToLeft; order [] |], 2)
    means |> Seq.map _.At |> List.ofSeq |> should equal [ 1; 2 ]
    means[0].Value.Mean |> should (equalWithin 1e-15) 0.75
    means[0].Value.Count |> should equal 2
    means[1].Value.Mean |> should equal 1.0
    ArNess.Local(order [], 1) |> defined |> should equal None

    (ArNess.LocalMeans([| order [] |], 1) |> Seq.exactlyOne).Value.Count
    |> should equal 0

[<Fact>]
let ``what was never revealed still counts as a mask on the left`` () =
    let order = DecodingOrder([ [ 1 ]; [ 2 ] ], [ 0 ])
    ArNess.Global(order, 1) |> should equal 0.0
    ArNess.Global(order, 2) |> should equal 1.0
    // position 1 does not follow the prompt
    ArNess.Local(order, 1) |> should equal 0.5

[<Fact>]
let ``numbers that make no sense are refused by name`` () =
    let message (work: unit -> obj) =
        Assert.Throws<AnalysisException>(fun () -> work () |> ignore).Message

    let some = order [ [ 0 ] ]

    message (fun () -> ArNess.Local(some, 0))
    |> should equal "k is 0; it must be at least 1."

    message (fun () -> ArNess.Global(some, -1)) |> should haveSubstring "k is -1"

    message (fun () -> ArNess.LocalCurve(some, 0))
    |> should haveSubstring "The largest k is 0"

    message (fun () -> ArNess.GlobalMeans([||], 1))
    |> should haveSubstring "There are no trajectories"

    message (fun () -> order [ [ -1 ] ])
    |> should haveSubstring "Position -1 is negative"

    message (fun () -> BandOptions(Resamples = 99))
    |> should haveSubstring "Resamples is 99; it must be at least 100"

    message (fun () -> BandOptions(Confidence = 1.0))
    |> should haveSubstring "Confidence is 1; it must lie between 0 and 1"
