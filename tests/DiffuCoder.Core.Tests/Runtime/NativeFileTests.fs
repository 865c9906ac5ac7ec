module DiffuCoder.Core.Tests.Runtime.NativeFileTests

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

let private messageOf (action: unit -> unit) =
    Assert.Throws<DeviceException>(action).Message

let private folders assemblies (variables: (string * string) list) =
    let variable =
        Func<string, string | null>(fun name -> Map.ofList variables |> Map.tryFind name |> Option.toObj)

    NativeFolders.Of("TorchSharp", "1.2.3", "/app", assemblies, variable)
    |> List.ofSeq

let private native path =
    Path.Combine(path, "runtimes", NativeFolders.System, "native")

[<Fact>]
let ``the program's own folders come first`` () =
    folders [] [] |> List.take 2 |> should equal [ native "/app"; "/app" ]

[<Fact>]
let ``a package is looked for next to the one the kit came from`` () =
    folders [ "/cache/diffucoder.core/0.1.0/lib/net10.0" ] []
    |> should contain (native "/cache/torchsharp/1.2.3")

[<Fact>]
let ``a package cache that was moved is looked into`` () =
    folders [] [ "NUGET_PACKAGES", "/elsewhere/" ]
    |> should contain (native "/elsewhere/torchsharp/1.2.3")

[<Fact>]
let ``the user's package cache is looked into last`` () =
    let home = Environment.GetFolderPath Environment.SpecialFolder.UserProfile

    folders [] []
    |> List.last
    |> should equal (native $"{home}/.nuget/packages/torchsharp/1.2.3")

[<Fact>]
let ``the folders of the system's loader are looked into`` () =
    let found = folders [] [ "LD_LIBRARY_PATH", "/a::/b" ]
    found |> should contain "/a"
    found |> should contain "/b"

[<Fact>]
let ``the first folder that holds the file wins`` () =
    inFolder (fun folder ->
        let place name =
            Directory.CreateDirectory(Path.Combine(folder, name)).FullName

        let empty, first, second = place "empty", place "first", place "second"
        File.WriteAllText(Path.Combine(first, "lib.so"), "")
        File.WriteAllText(Path.Combine(second, "lib.so"), "")

        NativeFile.Find("lib.so", [ empty; first; second ])
        |> should equal (Path.Combine(first, "lib.so")))

[<Fact>]
let ``a library that is nowhere is refused with where it was looked for and what to reference`` () =
    let message =
        messageOf (fun () -> NativeFile.Find("libtorch_cpu.so", [ "/one"; "/two" ]) |> ignore)

    message
    |> should haveSubstring "there is no libtorch_cpu.so in\n  /one\n  /two\n"

    message
    |> should haveSubstring $"Reference the package {NativeFolders.LibTorchPackage} {NativeFolders.LibTorchVersion}"

[<Fact>]
let ``a file that is no library is refused with its path and the loader's reason`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "libtorch_cpu.so")
        File.WriteAllText(path, "version https://git-lfs.github.com/spec/v1\n")

        messageOf (fun () -> NativeFile.Load path)
        |> should startWith $"{path} was found but cannot be loaded: ")
