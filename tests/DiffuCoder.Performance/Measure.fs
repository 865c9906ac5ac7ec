/// Plain timers for a shared machine: things to compare run in turn, and only ratios of medians are reported.
module DiffuCoder.Performance.Measure

open System
open System.Diagnostics
open System.IO

let seconds (action: unit -> unit) =
    let watch = Stopwatch.StartNew()
    action ()
    watch.Elapsed.TotalSeconds

let median (values: float seq) =
    let sorted = values |> Seq.sort |> Array.ofSeq
    sorted[sorted.Length / 2]

/// Runs both once to warm up, then in turn, and gives the seconds of each round.
let inTurn (rounds: int) (first: unit -> unit) (second: unit -> unit) =
    first ()
    second ()
    List.init rounds (fun _ -> seconds first, seconds second)

let private status (key: string) =
    File.ReadLines "/proc/self/status"
    |> Seq.find (fun line -> line.StartsWith(key + ":", StringComparison.Ordinal))
    |> fun line ->
        line.Split([| ' '; '\t' |], StringSplitOptions.RemoveEmptyEntries)[1]
        |> float
        |> (*) 1024.0

/// A model of the small family by its stage's name, or the checkpoint in a directory.
let model (name: string) =
    match name with
    | "base" -> DiffuCoder.Stage.Base |> DiffuCoder.Model.tiny
    | "instruct" -> DiffuCoder.Stage.Instruct |> DiffuCoder.Model.tiny
    | "cpgrpo" -> DiffuCoder.Stage.CpGrpo |> DiffuCoder.Model.tiny
    | "llada" -> DiffuCoder.Stage.Llada |> DiffuCoder.Model.tiny
    | directory -> DiffuCoder.Model.load directory

/// Resident bytes of this process (Linux).
let resident () = status "VmRSS"

/// Forgets the most bytes that were resident (Linux).
let restartPeak () =
    GC.Collect()
    // 5 resets the high-water mark: proc(5)
    File.WriteAllText("/proc/self/clear_refs", "5")

/// The most bytes that were resident since that was forgotten (Linux).
let peak () = status "VmHWM"

/// The most bytes that were resident above the start while the action ran (Linux).
let peakAbove (action: unit -> unit) =
    restartPeak ()
    let before = resident ()
    action ()
    peak () - before

/// A row of a Markdown table.
let row (cells: string seq) =
    printfn "| %s |" (String.concat " | " cells)

let mebibytes (bytes: float) = $"{bytes / 1048576.0:F0} MiB"
