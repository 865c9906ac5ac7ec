/// The commands of the command line, each a program of its own.
module DiffuCoder.Tool.Commands

open System.IO
open Argu

/// A command by its word, what it does, its options, and its run: from the arguments behind the word to the exit code.
type Command =
    {
        Word: string
        Does: string
        Options: ArgumentCaseInfo list
        Run: string[] -> int
    }

let all =
    [
        {
            Word = "demo"
            Does = "shows a model writing a function"
            Options = DiffuCoder.Demo.Settings.parser.GetArgumentCases()
            Run = DiffuCoder.Demo.Program.main
        }
        {
            Word = "evaluate"
            Does = "scores the small family on its held-out tasks, or other models on benchmarks"
            Options = DiffuCoder.Scores.Settings.parser.GetArgumentCases()
            Run = DiffuCoder.Scores.Program.main
        }
        {
            Word = "train"
            Does = "trains the small family again"
            Options = DiffuCoder.Tiny.Trainer.Program.parser.GetArgumentCases()
            Run = DiffuCoder.Tiny.Trainer.Program.main
        }
        {
            Word = "findings"
            Does = "measures the findings of the paper on the small family, by the plan of docs/plan.md"
            Options = DiffuCoder.Findings.Program.parser.GetArgumentCases()
            Run = DiffuCoder.Findings.Program.main
        }
        {
            Word = "hub"
            Does = "downloads a model, or a data set's file, into the cache of the hub's own tools"
            Options = HubCommand.parser.GetArgumentCases()
            Run = HubCommand.main
        }
    ]

let private help (commands: Command list) (output: TextWriter) =
    output.WriteLine "diffucoder COMMAND [options]\n"

    commands
    |> List.iter (fun command -> output.WriteLine $"  {command.Word, -10} {command.Does}")

    output.WriteLine "\n'diffucoder COMMAND --help' lists its options."

/// Runs what the arguments say and gives the exit code: the command's own, 0 for help, 2 when there is no such command.
let run (commands: Command list) (output: TextWriter) (errors: TextWriter) (arguments: string[]) =
    match List.ofArray arguments with
    | []
    | [ "-h" | "--help" | "help" ] ->
        help commands output
        0
    | word :: rest ->
        match commands |> List.tryFind (fun command -> command.Word = word) with
        | Some command -> command.Run(Array.ofList rest)
        | None ->
            let words = commands |> List.map _.Word |> String.concat ", "
            errors.WriteLine $"There is no command '{word}'; there are {words}. 'diffucoder --help' says what they do."
            2
