module DiffuCoder.Scores.Program

open System
open System.Threading
open DiffuCoder
open DiffuCoder.Scores.Settings
open DiffuCoder.Scores.Measurement

let private measure (settings: Settings) (stop: CancellationToken) watch (sandbox: DiffuCoder.Sandbox.ISandbox) (source, measurements) =
    let each run =
        [
            for measurement in measurements ->
                measurement, run (watch measurement) stop (benchmark settings measurement) (options settings measurement)
        ]

    let answering model =
        each (fun watch stop benchmark options -> Evaluate.runWith sandbox watch stop model benchmark options)

    match source, settings.Merge with
    | _, Some count ->
        [
            for measurement in measurements ->
                let parts = shards count settings measurement

                measurement,
                Evaluate.mergeWith sandbox (watch measurement) stop parts (benchmark settings measurement) (options settings measurement)
        ]
    | Tiny stage, None ->
        use model = Model.tinyWith settings.Load stage
        answering model
    | Directory directory, None ->
        use model = Model.loadWith settings.Load directory
        answering model
    | File file, None -> each (fun watch stop benchmark options -> Evaluate.scoreWith sandbox watch stop file benchmark options)

let private recordReading (settings: Settings) =
    match settings.Purpose, settings.Benchmarks |> List.filter isSealed with
    | Some purpose, (_ :: _ as sealedOnes) ->
        SealedReads.append
            SealedReads.file
            {
                Date = DateTimeOffset.UtcNow
                Purpose = purpose
                Models = settings.Sources |> List.map nameOf
                Benchmarks = sealedOnes |> List.map _.Name
            }
    | _ -> ()

let private run (stop: CancellationToken) (settings: Settings) =
    Option.iter Device.setThreads settings.Threads

    let sandbox =
        Sandbox.startWith (SandboxOptions(Libraries = Array.ofList settings.Libraries))

    try
        let planned = all settings

        let measured =
            Showing.during (planned |> List.collect snd) (fun watch -> planned |> List.collect (measure settings stop watch sandbox))
            |> Comparison.pooled

        Console.WriteLine()
        Console.WriteLine(Table.markdown measured)
        Console.WriteLine "\nPer cent, with 95 % intervals: Wilson's for one answer a problem, otherwise the bootstrap over problems."

        match measured |> List.collect (snd >> Evaluate.leftOut) |> List.distinct with
        | [] -> ()
        | lines ->
            Console.WriteLine "\nProblems that were left out:"
            lines |> List.iter Console.WriteLine

        match Comparison.lines measured with
        | [] -> ()
        | lines ->
            Console.WriteLine "\nDifferences of pass@1, in points, paired by problem:"
            lines |> List.iter Console.WriteLine
    finally
        sandbox.DisposeAsync().AsTask().Wait()

[<EntryPoint>]
let main arguments =
    Ending.ofWork "stopping after this step" "stopped; the same command goes on" (fun stop ->
        let settings = parse arguments

        if settings.TellsReads then
            SealedReads.all SealedReads.file
            |> SealedReads.describe
            |> List.iter Console.WriteLine
        else
            recordReading settings
            run stop settings

        0)
