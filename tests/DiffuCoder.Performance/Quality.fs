/// What fast settings cost: the same held-out tasks of the small family under each of them, compared problem by problem.
module DiffuCoder.Performance.Quality

open System
open System.IO
open DiffuCoder
open DiffuCoder.Evaluation
open DiffuCoder.Performance.Measure

type private Way =
    {
        Name: string
        Precision: Precision
        Threads: int
        Int8: bool
        Sampler: SamplerOptions -> SamplerOptions
    }

let private plain name precision threads =
    {
        Name = name
        Precision = precision
        Threads = threads
        Int8 = false
        Sampler = id
    }

let private fast strategy block cache =
    {
        Name = $"bfloat16, {strategy}, blocks of {block}, {cache}"
        Precision = Precision.BFloat16
        Threads = Environment.ProcessorCount
        Int8 = false
        Sampler =
            fun sampler ->
                { sampler with
                    Remasking = Strategy.tryNamed strategy |> Option.get
                    BlockLength = Some block
                    Cache = Cache.tryNamed cache |> Option.get
                }
    }

let private ways () =
    match Settings.tryGet "QUALITY_WAYS" with
    | Some words ->
        [
            for way in words.Split ';' do
                match way.Split ',' with
                | [| strategy; block; cache |] -> fast strategy (int block) cache
                | _ -> failwith $"'{way}' is not STRATEGY,BLOCK,CACHE."
        ]
    | None ->
        [
            plain "float32, one thread" Precision.Float32 1
            plain "bfloat16" Precision.BFloat16 Environment.ProcessorCount
            { plain "int8 weights, bfloat16" Precision.BFloat16 Environment.ProcessorCount with
                Int8 = true
            }
            fast "threshold:0.99" 32 "dual"
        ]

/// All held-out tasks, or the first of each split.
let private benchmarks () =
    let part =
        match Settings.tryGet "QUALITY_TASKS" with
        | Some count -> Benchmark.first (int count)
        | None -> id

    [
        for split in
            [
                DiffuCoder.Tiny.Corpus.HeldOutParameters
                DiffuCoder.Tiny.Corpus.HeldOutCombinations
            ] -> part (Benchmark.tiny split)
    ]

/// The samplings of every task; two answers to one task make the interval narrower than one does.
let private seeds =
    match Settings.tryGet "QUALITY_SEEDS" with
    | Some count -> [ 0L .. int64 count - 1L ]
    | None -> [ 0L ]

/// The time, and the results of each seed.
let private measure (way: Way) =
    let stored = DiffuCoder.Tiny.TinyFamily.directory Stage.Instruct

    let directory =
        if way.Int8 then
            let copy = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())
            Checkpoint.quantise stored copy
            copy
        else
            stored

    use model =
        Model.loadWith
            { LoadOptions.Default with
                Precision = way.Precision
            }
            directory

    Device.setThreads way.Threads

    let options =
        { EvaluateOptions.Tiny with
            Sampler = way.Sampler EvaluateOptions.Tiny.Sampler
        }

    let mutable results = []

    let time =
        seconds (fun () ->
            results <-
                [
                    for seed in seeds ->
                        [
                            for benchmark in benchmarks () -> Evaluate.run model benchmark { options with Seed = seed }
                        ]
                ])

    if way.Int8 then
        Directory.Delete(directory, true)

    time, results

let private problems results =
    results |> List.collect (fun (result: BenchmarkResult) -> result.Problems)

let private answer (problem: ProblemResult) = problem.Samples.Head

/// How many answers to each task pass, over the seeds.
let private counts (ofSeeds: ProblemResult list list) =
    ofSeeds
    |> List.map (List.map (fun problem -> Convert.ToInt32 (answer problem).Passed))
    |> List.transpose
    |> List.map (fun passed -> AnswerCount(passed.Length, List.sum passed))
    |> Array.ofList

let run () =
    let measured =
        [
            for way in ways () ->
                let time, results = measure way
                eprintfn $"{way.Name}: {time:F0} s"
                way, time, results
        ]

    let _, slow, first = measured.Head
    let tasks = first |> List.map problems
    printfn $"\n### Fast settings on {tasks.Head.Length} held-out tasks of the small family, {seeds.Length} answers each, T 0.2\n"

    row
        [
            "how"
            "pass@1, %"
            "less the first, points"
            "equal texts, %"
            "passes an answer"
            "global AR-ness@1"
            "s"
            "speed-up"
        ]

    row (List.replicate 8 "---")

    for way, time, results in measured do
        let own = results |> List.map problems
        let difference = PairedDifference.Of(counts tasks, counts own)

        let share (part: ProblemResult * ProblemResult -> bool) =
            let pairs = List.zip (List.concat tasks) (List.concat own)
            100.0 * float (pairs |> List.filter part |> List.length) / float pairs.Length

        let trajectories =
            results |> List.concat |> List.collect Evaluate.trajectories |> List.concat

        row
            [
                way.Name
                $"{share (fun (_, problem) -> (answer problem).Passed):F1}"
                $"{100.0 * difference.Value:F1} ({100.0 * difference.Interval.Low:F1} to {100.0 * difference.Interval.High:F1})"
                $"{share (fun (plain, problem) -> (answer plain).Completion = (answer problem).Completion):F1}"
                $"{trajectories |> List.averageBy (Trajectory.passes >> float):F1}"
                $"{trajectories |> List.averageBy (Trajectory.globalArness 1):F3}"
                $"{time:F1}"
                $"{slow / time:F1}"
            ]
