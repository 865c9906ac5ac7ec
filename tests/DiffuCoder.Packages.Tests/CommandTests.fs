module DiffuCoder.Packages.Tests.CommandTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Tool.Commands

/// Exit code, output and errors of a line, over a command that gives the number of its arguments.
let private run (commands: Command list) (line: string) =
    use output = new StringWriter()
    use errors = new StringWriter()
    let arguments = line.Split(' ', System.StringSplitOptions.RemoveEmptyEntries)
    let code = run commands output errors arguments
    code, output.ToString(), errors.ToString()

let private counting =
    [
        {
            Word = "count"
            Does = "counts"
            Run = Array.length
        }
    ]

[<Fact>]
let ``a command gets what stands behind its word, and gives the exit code`` () =
    run counting "count -a --b c" |> should equal (3, "", "")

[<Fact>]
let ``help lists every command`` () =
    for line in [ ""; "-h"; "--help"; "help" ] do
        let code, output, _ = run all line
        code |> should equal 0

        for word in [ "demo"; "evaluate"; "train" ] do
            output |> should haveSubstring $"  {word} "

[<Fact>]
let ``a command that does not exist is named, with those that do`` () =
    let code, output, errors = run counting "cuont"
    code |> should equal 2
    output |> should be EmptyString
    errors |> should haveSubstring "'cuont'"
    errors |> should haveSubstring "count"

[<Fact>]
let ``every command shows its help for either word`` () =
    for command in all do
        for word in [ "-h"; "--help" ] do
            command.Run [| word |] |> should equal 0
