namespace DiffuCoder.Kit.Tests.Packed

open System
open System.Collections.Generic
open System.Diagnostics
open System.IO
open System.IO.Compression

/// The three packages, made anew in a temporary folder under a version that nobody else has, and taken out of the user's caches at the end.
type PackedKit() =
    let folder = Directory.CreateTempSubdirectory("diffucoder-packed-").FullName
    let version = $"0.1.0-test.{DateTime.UtcNow.Ticks}"

    let rec rootAbove (folder: DirectoryInfo | null) =
        match folder with
        | null -> failwith "The tests do not lie in the repository."
        | folder when File.Exists(Path.Combine(folder.FullName, "DiffuCoder.Kit.sln")) -> folder.FullName
        | folder -> rootAbove folder.Parent

    let output = DirectoryInfo(AppContext.BaseDirectory) // <root>/tests/<project>/bin/<configuration>/net10.0
    let root = rootAbove output

    let configuration =
        match output.Parent with
        | null -> "Release"
        | parent -> parent.Name

    /// Runs the SDK and gives what it printed. The variables that the test runner and MSBuild leave for their own children are taken away.
    let dotnet workingFolder (variables: (string * string) list) (arguments: string list) =
        let info =
            ProcessStartInfo(
                "dotnet",
                arguments,
                WorkingDirectory = workingFolder,
                RedirectStandardOutput = true,
                RedirectStandardError = true
            )

        for name in List<string>(info.Environment.Keys) do
            if
                name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith "TESTINGPLATFORM"
            then
                info.Environment.Remove name |> ignore

        for name, value in ("MSBUILDDISABLENODEREUSE", "1") :: variables do
            info.Environment[name] <- value

        use running =
            match Process.Start info with
            | null -> failwith "dotnet does not start."
            | started -> started

        let errors = running.StandardError.ReadToEndAsync()
        let printed = running.StandardOutput.ReadToEndAsync()

        if not (running.WaitForExit(TimeSpan.FromMinutes 4.)) then
            running.Kill true
            failwith $"dotnet {arguments[0]} did not end within four minutes."

        if running.ExitCode <> 0 then
            failwith $"dotnet {arguments[0]} ended with {running.ExitCode}:\n{printed.Result}\n{errors.Result}"

        printed.Result

    let home = Environment.GetFolderPath Environment.SpecialFolder.UserProfile

    let packageCache =
        match Environment.GetEnvironmentVariable "NUGET_PACKAGES" with
        | null
        | "" -> Path.Combine(home, ".nuget", "packages")
        | moved -> moved

    /// Where F# Interactive keeps what a script's references came to.
    let resolutionCache = Path.Combine(home, ".packagemanagement", "nuget", "Cache")

    do
        [
            "pack"
            "DiffuCoder.Kit.sln"
            "--no-build"
            "-c"
            configuration
            "-o"
            folder
            $"-p:PackageVersion={version}"
        ]
        |> dotnet root []
        |> ignore

    /// The version of this run's packages.
    member _.Version = version

    /// The text of a package's manifest.
    member _.Manifest(package: string) =
        use archive = ZipFile.OpenRead(Path.Combine(folder, $"{package}.{version}.nupkg"))

        match archive.GetEntry $"{package}.nuspec" with
        | null -> failwith $"{package} has no manifest."
        | entry ->
            use reader = new StreamReader(entry.Open())
            reader.ReadToEnd()

    /// What a script prints that references the packed kit and the packages given, in F# Interactive.
    member _.Run (packages: (string * string) list) (script: string) =
        let references =
            [
                for name, version in ("DiffuCoder.Kit", version) :: packages -> $"#r \"nuget: {name}, {version}\""
            ]

        let file = Path.Combine(folder, "script.fsx")
        File.WriteAllLines(file, references @ [ script ])
        dotnet folder [ "RestoreAdditionalProjectSources", folder ] [ "fsi"; file ]

    interface IDisposable with
        member _.Dispose() =
            for package in [ "diffucoder.core"; "diffucoder.tiny"; "diffucoder.kit" ] do
                let copy = Path.Combine(packageCache, package, version)

                if Directory.Exists copy then
                    Directory.Delete(copy, true)

            if Directory.Exists resolutionCache then
                for file in Directory.GetFiles resolutionCache do
                    if File.ReadAllText(file).Contains version then
                        File.Delete file

            Directory.Delete(folder, true)
