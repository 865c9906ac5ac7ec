module DiffuCoder.Packages.Tests.StopTests

open System
open System.Diagnostics
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Notebooks

let private program = Path.Combine(AppContext.BaseDirectory, "DiffuCoder.Tool.dll")

[<Fact>]
let ``Ctrl+C is confirmed at once, and the program ends by itself`` () =
    // a runner in the background hands down an ignored signal, which env undoes
    if OperatingSystem.IsLinux() then
        use running =
            Tool.startProgram
                "env"
                AppContext.BaseDirectory
                []
                [
                    "--default-signal=INT"
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
        use sent = Process.Start("kill", [ "-INT"; string running.Id ])
        sent.WaitForExit()
        let ending = Tool.wait (TimeSpan.FromMinutes 2.0) running
        ending.ExitCode |> should equal (Some 130)

        ending.Errors.Trim().Split '\n'
        |> should equal [| "stopping after this step (Ctrl+C again ends at once)"; "stopped" |]
