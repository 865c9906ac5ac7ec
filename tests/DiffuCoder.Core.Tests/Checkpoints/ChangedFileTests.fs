/// What an open file refuses.
module DiffuCoder.Core.Tests.Checkpoints.ChangedFileTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Checkpoints
open DiffuCoder.Core.Tests.Checkpoints.Files

[<Fact>]
let ``a name that is not in the file`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    File.WriteAllBytes(path, safetensors "{}" 0)
    use file = SafetensorsFile.Open path
    (fun () -> file.Read("b").Dispose()) |> refused [ path; "\"b\""; "no tensor" ]

/// Writing into an open file takes a program that asks for no lock, as most outside .NET do.
let truncate (path: string) (length: int64) =
    use handle =
        new FileStream(
            path,
            FileStreamOptions(Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = (FileShare.ReadWrite ||| FileShare.Delete))
        )

    handle.SetLength length

[<Theory>]
[<InlineData(4L)>]
[<InlineData(70L)>]
let ``a file that another program shortens after it was opened`` length =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    File.WriteAllBytes(path, safetensors """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""" 8)
    use file = SafetensorsFile.Open path
    truncate path length

    (fun () -> file.Read("a").Dispose())
    |> refused [ path; "changed after it was opened" ]

[<Fact>]
let ``a file that is written over after it was opened`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    File.WriteAllBytes(path, safetensors """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""" 8)
    use file = SafetensorsFile.Open path
    File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes 1.0)

    (fun () -> file.Read("a").Dispose())
    |> refused [ "changed after it was opened" ]

[<Fact>]
let ``a file that was closed`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    File.WriteAllBytes(path, safetensors """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""" 8)
    let file = SafetensorsFile.Open path
    file.Dispose()

    Assert.Throws<ObjectDisposedException>(fun () -> file.Read("a").Dispose())
    |> ignore
