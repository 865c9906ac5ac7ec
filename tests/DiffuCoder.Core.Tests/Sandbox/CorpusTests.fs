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

[<Fact>]
let ``every program that passes its tests in one plain interpreter passes here`` () =
    let cases = all patient (folder "honest")
    cases.Length |> should be (greaterThan 300)

    surprises strong.Value cases |> should be Empty

[<Fact>]
let ``no attack gets another verdict than it should, and nothing of any is left`` () =
    let cases = all (SandboxLimits()) (folder "attacks")
    cases.Length |> should be (greaterThan 200)
    use sandbox = PythonSandbox.Start(SandboxOptions(Workers = 2))

    surprises sandbox cases |> should be Empty

    (sandbox :> IDisposable).Dispose()

    [
        for place in ControlGroup.Places do
            yield! System.IO.Directory.GetDirectories(place, $"diffucoder-{Environment.ProcessId}-*")
    ]
    |> List.filter (fun group -> System.IO.File.ReadAllText(System.IO.Path.Combine(group, "cgroup.procs")) = "")
    |> should be Empty
