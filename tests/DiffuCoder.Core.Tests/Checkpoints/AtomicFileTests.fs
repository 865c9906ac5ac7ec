module DiffuCoder.Core.Tests.Checkpoints.AtomicFileTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Checkpoints
open DiffuCoder.Core.Tests.Checkpoints.Files

exception DiskFull

[<Fact>]
let ``text and bytes are written as they are`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "x"
    AtomicFile.WriteAllText(path, "né")
    File.ReadAllBytes path |> should equal [| 110uy; 0xC3uy; 0xA9uy |]
    AtomicFile.WriteAllBytes(path, [| 1uy; 0uy |])
    File.ReadAllBytes path |> should equal [| 1uy; 0uy |]
    Directory.GetFiles directory.Path |> should equal [| path |]

[<Fact>]
let ``until the last byte is written the former file is there`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "x"
    AtomicFile.WriteAllText(path, "old")

    AtomicFile.Write(
        path,
        fun stream ->
            stream.Write("new"B, 0, 3)
            stream.Flush()
            File.ReadAllText path |> should equal "old"
    )

    File.ReadAllText path |> should equal "new"

[<Fact>]
let ``a folder that is not there is named, and no temporary file`` () =
    use directory = new TemporaryDirectory()
    let path = Path.Combine(directory.Path, "no", "x.html")

    let message =
        Assert.Throws<DirectoryNotFoundException>(fun () -> AtomicFile.WriteAllText(path, "x")).Message

    message |> should haveSubstring path
    message |> should not' (haveSubstring ".tmp")

[<Fact>]
let ``an exception leaves the former file and no temporary one`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "x"
    AtomicFile.WriteAllText(path, "old")

    Assert.Throws<DiskFull>(fun () ->
        AtomicFile.Write(
            path,
            fun stream ->
                stream.Write("half"B, 0, 4)
                raise DiskFull
        ))
    |> ignore

    File.ReadAllText path |> should equal "old"
    Directory.GetFileSystemEntries directory.Path |> should equal [| path |]

[<Fact>]
let ``a target that is a directory is refused by the system and nothing is left`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "x"
    Directory.CreateDirectory path |> ignore

    Assert.ThrowsAny<IOException>(fun () -> AtomicFile.WriteAllText(path, "text"))
    |> ignore

    Directory.GetFileSystemEntries directory.Path |> should equal [| path |]
