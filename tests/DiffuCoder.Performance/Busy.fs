/// Generation beside processes that compute: how libgomp's threads wait decides it.
module DiffuCoder.Performance.Busy

open System
open System.Diagnostics
open System.Globalization
open DiffuCoder
open DiffuCoder.Performance.Measure

/// What a child of this benchmark is asked for.
let generationName, loopName = "one-generation", "busy-loop"

/// Prints the seconds of one answer of the small model: the median of seven, on all threads.
let generate () =
    use model = Model.tiny Stage.Instruct

    let answer () =
        Prompt.instruct "Write a function that doubles a number."
        |> Sampler.generate model SamplerOptions.Tiny
        |> ignore

    answer ()

    let time = median [ for _ in 1..7 -> seconds answer ]
    printfn "%s" (time.ToString CultureInfo.InvariantCulture)

/// Computes until it is ended.
let spin () =
    let mutable x = 1.0

    while x > 0.0 do
        x <- Math.Sqrt(x + 1.0)

let private child (name: string) (spinCount: string option) =
    let info =
        ProcessStartInfo(
            Environment.ProcessPath,
            [ Reflection.Assembly.GetExecutingAssembly().Location; name ],
            RedirectStandardOutput = true
        )

    for name in [ "GOMP_SPINCOUNT"; "OMP_WAIT_POLICY" ] do
        info.Environment.Remove name |> ignore

    spinCount
    |> Option.iter (fun count -> info.Environment["GOMP_SPINCOUNT"] <- count)

    Process.Start info

let private answerTime spinCount =
    use generation = child generationName spinCount
    let lines = generation.StandardOutput.ReadToEnd().TrimEnd().Split '\n'
    generation.WaitForExit()
    Double.Parse(Array.last lines, CultureInfo.InvariantCulture)

/// Runs the action beside so many processes that compute all the time.
let private beside count action =
    let others = [ for _ in 1..count -> child loopName None ]

    try
        action ()
    finally
        for other in others do
            other.Kill()
            other.WaitForExit()
            other.Dispose()

let run () =
    let policies = [ "the kit's", None; "libgomp's own (300 000 turns)", Some "300000" ]
    let loads = [ 0; 1; 2 ]

    let rounds =
        [
            for _ in 1..3 ->
                [
                    for load in loads -> beside load (fun () -> [ for _, spinCount in policies -> answerTime spinCount ])
                ]
        ]

    printfn $"\n### An answer of the small model beside busy processes, {Environment.ProcessorCount} processors\n"

    row
        [
            "threads wait as is"
            "busy processes"
            "s (median of 3)"
            "against libgomp's own, alone"
        ]

    row [ "---"; "---"; "---"; "---" ]

    for policy, (name, _) in List.indexed policies do
        for load in loads do
            let times = [ for round in rounds -> round[load][policy] ]
            let ratios = [ for round in rounds -> round[load][policy] / round[0][1] ]
            row [ name; string load; $"{median times:F2}"; $"{median ratios:F2}" ]
