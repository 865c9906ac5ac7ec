/// Files and directories that the checkpoint tests are made of.
module DiffuCoder.Core.Tests.Checkpoints.Files

open System
open System.Collections.Generic
open System.IO
open System.Text
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints

/// A directory of its own that goes when the test ends.
type TemporaryDirectory() =
    let path = Directory.CreateTempSubdirectory("diffucoder-").FullName
    member _.Path = path
    member _.File name = Path.Combine(path, name)

    interface IDisposable with
        member _.Dispose() = Directory.Delete(path, true)

/// The bytes of a file with this header and data.
let safetensorsOf (header: byte array) (data: byte array) : byte array =
    Array.concat [ BitConverter.GetBytes(uint64 header.Length); header; data ]

let safetensors (header: string) (dataBytes: int) =
    safetensorsOf (Encoding.UTF8.GetBytes header) (Array.init dataBytes byte)

/// Opens a file of these bytes and reads every tensor to the last byte.
let openAndReadAll (path: string) =
    use file = SafetensorsFile.Open path

    for name in file.Entries.Keys do
        use tensor = file.Read name
        Assert.Equal(file.Entries[name].Bytes, tensor.bytes.ToArray().LongLength)

/// The action is refused with a message that holds every one of the fragments.
let refused (fragments: string list) (action: unit -> unit) =
    let error = Assert.Throws<CheckpointException> action

    for fragment in fragments do
        error.Message |> should haveSubstring fragment

/// A tensor whose elements have exactly these bits.
let tensorOfBytes (dtype: torch.ScalarType) (shape: int64 array) (bytes: byte array) =
    let tensor = torch.empty (shape, Nullable dtype)
    bytes.AsSpan().CopyTo tensor.bytes
    tensor

let named (tensors: (string * torch.Tensor) list) =
    tensors |> List.map (fun (name, tensor) -> KeyValuePair(name, tensor))

/// The number of tensors that `action` leaves behind on this thread.
let liveTensorsLeftBy (action: unit -> unit) =
    let before = DisposeScopeManager.Statistics.ThreadTotalLiveCount
    action ()
    DisposeScopeManager.Statistics.ThreadTotalLiveCount - before
