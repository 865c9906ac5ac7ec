module DiffuCoder.Core.Tests.Distributed.RankOrderedSumTests

open System
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Distributed
open DiffuCoder.Runtime

/// Numbers whose sum depends on the order in which they are added.
let private drawn (seed: int64) (shape: int64 array) =
    use generator = new torch.Generator(uint64 seed, torch.CPU)
    use exponents = torch.rand (shape, generator = generator)
    use signs = torch.randn (shape, generator = generator)
    torch.exp (exponents * 20.0.ToScalar()) * signs

let private bytes (tensor: torch.Tensor) =
    match tensor with
    | null -> [||]
    | given -> given.bytes.ToArray()

/// More than a bucket, fewer numbers than ranks, none, and none given.
let private shapes: int64 array list =
    [ [| (1L <<< 22) + 1001L |]; [| 7L; 5L |]; [| 1L |]; [| 0L |]; [| 3L |] ]

/// A tensor of a rank in a round; some ranks give none of some.
let private given round rank place =
    if place = 4 || (place + round + rank) % 3 = 0 then
        null
    else
        drawn (int64 (100 * round + 10 * rank + place)) shapes[place]

let private inOneProcess rounds ranks =
    [
        for place in 0 .. shapes.Length - 1 do
            let parts =
                [
                    for round in 0 .. rounds - 1 do
                        for rank in 0 .. ranks - 1 do
                            match given round rank place with
                            | null -> ()
                            | part -> part
                ]

            match parts with
            | [] -> [||]
            | parts -> parts |> List.reduce (fun sum part -> sum.add_ part) |> bytes
    ]

[<Theory>]
[<InlineData(2, 3)>]
[<InlineData(3, 2)>]
let ``sums are those of one process that adds one after another`` (ranks: int, rounds: int) =
    let sums (job: IRanks) =
        use _ = torch.NewDisposeScope()
        let before = LiveTensors.OnThisThread
        let like = [| for shape in shapes -> torch.zeros shape |]
        use sum = new RankOrderedSum(job, like)

        for round in 0 .. rounds - 1 do
            sum.Add [| for place in 0 .. shapes.Length - 1 -> given round job.Rank place |]

        [ for place in 0 .. shapes.Length - 1 -> bytes (sum.Take place) ]

    use _ = torch.NewDisposeScope()
    let expected = inOneProcess rounds ranks

    for ofRank in ThreadRanks.run ranks sums do
        List.map2 (fun (own: byte array) (alone: byte array) -> own.AsSpan().SequenceEqual alone) ofRank expected
        |> should equal (List.replicate shapes.Length true)

[<Fact>]
let ``the numbers do depend on the order, so that the test above can fail`` () =
    use _ = torch.NewDisposeScope()
    let parts = [ for rank in 0L .. 5L -> drawn rank [| 1000L |] ]

    let sum parts =
        parts |> List.reduce (fun (sum: torch.Tensor) part -> sum + part) |> bytes

    sum parts |> should not' (equal (sum (List.rev parts)))
