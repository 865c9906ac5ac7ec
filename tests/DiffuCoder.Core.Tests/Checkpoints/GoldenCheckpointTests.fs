module DiffuCoder.Core.Tests.Checkpoints.GoldenCheckpointTests

open System
open System.Buffers.Binary
open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints

let golden name =
    Path.Combine(AppContext.BaseDirectory, "Fixtures", "golden", "checkpoints", name)

/// A reading of the file that shares no code with the kit's: name -> elements as bytes.
let bytesByName (path: string) =
    let bytes = File.ReadAllBytes path
    let start = 8 + int (BinaryPrimitives.ReadUInt64LittleEndian(ReadOnlySpan bytes))
    use header = JsonDocument.Parse(ReadOnlyMemory(bytes, 8, start - 8))

    [
        for entry in header.RootElement.EnumerateObject() do
            if entry.Name <> "__metadata__" then
                let offsets = entry.Value.GetProperty "data_offsets"
                let first, last = offsets[0].GetInt32(), offsets[1].GetInt32()
                entry.Name, bytes[start + first .. start + last - 1]
    ]

[<Theory>]
[<InlineData("dream-main", 39)>]
[<InlineData("dream-bf16", 27)>]
[<InlineData("dream-tied", 26)>]
[<InlineData("dream-sharded", 51)>]
let ``a golden checkpoint holds the bytes that an independent reading finds`` name count =
    use checkpoint = CheckpointDirectory.Open(golden name)
    checkpoint.Entries.Count |> should equal count

    checkpoint.Config.GetProperty("model_type").ValueEquals "Dream"
    |> should equal true

    checkpoint.GenerationConfig.HasValue |> should equal true

    let independent =
        Directory.GetFiles(golden name, "*.safetensors")
        |> Seq.collect bytesByName
        |> Seq.toList

    independent.Length |> should equal count

    for name, expected in independent do
        use tensor = checkpoint.Read name
        tensor.shape |> should equal (Seq.toArray checkpoint.Entries[name].Shape)
        tensor.bytes.ToArray() |> should equal expected

[<Fact>]
let ``bf16 and f32 keep the type of the file`` () =
    for name, dtype in
        [
            "dream-bf16", torch.ScalarType.BFloat16
            "dream-main", torch.ScalarType.Float32
        ] do
        use checkpoint = CheckpointDirectory.Open(golden name)
        use tensor = checkpoint.Read "model.norm.weight"
        tensor.dtype |> should equal dtype
