module DiffuCoder.Core.Tests.Checkpoints.SafetensorsRoundTripTests

open System
open System.Collections.Generic
open System.IO
open System.Text
open Xunit
open FsUnit.Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Core.Tests.Checkpoints.Files

type Stored =
    {
        Dtype: torch.ScalarType
        Shape: int64 array
        Bytes: byte array
    }

let dtypes =
    [
        torch.ScalarType.Float64, 8
        torch.ScalarType.Float32, 4
        torch.ScalarType.Float16, 2
        torch.ScalarType.BFloat16, 2
        torch.ScalarType.Int64, 8
        torch.ScalarType.Int32, 4
        torch.ScalarType.Int16, 2
        torch.ScalarType.Int8, 1
        torch.ScalarType.Byte, 1
        torch.ScalarType.Bool, 1
    ]

let size dtype =
    dtypes |> List.find (fst >> (=) dtype) |> snd

type Generators =
    /// Every type, 0 to 4 dimensions of length 0 to 4 (scalars and empty tensors among them), any bits: also NaNs with a payload.
    static member Stored() =
        gen {
            let! dtype = dtypes |> List.map fst |> Gen.elements
            let! rank = Gen.choose (0, 4)
            let! shape = Gen.choose (0, 4) |> Gen.map int64 |> Gen.arrayOfLength rank
            let highest = if dtype = torch.ScalarType.Bool then 1 else 255

            let! bytes =
                Gen.choose (0, highest)
                |> Gen.map byte
                |> Gen.arrayOfLength (size dtype * int (Array.fold (*) 1L shape))

            return
                {
                    Dtype = dtype
                    Shape = shape
                    Bytes = bytes
                }
        }
        |> Arb.fromGen

    /// Any text but halves of surrogate pairs.
    static member Text() =
        ArbMap.defaults
        |> ArbMap.arbitrary<UnicodeString>
        |> Arb.filter (fun text -> Encoding.UTF8.GetString(Encoding.UTF8.GetBytes text.Get) = text.Get)

let roundTrip (tensors: (string * Stored) list) metadata check =
    use directory = new TemporaryDirectory()
    let path = directory.File "x.safetensors"

    let written =
        tensors
        |> List.map (fun (name, s) -> name, tensorOfBytes s.Dtype s.Shape s.Bytes)

    SafetensorsWriter.Write(path, named written, metadata)
    written |> List.iter (fun (_, tensor) -> tensor.Dispose())
    use file = SafetensorsFile.Open path
    check file

[<Property(MaxTest = 150, Arbitrary = [| typeof<Generators> |])>]
let ``what is written is read, to the last bit, and lies where it can be mapped``
    (tensors: (UnicodeString * Stored) list)
    (metadata: (UnicodeString * UnicodeString) list)
    =
    let tensors =
        tensors
        |> List.map (fun (name, stored) -> name.Get, stored)
        |> List.distinctBy fst

    let metadata =
        metadata
        |> List.map (fun (key, value) -> key.Get, value.Get)
        |> List.distinctBy fst

    roundTrip tensors (dict metadata |> Dictionary) (fun file ->
        file.Entries.Keys
        |> Set.ofSeq
        |> should equal (tensors |> List.map fst |> Set.ofList)

        file.Metadata
        |> Seq.map (fun m -> m.Key, m.Value)
        |> Set.ofSeq
        |> should equal (Set.ofList metadata)

        for name, stored in tensors do
            use read = file.Read name
            read.dtype |> should equal stored.Dtype
            read.shape |> should equal stored.Shape
            read.is_contiguous () |> should equal true
            Assert.Equal<byte array>(stored.Bytes, read.bytes.ToArray())
            // where it can be mapped
            file.Entries[name].Begin % int64 (size stored.Dtype) |> should equal 0L

        BitConverter.ToInt64(File.ReadAllBytes file.Path, 0) % 8L |> should equal 0L)

[<Theory>]
[<InlineData(2)>]
[<InlineData(4)>]
let ``a header whose length starts like a pickle is a header`` (high: int) =
    use directory = new TemporaryDirectory()
    let path = directory.File "x.safetensors"
    File.WriteAllBytes(path, safetensors ("{}".PadRight(256 * high + 0x80)) 0)
    openAndReadAll path

[<Fact>]
let ``a tensor that lies at an odd place is copied with the same bits`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "x.safetensors"

    let data =
        [|
            7uy
            yield! BitConverter.GetBytes 1.5f
            yield! BitConverter.GetBytes -2.25f
            yield! BitConverter.GetBytes 9L
        |]

    let header =
        """{"odd":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"f":{"dtype":"F32","shape":[2],"data_offsets":[1,9]},"i":{"dtype":"I64","shape":[],"data_offsets":[9,17]}}"""B

    // any remainder of the header's length
    for spaces in 0..7 do
        File.WriteAllBytes(path, safetensorsOf (Array.append header (Array.create spaces 32uy)) data)
        use file = SafetensorsFile.Open path
        use f = file.Read "f"
        use i = file.Read "i"
        f.data<float32>().ToArray() |> should equal [| 1.5f; -2.25f |]
        i.item<int64>() |> should equal 9L

[<Fact>]
let ``tensors that are not contiguous, need gradients or share memory are written by their values`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "x.safetensors"
    use _scope = torch.NewDisposeScope()
    let whole = torch.arange(12, dtype = torch.float32).reshape(3, 4)
    let expanded = torch.tensor([| 5f |]).expand(2, 3)
    let parameter = torch.ones (2, requires_grad = true)

    let tensors =
        [
            "transposed", whole.t ()
            "slice", whole[torch.TensorIndex.Ellipsis, torch.TensorIndex.Slice(1, 4, 2)]
            "expanded", expanded
            "parameter", parameter
            "whole", whole
            "tied", whole
        ]

    SafetensorsWriter.Write(path, named tensors)
    use file = SafetensorsFile.Open path

    for name, tensor in tensors do
        let read = file.Read name
        read.shape |> should equal tensor.shape

        read.data<float32>().ToArray()
        |> should equal (tensor.detach().contiguous().data<float32>().ToArray())

        read.requires_grad |> should equal false

[<Fact>]
let ``names that the format cannot hold are refused and nothing is written`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "x.safetensors"
    use tensor = torch.ones 1
    use complex = torch.ones (1, dtype = torch.complex64)

    for tensors, fragments in
        [
            [ "a", tensor; "a", tensor ], [ "\"a\""; "twice" ]
            [ "__metadata__", tensor ], [ "reserved" ]
            [ string (char 0xd800), tensor ], [ "not Unicode" ]
            [ "c", complex ], [ "\"c\""; "Complex" ]
        ] do
        (fun () -> SafetensorsWriter.Write(path, named tensors))
        |> refused (path :: fragments)

        Directory.GetFileSystemEntries directory.Path |> should be Empty

    (fun () -> SafetensorsWriter.Write(path, named [], dict [ "key", string (char 0xdc00) ] |> Dictionary))
    |> refused [ "not Unicode" ]

[<Fact>]
let ``a file without tensors is a file`` () =
    roundTrip [] null (fun file ->
        file.Entries.Count |> should equal 0
        file.Metadata.Count |> should equal 0)

[<Fact>]
let ``metadata that is null is none, as for the format's own reader`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"

    File.WriteAllBytes(path, safetensors """{"__metadata__":null,"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""" 2)

    use file = SafetensorsFile.Open path
    file.Metadata.Count |> should equal 0
    openAndReadAll path
