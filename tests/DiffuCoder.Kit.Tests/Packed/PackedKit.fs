namespace DiffuCoder.Kit.Tests.Packed

open System
open System.IO
open System.IO.Compression
open DiffuCoder.Notebooks

/// The three packages, made anew in a temporary folder under a version that nobody else has, and taken out of the user's caches at the end.
type PackedKit() =
    let packed: Packages.Packed =
        {
            Folder = Directory.CreateTempSubdirectory("diffucoder-packed-").FullName
            Version = $"0.1.0-test.{DateTime.UtcNow.Ticks}"
        }

    do Packages.pack packed

    /// The version of this run's packages.
    member _.Version = packed.Version

    /// The variables with which a kernel finds the packages.
    member _.Variables = Packages.variables packed

    /// The text of a file in a package.
    member _.Text (package: string) (file: string) =
        use archive =
            ZipFile.OpenRead(Path.Combine(packed.Folder, $"{package}.{packed.Version}.nupkg"))

        match archive.GetEntry file with
        | null -> failwith $"{package} has no {file}."
        | entry ->
            use reader = new StreamReader(entry.Open())
            reader.ReadToEnd()

    /// The text of a package's manifest.
    member kit.Manifest(package: string) = kit.Text package $"{package}.nuspec"

    /// What a script prints that references the packed kit and the packages given, in F# Interactive.
    member _.Run (packages: (string * string) list) (script: string) =
        let references =
            [
                for name, version in ("DiffuCoder.Kit", packed.Version) :: packages -> $"#r \"nuget: {name}, {version}\""
            ]

        let file = Path.Combine(packed.Folder, "script.fsx")
        File.WriteAllLines(file, references @ [ script ])
        Tool.dotnet packed.Folder (Packages.variables packed) [ "fsi"; file ]

    /// What a script prints beside which the notebooks' set-up file lies, which loads the packed kit.
    member _.RunBesideSetUp(script: string) =
        let setUp = File.ReadAllText(Path.Combine(Tool.root.Value, "notebooks", "kit.fsx"))
        File.WriteAllText(Path.Combine(packed.Folder, "kit.fsx"), Packages.pin packed setUp)
        let file = Path.Combine(packed.Folder, "beside.fsx")
        File.WriteAllText(file, script)
        Tool.dotnet packed.Folder (Packages.variables packed) [ "fsi"; file ]

    interface IDisposable with
        member _.Dispose() =
            Packages.forget packed.Version
            Directory.Delete(packed.Folder, true)
