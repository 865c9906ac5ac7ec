/// What the demo is asked to do, from its command line.
module DiffuCoder.Demo.Settings

open System
open System.Text.RegularExpressions
open Argu
open DiffuCoder
open DiffuCoder.LoadArguments

[<HelpFlags("--help", "-h")>]
type Argument =
    | [<MainCommand>] Prompt of words: string list
    | [<AltCommandLine(Letter.Model)>] Model of directory: string
    | [<AltCommandLine(Letter.Device)>] Device of DeviceName
    | [<AltCommandLine(Letter.Precision)>] Precision of PrecisionName
    | Threads of count: int
    | Stage of DiffuCoder.Tiny.Stage
    | Complete
    | [<AltCommandLine(Letter.Tokens)>] Tokens of count: int
    | [<AltCommandLine(Letter.Steps)>] Steps of count: int
    | [<AltCommandLine(Letter.Temperature)>] Temperature of value: float
    | Seed of number: int64
    | Save of file: string
    | Test of expression: string

    interface IArgParserTemplate with
        member this.Usage =
            match this with
            | Prompt _ -> "what to write, in plain words."
            | Model _ -> "directory of a checkpoint, or its name on the hub, owner/name; without it one of the small models."
            | Device _ -> "where to compute (default: cpu)."
            | Precision _ ->
                "the type to compute in (default: automatic, that of the weights where the device multiplies it, else float32)."
            | Threads _ -> "threads of the processor, at least 1 (default: 1 for the small models, else all)."
            | Stage _ ->
                "which of the small models (default: instruct); ar, base and llada go on with the text they are given. llada is not shipped: train it first."
            | Complete -> "the prompt is the beginning of a text to go on with; for base models."
            | Tokens _ -> "length of the canvas, at least 1 (default: 96 for the small models, else 256)."
            | Steps _ -> "forward passes, at least 1 (default: one a token; half as many doubles the speed)."
            | Temperature _ -> "0 takes the likeliest token (default: 0 for the small models, else 0.3)."
            | Seed _ -> "where the random numbers come from (default: 0)."
            | Test _ -> "what must hold of the function, as in --test \"f(2) == 4\"; may be given several times."
            | Save _ -> "write the generation, step by step, to a file of JSON lines."

type Source =
    | Tiny of Stage
    | Directory of string

type Settings =
    {
        Source: Source
        Load: LoadOptions
        /// `None`: as many as libtorch takes.
        Threads: int option
        Prompt: Prompt
        /// The prompt as it was typed.
        Request: string
        Options: SamplerOptions
        /// Python expressions that must hold of what is written.
        Tests: string list
        Save: string option
    }

/// What the instruct model writes when nothing is asked for.
[<Literal>]
let DefaultRequest =
    "Write a function `even_squares_total` that takes a list of numbers, keeps the even numbers, squares each of them and returns their sum."

/// What must hold of the answer to it.
let DefaultTests =
    [
        "even_squares_total([1, 2, 3, 4]) == 20"
        "even_squares_total([-2, 5, 6]) == 40"
        "even_squares_total([]) == 0"
    ]

/// What the base model goes on with when nothing is given.
[<Literal>]
let DefaultBeginning = "def count_vowels(text):\n"

let parser = ArgumentParser.Create<Argument>(programName = "diffucoder demo")

/// Reads the command line; `ArguParseException` says what is wrong with it.
let parse (arguments: string[]) =
    let given = parser.Parse(arguments, ignoreUnrecognized = false)

    let source =
        match given.TryGetResult Argument.Model, given.TryGetResult Argument.Stage with
        | Some _, Some _ -> given.Raise("--model and --stage exclude each other.", showUsage = false)
        | Some directory, None -> Directory directory
        | None, stage -> Tiny(stage |> Option.defaultValue Stage.Instruct)

    let completes =
        given.Contains Complete
        || [ Stage.Ar; Stage.Base; Stage.Llada ]
           |> List.exists (fun stage -> source = Tiny stage)

    let words = given.GetResult(Argument.Prompt, [])

    let isOption (word: string) = Regex.IsMatch(word, @"^(--|-\p{L}$)")

    match words |> List.tryFind isOption with
    | Some unknown -> given.Raise($"There is no option {unknown.Split(' ')[0]}; --help lists them.", showUsage = false)
    | None -> ()

    let save =
        given.TryGetResult Save
        |> Option.map (fun file ->
            match WritableFile.problem file with
            | Some problem -> given.Raise($"--save {file}: {problem}", showUsage = false)
            | None -> file)

    let request =
        match words with
        | [] when completes -> DefaultBeginning
        | [] -> DefaultRequest
        | words -> String.concat " " words

    let preset =
        match source with
        | Tiny _ -> SamplerOptions.Tiny
        | Directory _ ->
            { SamplerOptions.Paper with
                Temperature = 0.3
            }

    let tokens = given.GetResult(Tokens, preset.MaxNewTokens)

    {
        Source = source
        Load = LoadArguments.load (given.GetResult(Argument.Device, Cpu)) (given.GetResult(Argument.Precision, Automatic))
        Threads =
            match given.TryGetResult Threads, source with
            | Some count, _ when count < 1 -> given.Raise($"--threads is {count}; it must be at least 1.", showUsage = false)
            // threads that wait for each other cost a small model more than they bring
            | None, Tiny _ -> Some 1
            | threads, _ -> threads
        Prompt =
            if completes then
                Prompt.complete request
            else
                Prompt.instruct request
        Request = request
        Options =
            { preset with
                MaxNewTokens = tokens
                Steps = given.GetResult(Steps, tokens)
                Temperature = given.GetResult(Temperature, preset.Temperature)
                Seed = given.GetResult(Seed, preset.Seed)
            }
        Tests =
            match given.GetResults Test with
            | [] when request = DefaultRequest -> DefaultTests
            | tests -> tests
        Save = save
    }
