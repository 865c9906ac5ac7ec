/// The kit's packages under a version that nobody else has, so that scripts get these and not others from a cache.
module DiffuCoder.Notebooks.Packages

open System
open System.IO
open System.IO.Compression
open System.Security.Cryptography
open System.Text
open System.Text.RegularExpressions

/// What a reference of the kit brings.
let private ofTheKit = [ "DiffuCoder.Core"; "DiffuCoder.Tiny"; "DiffuCoder.Kit" ]

/// The small checkpoints, which a reference of the kit does not bring.
let checkpoints = "DiffuCoder.Tiny.Checkpoints"

/// What notebooks ask for.
let private ofNotebooks = ofTheKit @ [ checkpoints ]

/// The packages that programs are compiled against.
let libraries = ofTheKit @ [ "DiffuCoder.Extensions.AI" ]

/// All packages of the repository; the last is for kernels alone.
let names = libraries @ [ checkpoints; "DiffuCoder.Kit.Interactive" ]

/// A folder of packages and their version.
type Packed = { Folder: string; Version: string }

/// Packs what was built.
let pack (packed: Packed) =
    Tool.dotnet
        Tool.root.Value
        []
        [
            "pack"
            "DiffuCoder.Kit.sln"
            "--no-build"
            "-c"
            Tool.configuration
            "-o"
            packed.Folder
            $"-p:PackageVersion={packed.Version}"
        ]
    |> ignore

/// Packs what was built into a folder of its own.
let packNew () : Packed =
    let packed =
        {
            Folder = Directory.CreateTempSubdirectory("diffucoder-packages-").FullName
            Version = $"0.1.0-test.{DateTime.UtcNow.Ticks}"
        }

    pack packed
    packed

/// Packs the command line as a tool into a folder, under the version of the build, and gives its name.
let packTool (folder: string) =
    Tool.dotnet
        Tool.root.Value
        []
        [
            "pack"
            "src/DiffuCoder.Tool"
            "--no-build"
            "-c"
            Tool.configuration
            "-o"
            folder
            "-p:PackTool=true"
        ]
    |> ignore

    Directory.GetFiles folder
    |> Array.exactlyOne
    |> fun file -> Regex.Match(Path.GetFileName file, @"^(.*?)\.\d").Groups[1].Value

/// The files of a package, by their paths in it.
let files (packed: Packed) (package: string) =
    use archive =
        ZipFile.OpenRead(Path.Combine(packed.Folder, $"{package}.{packed.Version}.nupkg"))

    Map
        [
            for entry in archive.Entries do
                use stream = entry.Open()
                use bytes = new MemoryStream()
                stream.CopyTo bytes
                entry.FullName, bytes.ToArray()
        ]

let private kitReference =
    Regex "\"nuget: *(DiffuCoder\\.Kit|DiffuCoder\\.Tiny\\.Checkpoints) *,[^\"]*\""

/// Whether a script references the kit as a package.
let isAskedForBy (script: string) = kitReference.IsMatch script

/// A script that references these packages where it referenced the released ones.
let pin (packed: Packed) (script: string) =
    kitReference.Replace(script, $"\"nuget: $1, {packed.Version}\"")

/// The variables with which F# Interactive finds the packages.
let variables (packed: Packed) =
    [ "RestoreAdditionalProjectSources", packed.Folder ]

let private delete folder =
    if Directory.Exists folder then
        Directory.Delete(folder, true)

/// Whether the user's cache has a version already.
let isUnpacked (packed: Packed) =
    ofNotebooks
    |> List.forall (fun package -> Directory.Exists(PackageCache.unpacked package packed.Version))

/// Takes a version out of the user's caches.
let forget (version: string) =
    PackageCache.forget [ for package in names -> package, version ]

/// Takes packages out of the user's caches and deletes them.
let discard (packed: Packed) =
    forget packed.Version
    Directory.Delete(packed.Folder, true)

let private contents () =
    [
        for name in ofNotebooks do
            Path.Combine("src", name, "bin", Tool.configuration, "net10.0", $"{name}.dll")
        "paket.lock"
        "README.md"
    ]
    |> List.map (fun file -> Path.Combine(Tool.root.Value, file))

let private hash (files: string list) =
    use all = IncrementalHash.CreateHash HashAlgorithmName.SHA256

    for file in files do
        if not (File.Exists file) then
            raise (Tool.RunnerException $"{file} is not there; 'dotnet fsi build.fsx -t Build' makes it.")

        all.AppendData(Encoding.UTF8.GetBytes file)
        all.AppendData(SHA256.HashData(File.ReadAllBytes file))

    (all.GetHashAndReset() |> Convert.ToHexStringLower)[..15]

/// The packages of what was built, made anew only when that has changed. The
/// ones before are taken out of the caches: there is one version at a time.
let current (parent: string) : Packed =
    let version = $"0.1.0-notebooks.h{hash (contents ())}"
    let folder = Path.Combine(parent, version)
    let packed = { Folder = folder; Version = version }

    if not (Directory.Exists folder) then
        let unfinished =
            Directory.CreateDirectory(Path.Combine(parent, Guid.NewGuid().ToString "N")).FullName

        pack { packed with Folder = unfinished }

        for older in Directory.GetDirectories(parent, "0.1.0-notebooks.*") do
            forget (Path.GetFileName older)
            delete older

        // another runner may have been faster
        if Directory.Exists folder then
            delete unfinished
        else
            Directory.Move(unfinished, folder)

    packed
