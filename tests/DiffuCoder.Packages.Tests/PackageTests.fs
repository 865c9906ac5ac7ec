namespace DiffuCoder.Packages.Tests

open System
open System.IO
open System.Reflection.Metadata
open System.Reflection.PortableExecutable
open System.Text.RegularExpressions
open System.Xml.Linq
open Xunit
open FsUnit.Xunit
open DiffuCoder.Notebooks

/// The packages, made anew in a temporary folder under a version that nobody else has.
type PackedPackages() =
    let packed = Packages.packNew ()

    member _.Packed = packed

    /// The files of a package, by their paths in it.
    member _.Files(package: string) = Packages.files packed package

    interface IDisposable with
        member _.Dispose() = Packages.discard packed

type PackageTests(packages: PackedPackages) =

    static member Names = TheoryData<string>(Packages.names)

    interface IClassFixture<PackedPackages>

    [<Theory; MemberData(nameof PackageTests.Names)>]
    member _.``a package has its documentation, readme and icon``(package: string) =
        let files = packages.Files package

        for file in
            [
                "README.md"
                "icon.png"
                $"lib/net10.0/{package}.dll"
                $"lib/net10.0/{package}.xml"
            ] do
            files |> Map.containsKey file |> should equal true

        files["icon.png"]
        |> should equal (File.ReadAllBytes(Repository.path [ "assets"; "icon.png" ]))

    [<Theory; MemberData(nameof PackageTests.Names)>]
    member _.``an assembly carries its symbols``(package: string) =
        let bytes = (packages.Files package)[$"lib/net10.0/{package}.dll"]
        use reader = new PEReader(new MemoryStream(bytes))

        let symbols =
            reader.ReadDebugDirectory()
            |> Seq.filter (fun entry -> entry.Type = DebugDirectoryEntryType.EmbeddedPortablePdb)
            |> Seq.exactlyOne
            |> reader.ReadEmbeddedPortablePdbDebugDirectoryData

        let documents = symbols.GetMetadataReader()

        // a source link puts the repository's address in the place of /_/
        for handle in documents.Documents do
            let document = documents.GetDocument handle
            documents.GetString document.Name |> should startWith $"/_/src/{package}/"

    [<Theory; MemberData(nameof PackageTests.Names)>]
    member _.``a manifest describes, tags and licenses its package``(package: string) =
        let manifest =
            new MemoryStream((packages.Files package)[$"{package}.nuspec"])
            |> XDocument.Load

        let text (name: string) =
            manifest.Descendants()
            |> Seq.filter (fun element -> element.Name.LocalName = name)
            |> Seq.map _.Value
            |> Seq.exactlyOne

        text "id" |> should equal package
        text "license" |> should equal "MIT"
        text "icon" |> should equal "icon.png"
        text "readme" |> should equal "README.md"
        text "tags" |> should haveSubstring "masked-diffusion"
        (text "description").Length |> should be (greaterThan 40)

    [<Theory; MemberData(nameof PackageTests.Names)>]
    member _.``a manifest names an address of the repository or none, and never an empty one``(package: string) =
        let manifest =
            new MemoryStream((packages.Files package)[$"{package}.nuspec"])
            |> XDocument.Load

        for element in manifest.Descendants() do
            match element.Name.LocalName with
            | "projectUrl" -> element.Value |> should startWith "https://"
            | "repository" ->
                for url in element.Attributes(XName.Get "url") do
                    url.Value |> should startWith "https://"
            | _ -> ()

    [<Theory; MemberData(nameof PackageTests.Names)>]
    member _.``an assembly does not say in which folder it was built``(package: string) =
        let bytes = (packages.Files package)[$"lib/net10.0/{package}.dll"]
        let root = Text.Encoding.UTF8.GetBytes(Repository.path [ "src" ])
        bytes.AsSpan().IndexOf(ReadOnlySpan root) |> should equal -1

    [<Theory; MemberData(nameof PackageTests.Names)>]
    member _.``no package brings a library for tests``(package: string) =
        let manifest =
            (packages.Files package)[$"{package}.nuspec"] |> Text.Encoding.UTF8.GetString

        Regex.IsMatch(manifest, "id=\"(Parquet|xunit|FsUnit|FsCheck|libtorch)")
        |> should equal false

    [<Fact>]
    member _.``a version that is forgotten is read anew, and others stay``() =
        let one, other =
            PackageCache.unpacked "DiffuCoder.Nothing" "0.0.1-test", PackageCache.unpacked "DiffuCoder.Nothing" "0.0.2-test"

        try
            Directory.CreateDirectory one |> ignore
            Directory.CreateDirectory other |> ignore
            PackageCache.forget [ "DiffuCoder.Nothing", "0.0.1-test" ]
            [ one; other ] |> List.map Directory.Exists |> should equal [ false; true ]
        finally
            Directory.Delete(Path.GetDirectoryName one, true)

    /// Works in a folder of its own outside the repository with the program, whose project may be changed first.
    member private _.InFolder (change: string -> string) (work: string -> 'a) : 'a =
        let folder = Directory.CreateTempSubdirectory("diffucoder-program-").FullName
        let here = Path.Combine(AppContext.BaseDirectory, "Program")
        File.Copy(Path.Combine(here, "Program.txt"), Path.Combine(folder, "Program.cs"))

        File
            .ReadAllText(Path.Combine(here, "Program.xml"))
            .Replace("VERSION", packages.Packed.Version)
            .Replace("LIBTORCH", DiffuCoder.Runtime.TorchNative.LibTorchVersion)
        |> change
        |> fun project -> File.WriteAllText(Path.Combine(folder, "Program.csproj"), project)

        try
            work folder
        finally
            Directory.Delete(folder, true)

    /// What the program prints, started by some commands of the SDK or by itself.
    member private tests.Program(start: string -> string) =
        let printed = tests.InFolder id start
        printed |> should haveSubstring "def long_words(words):"
        printed |> should haveSubstring "ended by stop"
        printed

    [<Fact>]
    member tests.``a C# program outside the repository asks the small model through the packages``() =
        tests.Program(fun folder -> Tool.dotnet folder (Packages.variables packages.Packed) [ "run"; "-c"; "Release" ])
        |> should not' (haveSubstring "warning")

    [<Fact>]
    member tests.``without the package of the small checkpoints the program names it and says how to add it``() =
        let reference = Regex($"<PackageReference Include=\"{Packages.checkpoints}\"[^>]*>")

        tests.InFolder (fun project -> reference.Replace(project, "", 1)) (fun folder ->
            use running =
                Tool.start folder (Packages.variables packages.Packed) [ "run"; "-c"; "Release" ]

            let ending = Tool.wait (TimeSpan.FromMinutes 4.0) running
            ending.ExitCode |> should not' (equal (Some 0))
            ending.Errors |> should haveSubstring "CheckpointException"
            reference.IsMatch ending.Errors |> should equal true)

    [<Fact>]
    member tests.``the program does the same when it is published trimmed``() =
        tests.Program(fun folder ->
            [
                "publish"
                "-c"
                "Release"
                "-r"
                Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier
                "--self-contained"
                "-p:PublishTrimmed=true"
                "-p:TreatWarningsAsErrors=false"
                "-o"
                "out"
            ]
            |> Tool.dotnet folder (Packages.variables packages.Packed)
            |> ignore

            let start =
                Diagnostics.ProcessStartInfo(Path.Combine(folder, "out", "Program"), RedirectStandardOutput = true)

            use running = Diagnostics.Process.Start start
            let printed = running.StandardOutput.ReadToEnd()
            running.WaitForExit()
            printed)
        |> ignore
