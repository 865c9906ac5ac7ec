module DiffuCoder.Core.Tests.Runtime.RandomSourceTests

open System
open Xunit
open FsUnit.Xunit
open FsCheck
open FsCheck.Xunit
open TorchSharp
open DiffuCoder.Runtime

let private draws count (stream: RandomStream) =
    List.init count (fun _ -> stream.NextUInt64())

[<Fact>]
let ``a derived seed is what the documented formula gives`` () =
    // m(m(0 + γ) + (0 + 1)γ): SplitMix64 started at 0 gives 0xE220A8397B1DCDAF first, and started there 0xA706DD2F4D197E6F
    RandomSource(0L).Derive(0L).Seed |> uint64 |> should equal 0xA706DD2F4D197E6FUL

[<Fact>]
let ``a stream gives the published numbers of xoshiro256 starstar`` () =
    let state =
        "xoshiro256**:" + String.Join("", [ 1; 2; 3; 4 ] |> List.map (sprintf "%016x"))

    // the first outputs from the state 1, 2, 3, 4
    draws 4 (RandomStream.Restore state)
    |> should equal [ 11520UL; 0UL; 1509978240UL; 1215971899390074240UL ]

[<Property>]
let ``a path is the composition of its steps`` (seed: int64) (a: int64) (b: int64) =
    RandomSource(seed).Derive(a, b) = RandomSource(seed).Derive(a).Derive(b)

[<Property>]
let ``numbers by index are the seeds derived from it`` (seed: int64) (index: int64) =
    RandomSource(seed).Indexed().[index] = uint64 (RandomSource(seed).Derive(index).Seed)

[<Property>]
let ``an empty path is the source itself`` (seed: int64) =
    RandomSource(seed).Derive() = RandomSource(seed)

[<Property>]
let ``different steps give different seeds`` (seed: int64) (a: int64) (b: int64) =
    a = b || RandomSource(seed).Derive(a).Seed <> RandomSource(seed).Derive(b).Seed

[<Fact>]
let ``no two of many neighbouring paths share their seed or its lower half`` () =
    let seeds =
        [
            for seed in 0L .. 9L do
                for a in 0L .. 9L do
                    for b in 0L .. 9L -> RandomSource(seed).Derive(a, b).Seed
        ]

    seeds |> List.distinct |> List.length |> should equal 1000
    seeds |> List.map uint32 |> List.distinct |> List.length |> should equal 1000

[<Property>]
let ``the same seed gives the same numbers`` (seed: int64) =
    draws 20 (RandomSource(seed).Stream()) = draws 20 (RandomSource(seed).Stream())

[<Property>]
let ``a restored stream goes on where the saved one stood`` (seed: int64) (NonNegativeInt used) =
    let stream = RandomStream(seed)
    draws (used % 50) stream |> ignore
    let restored = RandomStream.Restore stream.State
    draws 20 restored = draws 20 stream

[<Theory>]
[<InlineData("")>]
[<InlineData("xoshiro256**:12")>]
[<InlineData("splitmix64**:0000000000000001000000000000000200000000000000030000000000000004")>]
[<InlineData("xoshiro256**:0000000000000000000000000000000000000000000000000000000000000000")>]
[<InlineData("xoshiro256**:000000000000000g000000000000000200000000000000030000000000000004")>]
[<InlineData("xoshiro256**: 00000000000001000000000000000200000000000000030000000000000004")>]
let ``a text that is no state is refused`` (text: string) =
    (fun () -> RandomStream.Restore text |> ignore)
    |> should throw typeof<FormatException>

[<Property>]
let ``whole numbers stay below their bound`` (seed: int64) (PositiveInt max) =
    let stream = RandomStream(seed)

    List.init 50 (fun _ -> stream.NextInt max)
    |> List.forall (fun n -> n >= 0 && n < max)

[<Property>]
let ``whole numbers stay in their range`` (seed: int64) (min: int) (PositiveInt width) =
    let stream = RandomStream(seed)

    List.init 50 (fun _ -> stream.NextInt(min, min + width))
    |> List.forall (fun n -> n >= min && n < min + width)

[<Fact>]
let ``the widest range is served`` () =
    let stream = RandomStream(1L)

    List.init 100 (fun _ -> stream.NextInt(Int32.MinValue, -1))
    |> List.forall (fun n -> n < -1)
    |> should be True

[<Fact>]
let ``an empty range is refused`` () =
    (fun () -> RandomStream(1L).NextInt 0 |> ignore)
    |> should throw typeof<ArgumentOutOfRangeException>

    (fun () -> RandomStream(1L).NextInt(5, 5) |> ignore)
    |> should throw typeof<ArgumentOutOfRangeException>

    (fun () -> RandomStream(1L).Choose<int> [||] |> ignore)
    |> should throw typeof<ArgumentException>

[<Fact>]
let ``every number of a range is equally likely`` () =
    let stream = RandomStream(7L)
    let counts = Array.zeroCreate<int> 10

    for _ in 1..100_000 do
        let n = stream.NextInt 10
        counts[n] <- counts[n] + 1

    // 10 000 expected, standard deviation 95
    counts
    |> Array.forall (fun count -> abs (count - 10_000) < 500)
    |> should be True

[<Property>]
let ``doubles lie in the unit interval`` (seed: int64) =
    let stream = RandomStream(seed)

    List.init 100 (fun _ -> stream.NextDouble())
    |> List.forall (fun x -> x >= 0.0 && x < 1.0)

[<Property>]
let ``a shuffle keeps every item`` (seed: int64) (items: int[]) =
    let shuffled = Array.copy items
    RandomStream(seed).Shuffle shuffled
    Array.sort shuffled = Array.sort items

[<Fact>]
let ``every order of three is equally likely`` () =
    let stream = RandomStream(3L)

    let orders =
        List.init 6000 (fun _ -> stream.Permutation 3 |> List.ofArray)
        |> List.countBy id

    orders |> should haveLength 6

    orders
    |> List.forall (fun (_, count) -> abs (count - 1000) < 150)
    |> should be True

[<Property(MaxTest = 20)>]
let ``a generator draws what torch draws from the same seed`` (seed: int64) =
    use _ = torch.NewDisposeScope()
    use generator = RandomSource(seed).Generator(Device.Cpu)
    use ours = torch.rand ([| 8L |], generator = generator)
    use reference = new torch.Generator(uint64 seed)
    use theirs = torch.rand ([| 8L |], generator = reference)
    Linq.Enumerable.SequenceEqual(ours.data<float32>(), theirs.data<float32>())
