/// What the build's host must have: the SDK, a libtorch for it, and the programs of the tests, which root is spared the typing of.
module Host

open System
open System.IO
open System.Runtime.InteropServices
open System.Text.RegularExpressions
open Shell

/// The children find the SDK that runs this script, speak English (their output is read below) and leave no process behind.
let setEnvironment () =
    let sdk = Path.GetDirectoryName Environment.ProcessPath
    let path = Environment.GetEnvironmentVariable "PATH"
    Environment.SetEnvironmentVariable("PATH", $"{sdk}{Path.PathSeparator}{path}")
    Environment.SetEnvironmentVariable("DOTNET_CLI_UI_LANGUAGE", "en")
    Environment.SetEnvironmentVariable("DOTNET_NOLOGO", "1")
    Environment.SetEnvironmentVariable("MSBUILDDISABLENODEREUSE", "1")

let checkSdk () =
    if fst (ask "--version") <> 0 then
        stop "The .NET SDK 10.0 is needed (10.0.100 or newer): install it from https://dotnet.microsoft.com/download."

let checkLibTorch () =
    let host = RuntimeInformation.RuntimeIdentifier
    let isOn = RuntimeInformation.IsOSPlatform

    match RuntimeInformation.ProcessArchitecture with
    | Architecture.X64 when host.Contains "musl" -> stop $"libtorch needs glibc, and {host} has musl: use a Linux with glibc."
    | Architecture.X64 when isOn OSPlatform.Linux || isOn OSPlatform.Windows -> ()
    | Architecture.Arm64 when isOn OSPlatform.OSX -> ()
    | _ -> stop $"libtorch has no build for {host}: use Linux or Windows on x64, or macOS on arm64."

/// Programs that tests fail without, each by the names it may have, and their packages. Root is spared the typing.
let need purpose (programs: string list list) packages =
    let find name =
        (Environment.GetEnvironmentVariable "PATH").Split Path.PathSeparator
        |> Array.exists (fun folder -> File.Exists(Path.Combine(folder, name)))

    let apt arguments =
        startProgram "apt-get" root None (words arguments) = 0

    if
        RuntimeInformation.IsOSPlatform OSPlatform.Linux
        && not (List.forall (List.exists find) programs)
    then
        let install () =
            printfn "%s needs %s: apt-get install -y %s" purpose packages packages
            Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive")
            apt "update" && apt $"install -y {packages}"

        if not (Environment.IsPrivilegedProcess && find "apt-get" && install ()) then
            stop $"{purpose} needs {packages}; install with: sudo apt-get install -y {packages}"

/// What runs untrusted programs.
let checkSandbox () =
    need "The sandbox" [ [ "bwrap" ]; [ "python3" ] ] "bubblewrap python3"

/// What draws pictures of charts.
let checkBrowser () =
    need "The picture of a chart" [ [ "chromium"; "chromium-browser"; "google-chrome"; "google-chrome-stable" ] ] "chromium"

/// What runs notebooks in the kernel that their readers have.
let checkJupyter () =
    need "The kernel of a notebook" [ [ "jupyter-execute" ]; [ "python3" ] ] "jupyter-client jupyter-core python3-nbclient"

/// What starts training in several processes.
let checkMpi () =
    need "Training in several processes" [ [ "mpirun" ] ] "openmpi-bin libopenmpi3"

/// Packages come from where the user's NuGet configuration says: the first enabled source on the network, else the first one.
let setPackageSource () =
    if String.IsNullOrEmpty(Environment.GetEnvironmentVariable "NUGET_SOURCE") then
        let sources =
            snd (ask "nuget list source --format short")
            |> List.map (fun line -> Regex.Match(line, @"^E\w*\s+(\S.*)$"))
            |> List.filter _.Success
            |> List.map _.Groups[1].Value.Trim()

        match (sources |> List.filter _.StartsWith("http")) @ sources with
        | source :: _ -> Environment.SetEnvironmentVariable("NUGET_SOURCE", source)
        | [] -> stop "NuGet has no enabled package source: see 'dotnet nuget list source', or set NUGET_SOURCE to one."
