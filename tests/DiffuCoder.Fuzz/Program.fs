module DiffuCoder.Fuzz.Program

open System
open System.Diagnostics
open System.IO
open Argu
open DiffuCoder.Runtime

[<HelpFlags("--help", "-h")>]
type Argument =
    | [<MainCommand; Unique>] Minutes of minutes: float
    | Reader of name: string
    | Seed of number: int
    | Inputs of count: int
    | [<AltCommandLine "-o">] Output of directory: string

    interface IArgParserTemplate with
        member this.Usage =
            match this with
            | Minutes _ -> "minutes for each reader (default: 1)."
            | Reader _ -> "only this reader; may be given several times."
            | Seed _ -> "where the damage is drawn from (default: the clock)."
            | Inputs _ -> "ends a reader after so many inputs, whatever its minutes."
            | Output _ -> "directory of inputs that made a reader fail (default: artifacts/fuzz)."

let private repository = Path.Combine(__SOURCE_DIRECTORY__, "..", "..")

let private fuzz (given: ParseResults<Argument>) =
    let readers =
        Readers.all (Path.Combine(repository, "tests", "DiffuCoder.Core.Tests", "Fixtures"))

    let names = readers |> List.map _.Name
    let wanted = given.GetResults Reader

    match wanted |> List.except names with
    | unknown :: _ ->
        eprintfn $"""There is no reader {unknown}; there are {String.concat ", " names}."""
        2
    | [] ->
        let time = TimeSpan.FromMinutes(given.GetResult(Minutes, 1.0))
        let most = given.GetResult(Inputs, Int32.MaxValue)
        let seed = given.GetResult(Seed, int DateTime.UtcNow.Ticks)

        let output =
            given.GetResult(Output, Path.Combine(repository, "artifacts", "fuzz"))
            |> Path.GetFullPath

        TorchNative.Load()
        printfn $"seed {seed}"
        printfn "%-12s %9s %9s %9s %7s %10s" "reader" "inputs" "loaded" "refused" "faults" "inputs/s"

        let faults =
            [
                for reader in readers do
                    if wanted.IsEmpty || List.contains reader.Name wanted then
                        let watch = Stopwatch.StartNew()

                        let tally =
                            Fuzzing.run reader output seed (fun inputs -> inputs >= most || watch.Elapsed > time)

                        let rate = float tally.Inputs / watch.Elapsed.TotalSeconds
                        printfn "%-12s %9d %9d %9d %7d %10.0f" reader.Name tally.Inputs tally.Loaded tally.Refused tally.Faults.Length rate

                        for what, folder in tally.Faults do
                            printfn $"  {folder}\n    {what.Split('\n')[0]}"

                        yield! tally.Faults
            ]

        if faults.IsEmpty then 0 else 1

[<EntryPoint>]
let main arguments =
    let parser =
        ArgumentParser.Create<Argument>(programName = "dotnet fsi build.fsx -t Fuzz --", errorHandler = ProcessExiter())

    fuzz (parser.Parse arguments)
