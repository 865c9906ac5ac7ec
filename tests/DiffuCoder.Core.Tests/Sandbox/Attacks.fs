/// What the attacks have in common: they mark what they start and write, so that it is found on the host.
module DiffuCoder.Core.Tests.Sandbox.Attacks

open System
open System.IO
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Sandbox.Sandboxes

/// Every process of the program, and all it forks, has this name; files get it too.
let newMark () = $"mark{Guid.NewGuid():N}"[..13]

let marking (mark: string) =
    $"import ctypes\nctypes.CDLL(None).prctl(15, b'{mark}')\nMARK = '{mark}'\n"

/// Nothing of the program is left: neither a process, nor a file where it might have written one.
let nothingIsLeft (mark: string) =
    marked mark |> should be Empty

    for folder in
        [
            "/"
            "/tmp"
            "/var/tmp"
            "/dev/shm"
            "/run"
            Environment.GetFolderPath Environment.SpecialFolder.UserProfile
            "/usr"
            "/usr/lib/python3"
            Directory.GetCurrentDirectory()
        ] do
        if Directory.Exists folder then
            Directory.GetFileSystemEntries(folder, $"*{mark}*") |> should be Empty

let cases (names: string list) : TheoryData<string> =
    let data = TheoryData<string>()
    names |> List.iter data.Add
    data

/// The result of each backend, which run at the same time.
let inBoth limits program (tests: SandboxTest list) =
    [ strong.Value; weak.Value ]
    |> List.map (fun sandbox -> sandbox.RunAsync(Candidate(program, tests), limits))
    |> Task.WhenAll
    |> _.Result
    |> List.ofArray
