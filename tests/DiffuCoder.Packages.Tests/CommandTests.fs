module DiffuCoder.Packages.Tests.CommandTests

open System.IO
open Argu
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
            Options = []
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

/// Letters with more than one word, and words with a letter here and without one there.
let private ambiguities (options: ArgumentCaseInfo list) =
    let names =
        [
            for option in options do
                let letters, words =
                    option.CommandLineNames.Value |> List.partition (fun name -> name.Length = 2)

                for word in words -> word, letters
        ]

    let several (pairs: ('a * 'b) list) =
        pairs
        |> List.distinct
        |> List.groupBy fst
        |> List.filter (fun (_, same) -> same.Length > 1)
        |> List.map (fun (name, same) -> $"{name}: {List.map snd same}")

    several
        [
            for word, letters in names do
                for letter in letters -> letter, word
        ]
    @ several names

[<Fact>]
let ``a letter stands for one word in all commands, and a word has the same letter in all`` () =
    let options =
        (all |> List.collect _.Options)
        @ DiffuCoder.Notebooks.Settings.parser.GetArgumentCases()

    options |> List.length |> should be (greaterThan 40)
    ambiguities options |> should be Empty

type Measuring =
    | [<AltCommandLine "-s">] Samples of int

    interface IArgParserTemplate with
        member _.Usage = "how many."

type Writing =
    | [<AltCommandLine "-s">] Steps of int
    | Samples of int

    interface IArgParserTemplate with
        member _.Usage = "how many."

[<Fact>]
let ``a letter with two words is found, and a word with a letter in one command only`` () =
    [
        ArgumentParser.Create<Measuring>().GetArgumentCases()
        ArgumentParser.Create<Writing>().GetArgumentCases()
    ]
    |> List.concat
    |> ambiguities
    |> List.map (fun line -> line.Split(':')[0])
    |> should equal [ "-s"; "--samples" ]

[<Fact>]
let ``help names what an option takes, and not its type`` () =
    for help in
        [
            DiffuCoder.Demo.Settings.parser.PrintUsage()
            DiffuCoder.Scores.Settings.parser.PrintUsage()
            DiffuCoder.Tiny.Trainer.Program.parser.PrintUsage()
            DiffuCoder.Tool.HubCommand.parser.PrintUsage()
        ] do
        help |> should haveSubstring "<"

        System.Text.RegularExpressions.Regex.IsMatch(help, "<(string|int|int64|float|double)>")
        |> should equal false

[<Fact>]
let ``every command shows its help for either word`` () =
    for command in all do
        for word in [ "-h"; "--help" ] do
            command.Run [| word |] |> should equal 0
