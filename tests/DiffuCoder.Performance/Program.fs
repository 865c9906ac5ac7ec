module DiffuCoder.Performance.Program

open DiffuCoder.Runtime
open DiffuCoder.Performance

let private benches =
    [
        "forward", ForwardPass.run
        "split", PassSplit.run
        "step", SamplingStep.run
        "constraint", Constrained.run
        "generation", Generation.run
        "rows", Rows.run
        "busy", Busy.run
        "quality", Quality.run
        "holes", Holes.run
        "memory", StepMemory.run
        "cache-memory", CacheMemory.run
        "grpo-memory", GrpoMemory.run
        "grpo-step", GrpoStep.run
        "training", TrainingRate.run
        "training-tiny", TinyTraining.run
        "loading", Loading.run
        "sandbox", Sandbox.run
        "int8", Int8.run
        "demo", Demo.run
    ]

/// Those that take gigabytes or minutes, and run only when they are named.
let private large = [ "seven-billion", SevenBillion.run; "repair", Repairing.run ]

/// What a benchmark runs in a process of its own.
let private parts =
    Map [ Busy.generationName, Busy.generate; Busy.loopName, Busy.spin ]

[<EntryPoint>]
let main arguments =
    match arguments |> Array.tryExactlyOne |> Option.bind parts.TryFind with
    | Some part ->
        part ()
        0
    | None ->

        match
            arguments
            |> Array.filter (fun name -> benches @ large |> List.forall (fun (known, _) -> known <> name))
        with
        | [| "-h" | "--help" |] ->
            printfn "dotnet fsi build.fsx -t Bench -- [names]\n\nAll of them without a name:"
            benches |> List.iter (fun (name, _) -> printfn $"  {name}")
            printfn "By their names only:"
            large |> List.iter (fun (name, _) -> printfn $"  {name}")
            0
        | [||] ->
            let asked =
                if arguments.Length = 0 then
                    benches
                else
                    benches @ large |> List.filter (fun (name, _) -> Array.contains name arguments)

            match asked |> List.choose (fst >> Settings.complaint) with
            | [] ->
                printfn "%s" (Device.Describe())
                asked |> List.iter (fun (_, run) -> run ())
                0
            | complaints ->
                complaints |> List.iter (eprintfn "%s")
                2
        | unknown ->
            let known = benches @ large |> List.map fst |> String.concat ", "
            eprintfn $"""There is no benchmark {String.concat ", " unknown}; there are {known}."""
            2
