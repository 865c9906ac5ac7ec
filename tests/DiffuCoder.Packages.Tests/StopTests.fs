module DiffuCoder.Packages.Tests.StopTests

open System
open System.Diagnostics
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Notebooks

let private program = Path.Combine(AppContext.BaseDirectory, "DiffuCoder.Tool.dll")

[<Theory>]
[<InlineData("INT", "stopping after this step (Ctrl+C again ends at once)")>]
[<InlineData("TERM", "stopping after this step")>]
let ``Ctrl+C and the signal to terminate are confirmed at once, and the program ends by itself`` (signal: string) (said: string) =
    // a runner in the background hands down an ignored signal, which env undoes
    if OperatingSystem.IsLinux() then
        use running =
            Tool.startProgram
                "env"
                AppContext.BaseDirectory
                []
                [
                    $"--default-signal={signal}"
                    "dotnet"
                    program
                    "demo"
                    "--tokens"
                    "400"
                    "--steps"
                    "400"
                ]

        // what it says first: the model is loaded
        running.StandardOutput.ReadLine() |> should startWith "model:"
        use sent = Process.Start("kill", [ $"-{signal}"; string running.Id ])
        sent.WaitForExit()
        let ending = Tool.wait (TimeSpan.FromMinutes 2.0) running
        ending.ExitCode |> should equal (Some 130)
        ending.Errors.Trim().Split '\n' |> should equal [| said; "stopped" |]
