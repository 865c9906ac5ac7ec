namespace DiffuCoder.Kit.Tests.Packed

open System
open System.IO
open DiffuCoder.Notebooks

/// The packages, made anew in a temporary folder under a version that nobody else has, and taken out of the user's caches at the end. They
/// are made when the first test asks for them, and all tests share them.
type PackedKit() =
    let made = lazy (Packages.packNew ())

    member _.Packed = made.Value

    /// The text of a file in a package.
    member _.Text (package: string) (file: string) =
        match Packages.files made.Value package |> Map.tryFind file with
        | None -> failwith $"{package} has no {file}."
        | Some bytes -> Text.Encoding.UTF8.GetString(bytes).TrimStart '\uFEFF'

    /// The text of a package's manifest.
    member kit.Manifest(package: string) = kit.Text package $"{package}.nuspec"

    /// What a script prints that references the packed kit and the packages given, in F# Interactive.
    member _.Run (packages: (string * string) list) (script: string) =
        let packed = made.Value

        let references =
            [
                for name, version in ("DiffuCoder.Kit", packed.Version) :: packages -> $"#r \"nuget: {name}, {version}\""
            ]

        let file = Path.Combine(packed.Folder, "script.fsx")
        File.WriteAllLines(file, references @ [ script ])
        Tool.dotnet packed.Folder (Packages.variables packed) [ "fsi"; file ]

    /// What F# Interactive shows of each value when it reads lines as if they were typed.
    member _.Typed(lines: string list) =
        let packed = made.Value
        let file = Path.Combine(packed.Folder, "typed.fsx")

        File.WriteAllLines(
            file,
            [
                for line in $"#r \"nuget: DiffuCoder.Kit, {packed.Version}\"" :: lines @ [ "exit 0" ] -> line + ";;"
            ]
        )

        Tool.dotnet packed.Folder (Packages.variables packed) [ "fsi"; "--nologo"; "--readline-"; $"--use:{file}" ]

    /// What a script prints beside which the notebooks' set-up file lies, which loads the packed kit.
    member _.RunBesideSetUp(script: string) =
        let packed = made.Value
        let setUp = File.ReadAllText(Path.Combine(Tool.root.Value, "notebooks", "kit.fsx"))
        File.WriteAllText(Path.Combine(packed.Folder, "kit.fsx"), Packages.pin packed setUp)
        let file = Path.Combine(packed.Folder, "beside.fsx")
        File.WriteAllText(file, script)
        Tool.dotnet packed.Folder (Packages.variables packed) [ "fsi"; file ]

    interface IDisposable with
        member _.Dispose() =
            if made.IsValueCreated then
                Packages.discard made.Value

[<assembly: Xunit.AssemblyFixture(typeof<PackedKit>)>]
do ()
