// Alone: many of its programs take all the time, memory and processes that they are given.
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Sandbox.CorpusTests

open System
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Sandbox.Sandboxes
open DiffuCoder.Core.Tests.Sandbox.Cases

let private surprises (sandbox: PythonSandbox) (cases: Case list) =
    [
        for case in cases ->
            task {
                let! result = sandbox.RunAsync(case.Candidate, case.Limits)
                return surprise case result
            }
    ]
    |> Task.WhenAll
    |> _.Result
    |> Array.choose id
    |> List.ofArray

/// What two processes do not carry, and why. docs/sandbox.md says so too.
let private beyond =
    Map
        [
            let decides =
                "an object of the program's does not decide whether it equals plain data"

            "class-context-of-many-instances", decides
            "operators-mixed-with-test-class", decides
            "operators-pow-mod-shift", decides
            "class-metaclass-registry", "the class of a class is not carried"
            "module-names-like-builtins", "built-in names are the tests' own, unless they are among the entry points"
            "os-locked-file", "locks of files are granted and hold nothing"
        ]

[<Fact>]
let ``every program that passes its tests in one plain interpreter passes here`` () =
    let cases = all patient (folder "honest")
    cases.Length |> should be (greaterThan 300)

    let carried, others =
        cases |> List.partition (fun case -> not (beyond.ContainsKey case.Name))

    surprises strong.Value carried |> should be Empty
    // one that passes after all is to be taken off the list
    others.Length |> should equal beyond.Count
    (surprises strong.Value others).Length |> should equal beyond.Count

[<Fact>]
let ``no attack gets another verdict than it should, and nothing of any is left`` () =
    let cases = all (SandboxLimits()) (folder "attacks")
    cases.Length |> should be (greaterThan 200)
    use sandbox = PythonSandbox.Start(SandboxOptions(Workers = 4))

    surprises sandbox cases |> should be Empty

    (sandbox :> IDisposable).Dispose()

    [
        for place in ControlGroup.Places do
            yield! System.IO.Directory.GetDirectories(place, $"diffucoder-{Environment.ProcessId}-*")
    ]
    |> List.filter (fun group -> System.IO.File.ReadAllText(System.IO.Path.Combine(group, "cgroup.procs")) = "")
    |> should be Empty
