/// A crash at any moment of saving leaves the old checkpoint or the new one.
module DiffuCoder.Core.Tests.Checkpoints.SaveCrashTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Checkpoints
open DiffuCoder.Core.Tests.Checkpoints.Files
open DiffuCoder.Core.Tests.Checkpoints.SaveTests

let copyTree (source: string) (target: string) =
    Directory.CreateDirectory target |> ignore

    for directory in Directory.GetDirectories(source, "*", SearchOption.AllDirectories) do
        Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(source, directory)))
        |> ignore

    for file in Directory.GetFiles(source, "*", SearchOption.AllDirectories) do
        if not (file.EndsWith ".lock") then
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)))

let twoRenames = Func<string, string, bool>(fun _ _ -> false)

/// Saves version 2 over version 1 and copies the disk after every step, as a process killed there would leave it.
let crashesDuring exchange (check: string -> string -> unit) =
    use parent = new TemporaryDirectory()
    use crashes = new TemporaryDirectory()
    let disk = parent.File "disk"
    save (Path.Combine(disk, "model")) 1
    let mutable steps = []

    let swap =
        CheckpointSwap(
            exchange,
            fun step ->
                steps <- steps @ [ step ]
                copyTree disk (crashes.File step)
        )

    saveWith swap (Path.Combine(disk, "model")) 2

    for step in steps do
        check step (Path.Combine(crashes.File step, "model"))

    steps

[<Fact>]
let ``a crash at any step of two renames leaves the old or the new checkpoint, and the next save goes on from there`` () =
    let mutable versions = []

    let steps =
        crashesDuring twoRenames (fun _ target ->
            versions <- versions @ [ versionOf target ]
            save target 3
            versionOf target |> should equal 3
            names (string (Path.GetDirectoryName target)) |> should equal (set [ "model" ]))

    List.zip steps versions
    |> should
        equal
        [
            "staging created", 1
            "files written", 1
            "other files carried over", 1
            "old set aside", 1
            "new in place", 2
            "done", 2
        ]

[<Fact>]
let ``a crash at any step of an exchange leaves a directory that anybody can load`` () =
    if OperatingSystem.IsLinux() then
        let steps =
            crashesDuring (Func<string, string, bool>(fun a b -> CheckpointSwap.TryExchange(a, b))) (fun step target ->
                Directory.Exists target |> should equal true

                versionOf target
                |> should equal (if step = "new in place" || step = "done" then 2 else 1))

        steps |> should not' (contain "old set aside")

[<Fact>]
let ``a crash after every file of the new checkpoint leaves the old one`` () =
    use parent = new TemporaryDirectory()
    let target = parent.File "model"
    save target 1
    let staging = parent.File ".model.saving"

    // a former process died after so many files, in the middle of the next
    for files in 0..5 do
        Directory.CreateDirectory staging |> ignore

        for file in Directory.GetFiles target |> Array.sort |> Array.truncate files do
            File.Copy(file, Path.Combine(staging, string (Path.GetFileName file)))

        File.WriteAllText(Path.Combine(staging, ".model.safetensors.x.tmp"), "half")
        versionOf target |> should equal 1
        save target 1
        names parent.Path |> should equal (set [ "model" ])

exception PowerCut

[<Theory>]
[<InlineData("staging created")>]
[<InlineData("files written")>]
[<InlineData("other files carried over")>]
[<InlineData("old set aside")>]
let ``an exception in the middle leaves the old checkpoint and nothing else`` (at: string) =
    use parent = new TemporaryDirectory()
    let target = parent.File "model"
    save target 1

    let swap =
        CheckpointSwap(
            twoRenames,
            (fun step ->
                if step = at then
                    raise PowerCut)
        )

    Assert.Throws<PowerCut>(fun () -> saveWith swap target 2) |> ignore
    Directory.Exists target |> should equal true
    versionOf target |> should equal 1
    names parent.Path |> should equal (set [ "model" ])
