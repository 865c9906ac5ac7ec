module DiffuCoder.Packages.Tests.ToolPackageTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Notebooks

[<Fact>]
let ``the packed command line is installed from its folder and writes a function, with a libtorch of its own`` () =
    let folder = Directory.CreateTempSubdirectory("diffucoder-tool-").FullName
    let packages = Path.Combine(folder, "packages")
    let installed = Path.Combine(folder, "installed")

    try
        let name = Packages.packTool packages

        Tool.dotnet
            folder
            []
            [
                "tool"
                "install"
                name
                "--prerelease"
                "--tool-path"
                installed
                "--add-source"
                packages
            ]
        |> ignore

        let program =
            Path.Combine(
                installed,
                (if OperatingSystem.IsWindows() then
                     "diffucoder.exe"
                 else
                     "diffucoder")
            )

        // no package of the user's is of use to it
        let variables =
            [ "NUGET_PACKAGES", packages; "HOME", folder; "USERPROFILE", folder ]

        use running =
            Tool.startProgram program folder variables [ "demo"; "--precision"; "float32" ]

        let ending = Tool.wait (TimeSpan.FromMinutes 2.0) running
        ending.Errors |> should be EmptyString
        ending.ExitCode |> should equal (Some 0)
        ending.Output |> should haveSubstring "def even_squares_total"
        ending.Output |> should haveSubstring "diffucoder demo --help"
    finally
        Directory.Delete(folder, true)
