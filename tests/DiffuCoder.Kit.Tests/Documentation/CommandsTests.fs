module DiffuCoder.Kit.Tests.Documentation.CommandsTests

open System
open System.IO
open System.Text.RegularExpressions
open Argu
open Xunit
open FsUnit.Xunit
open DiffuCoder.Notebooks
open DiffuCoder.Kit.Tests.Documentation.Pages

/// The words of a command line: a quoted text is one.
let private words (line: string) =
    [
        for word in Regex.Matches(line, "\"([^\"]*)\"|\\S+") ->
            if word.Value.StartsWith '"' then
                word.Groups[1].Value
            else
                word.Value
    ]

let private build = lazy File.ReadAllText(inRepository "build.fsx")

let private measures =
    lazy File.ReadAllText(inRepository "tests/DiffuCoder.Performance/Program.fs")

/// What a program says of arguments that it does not take.
let private refusal (parse: string[] -> unit) (arguments: string list) =
    try
        parse (Array.ofList arguments)
        None
    with :? ArguParseException as problem ->
        Some problem.Message

let private ofTarget target arguments =
    match target with
    | "Demo" -> refusal (DiffuCoder.Demo.Settings.parse >> ignore) arguments
    | "Evaluate" -> refusal (DiffuCoder.Scores.Settings.parse >> ignore) arguments
    | "Notebooks" -> refusal (Settings.parse >> ignore) arguments
    | "Train" ->
        let parser = ArgumentParser.Create<DiffuCoder.Tiny.Trainer.Program.Arguments>()
        refusal (fun given -> parser.Parse given |> ignore) arguments
    | "Findings" ->
        refusal
            (fun given ->
                DiffuCoder.Findings.Program.parser.Parse given
                |> DiffuCoder.Findings.Program.planned
                |> ignore)
            arguments
    | "Bench" ->
        arguments
        |> List.tryFind (fun name -> not (measures.Value.Contains $"\"{name}\""))
        |> Option.map (fun name -> $"nothing measures {name}")
    | "Fuzz" when List.forall (fun (minutes: string) -> fst (Double.TryParse minutes)) arguments -> None
    | _ when arguments.IsEmpty -> None
    | _ -> Some "the test does not know what this target takes"

let private missing isThere (path: string) =
    if isThere (inRepository path) then
        None
    else
        Some $"there is no {path}"

/// What is wrong with a command, if anything.
let rec private fault (command: string list) =
    match command with
    | setting :: rest when Regex.IsMatch(setting, "^[A-Za-z_]+=") -> fault rest
    | "mpirun" :: "-n" :: _ :: "--bind-to" :: "none" :: rest -> fault rest
    | [ "dotnet"; "fsi"; "build.fsx" ] -> None
    | "dotnet" :: "fsi" :: "build.fsx" :: "-t" :: target :: rest ->
        if not (Regex.IsMatch(build.Value, $"^ +\"{target}\", \"", RegexOptions.Multiline)) then
            Some $"there is no target {target}"
        else
            match rest |> List.skipWhile (fun word -> Regex.IsMatch(word, @"^-p:\w+=\w+$")) with
            | [] -> None
            | "--" :: arguments -> ofTarget target arguments
            | _ -> Some "arguments stand behind --"
    | [ "dotnet"; "fsi"; file ] -> missing File.Exists file
    | "diffucoder" :: "demo" :: arguments -> ofTarget "Demo" arguments
    | "diffucoder" :: "evaluate" :: arguments -> ofTarget "Evaluate" arguments
    | "diffucoder" :: "train" :: arguments -> ofTarget "Train" arguments
    | "dotnet" :: "tool" :: "install" :: "DiffuCoder.Tool.linux-x64" :: _ -> None
    | "dotnet" :: "build" :: project :: [ "-c"; "Release" ] -> missing Directory.Exists project
    | "dotnet" :: "run" :: "--project" :: project :: "--" :: name :: _ ->
        let program = File.ReadAllText(Path.Combine(inRepository project, "Program.cs"))

        if program.Contains $"\"{name}\"" then
            None
        else
            Some $"{project} has no sample {name}"
    | "dotnet" :: program :: _ when program.EndsWith ".dll" -> missing Directory.Exists (Regex.Replace(program, "/bin/.*$", ""))
    | _ -> Some "the test does not know this command"

/// Commands in blocks, and those within lines that begin as such or with a target.
let private commandsOf (page: Page) =
    [
        for block in page.Blocks do
            if block.Language = "sh" then
                for index, line in List.indexed block.Lines do
                    block.Line + index, line

        for number, piece in inlineCode page do
            if piece.StartsWith "dotnet fsi build.fsx" then
                number, piece
            elif Regex.IsMatch(piece, "^-t [A-Z]") then
                number, $"dotnet fsi build.fsx {piece}"
    ]

let private faults (page: Page) =
    [
        for number, command in commandsOf page do
            match fault (words command) with
            | None -> ()
            | Some problem -> $"{page.Path}, line {number}: {command}: {problem}"
    ]

[<Fact>]
let ``every command of the pages is one that its program takes`` () =
    all.Value
    |> List.sumBy (commandsOf >> List.length)
    |> should be (greaterThan 30)

    all.Value |> List.collect faults |> should be Empty

[<Theory>]
[<InlineData "dotnet fsi build.fsx -t Nothing">]
[<InlineData "dotnet fsi build.fsx -t Demo -- --no-such-option">]
[<InlineData "dotnet fsi build.fsx -t Evaluate -- --samples few">]
[<InlineData "dotnet fsi build.fsx -t Train -- --stage">]
[<InlineData "dotnet fsi build.fsx -t Notebooks -- 99">]
[<InlineData "dotnet fsi build.fsx -t Bench -- nothing">]
[<InlineData "dotnet fsi samples/nothing.fsx">]
[<InlineData "diffucoder demo --no-such-option">]
[<InlineData "diffucoder dance">]
[<InlineData "rm -rf artifacts">]
let ``another command is found`` (command: string) =
    read "page.md" $"```sh\n{command}\n```\n" |> faults |> should haveLength 1
