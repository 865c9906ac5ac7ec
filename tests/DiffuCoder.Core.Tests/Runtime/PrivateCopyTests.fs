module DiffuCoder.Core.Tests.Runtime.PrivateCopyTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Runtime

let private inFolder (test: string -> unit) =
    let folder = Directory.CreateTempSubdirectory "diffucoder-test-"

    try
        test folder.FullName
    finally
        folder.Delete true

let private content = [| 1uy .. 100uy |]

/// Makes the copy; gives its path and what the user of it found there.
let private copy folder content =
    let mutable seen = [||]

    let path =
        PrivateCopy.Use(folder, "lib.so", ReadOnlySpan(content: byte[]), (fun path -> seen <- File.ReadAllBytes path))

    path, seen

[<Fact>]
let ``the copy is kept and used again`` () =
    inFolder (fun folder ->
        let path, seen = copy folder content
        seen |> should equal content
        let written = File.GetLastWriteTimeUtc path
        copy folder content |> fst |> should equal path
        File.GetLastWriteTimeUtc path |> should equal written

        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        |> should equal [| path |])

[<Fact>]
let ``another content has another path`` () =
    inFolder (fun folder -> copy folder content |> fst |> should not' (equal (fst (copy folder [| 7uy |]))))

[<Fact>]
let ``a damaged copy is written again`` () =
    inFolder (fun folder ->
        let path, _ = copy folder content
        File.WriteAllBytes(path, [| 1uy |])
        copy folder content |> should equal (path, content))

[<Fact>]
let ``where nothing can be written a temporary copy serves and is gone afterwards`` () =
    inFolder (fun folder ->
        let file = Path.Combine(folder, "a file in the folder's place")
        File.WriteAllText(file, "")
        let path, seen = copy file content
        seen |> should equal content
        path |> should not' (startWith folder)
        Directory.Exists(Path.GetDirectoryName path) |> should be False)
