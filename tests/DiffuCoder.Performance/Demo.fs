/// From a warm build to the finished function.
module DiffuCoder.Performance.Demo

open System
open System.Diagnostics
open System.IO
open DiffuCoder.Performance.Measure

let rec private root (directory: string) =
    if File.Exists(Path.Combine(directory, "build.fsx")) then
        directory
    else
        match Path.GetDirectoryName directory |> Option.ofObj with
        | Some parent -> root parent
        | None -> failwith "The repository's build.fsx is not above the benchmark; run it from a checkout."

let private demo () =
    let start =
        ProcessStartInfo(
            "dotnet",
            [ "fsi"; "build.fsx"; "-t"; "Demo" ],
            WorkingDirectory = root AppContext.BaseDirectory,
            RedirectStandardOutput = true
        )

    use running =
        Process.Start start
        |> Option.ofObj
        |> Option.defaultWith (fun () -> failwith "dotnet did not start")

    let output = running.StandardOutput.ReadToEnd()
    running.WaitForExit()

    if running.ExitCode <> 0 then
        failwith $"The demo ended with exit code {running.ExitCode}:\n{output}"

let run () =
    demo ()
    let times = [ for _ in 1..3 -> seconds demo ]
    printfn "\n### The demo, from `dotnet fsi build.fsx -t Demo` on a warm build to its end\n"
    row [ "what"; "figure" ]
    row [ "---"; "---" ]
    row [ "median of 3"; $"{median times:F1} s" ]
