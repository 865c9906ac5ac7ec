/// The commands of the command line, each a program of its own.
module DiffuCoder.Tool.Commands

open System.IO

/// A command by its word, what it does, and its run: from the arguments behind the word to the exit code.
type Command =
    {
        Word: string
        Does: string
        Run: string[] -> int
    }

let all =
    [
        {
            Word = "demo"
            Does = "shows a model writing a function"
            Run = DiffuCoder.Demo.Program.main
        }
        {
            Word = "evaluate"
            Does = "scores the small family on its held-out tasks, or other models on benchmarks"
            Run = DiffuCoder.Scores.Program.main
        }
        {
            Word = "train"
            Does = "trains the small family again"
            Run = DiffuCoder.Tiny.Trainer.Program.main
        }
        {
            Word = "hub"
            Does = "downloads a model, or a data set's file, into the cache of the hub's own tools"
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
