module DiffuCoder.Kit.Tests.UnpackedFolderTests

open System
open System.IO
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Checkpoints
open DiffuCoder.Tiny

let private files: UnpackedFolder.Files =
    Map [ "config.json", "{}"B; "weights", Array.init 100000 byte ]

let private contents folder =
    Directory.GetFiles folder
    |> Array.map (fun path -> Path.GetFileName path, File.ReadAllBytes path)
    |> Map.ofArray

[<Fact>]
let ``files come out as they are and nothing else is left in the root`` () =
    let root = StandIn.temporaryFolder ()
    let folder = UnpackedFolder.unpack [ lazy root ] "stage" files
    contents folder |> should equal files
    Directory.GetFileSystemEntries root |> should equal [| folder |]

[<Fact>]
let ``a second time nothing is written`` () =
    let root = StandIn.temporaryFolder ()
    let folder = UnpackedFolder.unpack [ lazy root ] "stage" files
    let before = Directory.GetLastWriteTimeUtc folder
    UnpackedFolder.unpack [ lazy root ] "stage" files |> should equal folder
    Directory.GetLastWriteTimeUtc folder |> should equal before

[<Fact>]
let ``another content has another folder`` () =
    let root = StandIn.temporaryFolder ()
    let other = files |> Map.add "weights" [| 1uy |]

    UnpackedFolder.unpack [ lazy root ] "stage" files
    |> should not' (equal (UnpackedFolder.unpack [ lazy root ] "stage" other))

[<Fact>]
let ``content moved from one file to another is another content`` () =
    UnpackedFolder.hash (Map [ "a", "xy"B; "b", "z"B ])
    |> should not' (equal (UnpackedFolder.hash (Map [ "a", "x"B; "b", "yz"B ])))

[<Fact>]
let ``damaged and missing files are replaced`` () =
    let root = StandIn.temporaryFolder ()
    let folder = UnpackedFolder.unpack [ lazy root ] "stage" files

    let damages =
        [
            fun () -> File.WriteAllBytes(Path.Combine(folder, "weights"), Array.zeroCreate 100000)
            fun () -> File.WriteAllText(Path.Combine(folder, "weights"), "short")
            fun () -> File.Delete(Path.Combine(folder, "config.json"))
            fun () -> Directory.Delete(folder, recursive = true)
        ]

    for damage in damages do
        damage ()
        UnpackedFolder.unpack [ lazy root ] "stage" files |> should equal folder
        contents folder |> should equal files
        Directory.GetFileSystemEntries root |> should equal [| folder |]

[<Fact>]
let ``several at once agree`` () =
    let root = StandIn.temporaryFolder ()

    let unpack () =
        UnpackedFolder.unpack [ lazy root ] "stage" files

    let folders = Task.WhenAll [| for _ in 1..8 -> Task.Run unpack |]
    folders.Result |> Array.distinct |> should haveLength 1
    contents folders.Result[0] |> should equal files
    Directory.GetFileSystemEntries root |> should haveLength 1

/// A root under which no folder can be made, whoever asks: its parent is a file.
let private unusable () =
    let file = Path.Combine(StandIn.temporaryFolder (), "file")
    File.WriteAllText(file, "")
    Path.Combine(file, "root")

[<Fact>]
let ``a root that cannot be written to is passed over`` () =
    let root = StandIn.temporaryFolder ()

    UnpackedFolder.unpack [ lazy unusable (); lazy root ] "stage" files
    |> should startWith root

[<Fact>]
let ``without any root there is a typed error that says what to do`` () =
    let problem =
        Assert.Throws<CheckpointException>(fun () ->
            UnpackedFolder.unpack [ lazy unusable (); lazy unusable () ] "stage" files
            |> ignore)

    problem.Message |> should haveSubstring "XDG_CACHE_HOME"
    problem.InnerException |> should not' (be Null)

[<Fact>]
let ``the temporary folder is the last resort`` () =
    let last = List.last(TinyFamily.roots).Value
    last |> should startWith (Path.GetTempPath())
    Directory.Exists last |> should equal true
