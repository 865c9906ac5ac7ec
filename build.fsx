// The build of DiffuCoder.Kit. Needs the .NET 10 SDK and nothing else; works from any folder.
//     dotnet fsi build.fsx -t Target [-p:Property=value] [-- arguments]
// Without a target it lists them.

#load "build/Shell.fs"
#load "build/Host.fs"
#load "build/Site.fs"
#load "build/PackageCache.fs"

open System
open System.IO
open System.Text.RegularExpressions
open Shell
open Host

let solution = "DiffuCoder.Kit.sln"

/// The exit code of some work, or 1 when it stops.
let attempt work =
    try
        work ()
    with Stop message ->
        eprintfn "%s" message
        1

/// Work that gives no exit code of its own and takes no arguments.
let simply work arguments =
    match arguments with
    | [] ->
        work ()
        0
    | _ ->
        let words = String.concat " " arguments
        stop $"This target takes no arguments, and '{words}' was given; run several targets one after the other."

// ---- steps; the lazy ones are done once -----------------------------------------------------------------------------

let prepared =
    lazy
        checkSdk ()
        setPackageSource ()
        dotnet "tool restore"
        dotnet "paket restore --silent" // for all projects at once: the builds of several would otherwise do so at the same time and collide

let restored =
    lazy
        prepared.Force()
        dotnet $"restore {solution} -v quiet" // Paket says dozens of lines otherwise

let built =
    lazy
        restored.Force()
        dotnet $"build {solution} -c Release --no-restore"

/// Every file of src and tests that was not built, relative to the root.
let sources pattern =
    [ "src"; "tests" ]
    |> Seq.collect (fun top -> Directory.EnumerateFiles(Path.Combine(root, top), pattern, SearchOption.AllDirectories))
    |> Seq.map (fun file -> Path.GetRelativePath(root, file).Replace('\\', '/'))
    |> Seq.filter (fun file -> not (Regex.IsMatch(file, "/(bin|obj)/")))
    |> List.ofSeq

/// A filter of the solution with the C# projects alone: formatted one by one, each would load and compile those that it refers to again.
let csharp () =
    let filter = "artifacts/csharp.slnf"
    Directory.CreateDirectory(Path.Combine(root, "artifacts")) |> ignore

    let projects =
        sources "*.csproj"
        |> List.map (fun project -> $"\"{project}\"")
        |> String.concat ", "

    File.WriteAllText(Path.Combine(root, filter), $$"""{ "solution": { "path": "../{{solution}}", "projects": [ {{projects}} ] } }""")
    filter

/// Formats the code, or only checks it: F# with fantomas, C# with dotnet format.
let format check () =
    restored.Force()
    let only option = if check then option else ""

    try
        dotnet $"""fantomas{only " --check"} src tests build build.fsx"""
        dotnet $"""format {csharp ()} --no-restore{only " --verify-no-changes"}"""
    with Stop message when check ->
        stop $"{message} The code is not formatted; 'dotnet fsi build.fsx -t Format' mends that."

/// The program that runs notebooks; it packs what was built and runs them against the packages.
let notebookRunner =
    "tests/DiffuCoder.Notebooks/bin/Release/net10.0/DiffuCoder.Notebooks.dll"

let runNotebooks read arguments =
    start (Directory.GetCurrentDirectory()) read (Path.Combine(root, notebookRunner) :: arguments)

let precisionVariable = "DIFFUCODER_PRECISION"

/// Runs every test project and every notebook and closes with the counts. Checks the format too, so that one command says whether a change is good.
let test options =
    checkLibTorch ()
    checkSandbox ()
    checkBrowser ()
    checkJupyter ()
    checkMpi ()
    built.Force()
    let lines = ResizeArray<string>()

    let read line =
        printfn "%s" line
        lines.Add line

    let sum pattern =
        lines
        |> Seq.map (fun line -> Regex.Match(line, pattern).Groups[1])
        |> Seq.sumBy (fun number -> if number.Success then int number.Value else 0)

    let tests outcome = sum $@"^\s+(?:{outcome}):\s+(\d+)\s*$"

    let runTests () =
        match start root (Some read) (words $"test --solution {solution} -c Release --no-build" @ options) with
        | 0 when tests "succeeded" = 0 -> stop "No test ran."
        | code -> code

    // notebooks run by themselves compute in float32, as their stored figures were: here in what the processor is fastest in, which takes less time
    // and asks whether what they claim depends on it; the user's own setting wins
    if isNull (Environment.GetEnvironmentVariable precisionVariable) then
        Environment.SetEnvironmentVariable(precisionVariable, "automatic")

    // options choose some of the tests: then these alone are wanted
    let runAllNotebooks () =
        if List.isEmpty options then
            runNotebooks (Some read) []
        else
            0

    let isGood =
        attempt (fun () -> simply (format true) [])
        + attempt runTests
        + attempt runAllNotebooks
            =
            0

    let passed = tests "succeeded" + sum @"^(\d+) passed, \d+ failed$"
    let failed = tests "failed|error" + sum @"^\d+ passed, (\d+) failed$"
    printfn "%d passed, %d failed, %d skipped" passed failed (tests "skipped")
    if isGood then 0 else 1

let notebooks arguments =
    checkLibTorch ()
    checkSandbox ()
    built.Force()
    runNotebooks None arguments

let youngest files =
    files
    |> Seq.map (fun (file: string) -> File.GetLastWriteTimeUtc(Path.Combine(root, file)))
    |> Seq.fold max DateTime.MinValue

/// Which libtorch programs are to run on, as `Directory.Build.props` has it.
let device () =
    match Environment.GetEnvironmentVariable "DiffuCoderDevice" with
    | null
    | "" -> "cpu"
    | device -> device

/// Whether a folder was built for that libtorch: the build leaves the word there.
let isForDevice (output: string) =
    let word = Path.Combine(output, "libtorch.txt")
    File.Exists word && File.ReadAllText(word).Trim() = device ()

/// Whether the youngest of our assemblies in a folder is younger than every source of a project. Asking MSBuild would take seconds.
let isUpToDate (project: string) (output: string) =
    sources "*"
    |> List.filter (fun file -> file.StartsWith "src/" || file.StartsWith project)
    |> List.append [ "paket.lock"; "Directory.Build.props"; "Directory.Build.targets" ]
    |> fun code ->
        Directory.Exists output
        && isForDevice output
        && youngest (Directory.GetFiles(output, "DiffuCoder.*.dll")) > youngest code

/// Builds one program and runs it where the user stands, so that relative paths among its arguments mean what they say.
let run (project: string) arguments =
    checkLibTorch ()
    let output = Path.Combine(root, project, "bin/Release/net10.0")

    if not (isUpToDate project output) then
        prepared.Force()
        dotnet $"build {project} -c Release --nologo -v quiet"

    start (Directory.GetCurrentDirectory()) None (Path.Combine(output, Path.GetFileName project + ".dll") :: arguments)

/// Runs a command of the one command line.
let command word arguments =
    run "src/DiffuCoder.Tool" (word :: arguments)

/// The pages of the documentation and the reference of both APIs, which can be opened as files.
let docs () =
    built.Force()
    let input = Path.Combine(root, "artifacts/docs-input")
    let output = Path.Combine(root, "artifacts/docs")

    if Directory.Exists input then
        Directory.Delete(input, true)

    Site.prepare root input

    if start root None (Site.arguments "Release" input output) <> 0 then
        stop "fsdocs could not make the pages."

    Site.finish output
    printfn $"open {output}/index.html"

let packages = Path.Combine(root, "artifacts/packages")

/// The packages just made are read anew where an older one of the same version is kept.
let forgetPackages () =
    let made =
        [
            for file in Directory.GetFiles(packages, "*.nupkg") do
                let found =
                    Regex.Match(Path.GetFileNameWithoutExtension file, @"^(.+?)\.(\d+\..+)$").Groups

                found[1].Value, found[2].Value
        ]

    PackageCache.forget made

    made
    |> List.iter (fun (name, version) -> printfn $"{name} {version} in {packages}")

let pack () =
    built.Force()
    dotnet $"pack {solution} -c Release --no-build -o artifacts/packages -v quiet"
    forgetPackages ()

/// The command line as a tool of the SDK, with the libtorch of this system.
let packTool () =
    built.Force()
    dotnet "pack src/DiffuCoder.Tool -c Release --no-build -p:PackTool=true -o artifacts/packages -v quiet"
    forgetPackages ()

/// Writes down anew what each package offers to others, which a test compares.
let surface () =
    built.Force()
    Environment.SetEnvironmentVariable("DIFFUCODER_RENEW_SURFACE", "1")

    dotnet
        "tests/DiffuCoder.Packages.Tests/bin/Release/net10.0/DiffuCoder.Packages.Tests.dll -class DiffuCoder.Packages.Tests.PublicSurfaceTests"

/// Draws the picture of the core's layers anew, which a test compares with their rule.
let layers () =
    built.Force()
    Environment.SetEnvironmentVariable("DIFFUCODER_RENEW_LAYERS", "1")

    dotnet
        "tests/DiffuCoder.Core.Tests/bin/Release/net10.0/DiffuCoder.Core.Tests.dll -class DiffuCoder.Core.Tests.Architecture.PictureTests"

let clean () =
    let projects = sources "*.*proj" |> List.map Path.GetDirectoryName

    // paket-files says that Paket's part of the obj folders is up to date
    for parent, output in List.allPairs projects [ "bin"; "obj" ] @ [ "", "artifacts"; "", "paket-files" ] do
        let folder = Path.Combine(root, parent, output)

        if Directory.Exists folder then
            Directory.Delete(folder, true)

// ---- targets --------------------------------------------------------------------------------------------------------

/// A target's name, what it does, and its body: from the arguments behind `--` to the exit code.
let targets: (string * string * (string list -> int)) list =
    [
        "Restore", "fetches the tools and packages", simply restored.Force
        "Build", "builds everything", simply built.Force
        "Test", "builds, checks the format, runs every test and notebook; -- passes options to dotnet test, without notebooks", test
        "Notebooks", "runs the notebooks and makes pages of them; -- passes names and options", notebooks
        // not by the command line, which is more to build: a fresh clone shows something sooner
        "Demo", "shows a model writing a function; -- passes a prompt and options", run "src/DiffuCoder.Demo"
        "Format", "formats the code", simply (format false)
        "CheckFormat", "fails when the code is not formatted", simply (format true)
        "Docs", "makes a site of the pages and of the reference of both APIs in artifacts/docs", simply docs
        "Pack", "makes the NuGet packages in artifacts/packages", simply pack
        "PackTool", "makes the command line into a package that dotnet tool installs, of this system and with its libtorch", simply packTool
        "Surface", "writes the lists of what each package offers (PublicApi.txt) anew", simply surface
        "Layers", "draws the picture of the core's layers (docs/layers.svg) anew", simply layers
        "Bench", "measures speed and memory; -- passes options", run "tests/DiffuCoder.Performance"
        "Evaluate", "scores the tiny family on its held-out tasks, or other models; -- passes options", command "evaluate"
        "Train", "trains the tiny family again; -- passes options", command "train"
        "Findings", "measures the paper's findings on the small family, by docs/plan.md; -- passes options", command "findings"
        "Fuzz", "reads damaged files with every reader; -- passes minutes for each and options", run "tests/DiffuCoder.Fuzz"
        "Clean", "deletes everything that was built", simply clean
    ]

/// What MSBuild is to know beside the command line, such as `-p:DiffuCoderDevice=cuda`: its children read it from the environment.
let setProperties (options: string list) =
    for option in options do
        match Regex.Match(option, "^-p:([A-Za-z_]\\w*)=(.*)$") with
        | found when found.Success -> Environment.SetEnvironmentVariable(found.Groups[1].Value, found.Groups[2].Value)
        | _ -> stop $"'{option}' is not understood; properties are given as -p:Name=value, and arguments of the target behind --."

let help () =
    printfn "dotnet fsi build.fsx -t Target [-p:Property=value] [-- arguments]\n"
    targets |> List.iter (fun (name, does, _) -> printfn "  %-12s %s" name does)
    printfn "  Help         lists the targets"
    0

let main arguments =
    match arguments with
    | []
    | [ "-h" | "--help" | "help" ]
    | [ "-t"; "Help" ] -> help ()
    | "-t" :: name :: rest ->
        match targets |> List.tryFind (fun (target, _, _) -> target = name) with
        | Some(_, _, body) ->
            let properties = rest |> List.takeWhile _.StartsWith("-p:")
            setProperties properties
            let rest = List.skip properties.Length rest
            body (if List.tryHead rest = Some "--" then rest.Tail else rest)
        | None ->
            let names = targets |> List.map (fun (target, _, _) -> target) |> String.concat ", "
            stop $"There is no target '{name}'; there are {names}, Help."
    | _ -> stop "Not understood; the form is: dotnet fsi build.fsx -t Target [-p:Property=value] [-- arguments]"

setEnvironment ()

// not fsi.CommandLineArgs, which rewrites arguments that look like its own; F# Interactive keeps the first -- to itself
let arguments =
    Environment.GetCommandLineArgs()
    |> List.ofArray
    |> List.skipWhile (fun argument -> Path.GetFileName argument <> __SOURCE_FILE__)
    |> List.tail

exit (attempt (fun () -> main arguments))
