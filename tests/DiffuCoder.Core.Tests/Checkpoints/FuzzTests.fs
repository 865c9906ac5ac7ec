/// Damaged files of every kind: each gives all its tensors or a CheckpointException. A crash would end the whole run.
module DiffuCoder.Core.Tests.Checkpoints.FuzzTests

open System
open System.IO
open System.Text
open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Fuzz
open DiffuCoder.Core.Tests.Checkpoints.Files

/// Tensors of all widths, a scalar and an empty one, at places that need a copy as well as ones that do not.
let goodFile =
    [
        "bf", "BF16", "[3]", 6
        "flags", "BOOL", "[2,2]", 4
        "empty", "F32", "[0,4]", 0
        "odd", "U8", "[3]", 3
        "f", "F32", "[2,2]", 16
        "scalar", "F64", "[]", 8
        "i", "I64", "[1,1,2]", 16
        "h", "F16", "[1]", 2
        "s", "I16", "[2]", 4
        "w", "I32", "[1]", 4
        "c", "I8", "[1]", 1
    ]
    |> List.mapFold
        (fun begins (name, dtype, shape, bytes) ->
            $""""{name}":{{"dtype":"{dtype}","shape":{shape},"data_offsets":[{begins},{begins + bytes}]}}""", begins + bytes)
        0
    |> fun (entries, total) ->
        let json =
            """{"__metadata__":{"format":"pt","k":"\u00e9"},"""
            + String.Join(",", entries)
            + "}"

        safetensorsOf (Encoding.UTF8.GetBytes json) (Array.create total 1uy)

let pick (random: Random) (items: 'a array) = items[random.Next items.Length]

let numbers =
    [|
        "-1"
        "0"
        "1"
        "2"
        "3"
        "4"
        "16"
        "17"
        "64"
        "2147483648"
        "4294967296"
        "4611686018427387904"
        "9223372036854775807"
        "9223372036854775808"
        "18446744073709551615"
        "18446744073709551616"
        "1e3"
        "0.5"
        "\"1\""
        "null"
        "[]"
        "{}"
        "2,2"
        ""
    |]

let words =
    [|
        "F32"
        "F64"
        "BF16"
        "BOOL"
        "U8"
        "F4"
        "F8_E4M3"
        "C64"
        "f"
        "odd"
        "shape"
        "dtype"
        "data_offsets"
        "__metadata__"
        "\\ud800"
        ""
    |]

/// Puts another number or word in the place of one of the text.
let spoilText (random: Random) (text: string) =
    let pattern, substitutes =
        pick
            random
            [|
                @"-?\d+", numbers
                "(?<=\")[^\"]*(?=\")", words
                @"[\[\]{},:]", [| "["; "]"; "{"; "}"; ","; ":"; "" |]
            |]

    let found = Regex.Matches(text, pattern) |> Seq.toArray

    if found.Length = 0 then
        text
    else
        let place = pick random found
        text.Remove(place.Index, place.Length).Insert(place.Index, pick random substitutes)

let rec times count change value =
    if count = 0 then
        value
    else
        times (count - 1) change (change value)

/// Runs `attempt` on many spoiled versions and returns how many were good and how many refused.
let outcomes cases (spoil: Random -> unit) (attempt: unit -> unit) =
    let random = Random 20250620

    [
        for _ in 1..cases do
            spoil random
            let allocated = GC.GetAllocatedBytesForCurrentThread()

            try
                attempt ()
                true
            with :? CheckpointException as error ->
                Assert.StartsWith(Path.GetTempPath(), error.Message)
                false

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0L, 2_000_000L)
    ]
    |> List.countBy id
    |> Map.ofList

let onFile cases (spoil: Random -> byte array) =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"

    let counts =
        outcomes cases (fun random -> File.WriteAllBytes(path, spoil random)) (fun () -> openAndReadAll path)

    counts[true] |> should be (greaterThan 0)
    counts[false] |> should be (greaterThan 0)

[<Fact>]
let ``the good file opens`` () =
    use directory = new TemporaryDirectory()
    File.WriteAllBytes(directory.File "x", goodFile)
    openAndReadAll (directory.File "x")

[<Fact>]
let ``bytes flipped, inserted, removed, cut off`` () =
    onFile 3000 (fun random -> goodFile |> times (1 + random.Next 3) (Mutation.spoilBytes random))

[<Fact>]
let ``numbers and words of the header exchanged, the header's length right`` () =
    let length = BitConverter.ToInt32(goodFile, 0)

    let header, data =
        Encoding.UTF8.GetString(goodFile, 8, length), goodFile[8 + length ..]

    onFile 3000 (fun random -> safetensorsOf (header |> times (1 + random.Next 3) (spoilText random) |> Encoding.UTF8.GetBytes) data)

[<Fact>]
let ``a file cut off at every length`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"

    for length in 0 .. goodFile.Length - 1 do
        File.WriteAllBytes(path, Array.truncate length goodFile)
        (fun () -> openAndReadAll path) |> refused []

[<Fact>]
let ``indexes and configurations spoiled`` () =
    use directory = new TemporaryDirectory()
    use tensor = torch.ones 2
    let index = """{"metadata":{"total_size":16},"weight_map":{"a":"f","b":"odd"}}"""
    File.WriteAllText(directory.File "config.json", "{}")
    SafetensorsWriter.Write(directory.File "f", named [ "a", tensor ])
    SafetensorsWriter.Write(directory.File "odd", named [ "b", tensor ])

    let spoil (random: Random) =
        let change (text: string) =
            if random.Next 2 = 0 then
                times (1 + random.Next 2) (spoilText random) text |> Encoding.UTF8.GetBytes
            else
                Encoding.UTF8.GetBytes text
                |> times (1 + random.Next 2) (Mutation.spoilBytes random)

        File.WriteAllBytes(directory.File "model.safetensors.index.json", change index)
        File.WriteAllBytes(directory.File "config.json", change """{"a":1}""")

    let counts =
        outcomes 1000 spoil (fun () ->
            use checkpoint = CheckpointDirectory.Open directory.Path

            for name in checkpoint.Entries.Keys do
                checkpoint.Read(name).Dispose())

    counts[true] |> should be (greaterThan 0)
    counts[false] |> should be (greaterThan 0)
