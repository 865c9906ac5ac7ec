/// What is measured: one source of answers on one benchmark, so many answers at one temperature from one seed.
module DiffuCoder.Scores.Measurement

open System
open System.IO
open DiffuCoder
open DiffuCoder.Scores.Settings

type Measurement =
    {
        Source: Source
        Benchmark: Named
        Samples: int
        Temperature: float
        Seed: int64
    }

/// Everything that the settings ask for, source by source, so that each model is loaded once.
let all (settings: Settings) : (Source * Measurement list) list =
    [
        for source in settings.Sources ->
            source,
            [
                for benchmark in settings.Benchmarks do
                    for samples, temperature in settings.Draws do
                        for seed in settings.Seeds ->
                            {
                                Source = source
                                Benchmark = benchmark
                                Samples = samples
                                Temperature = temperature
                                Seed = seed
                            }
            ]
    ]

/// The name of a source in tables and directories.
let nameOf (source: Source) =
    match source with
    | Tiny stage -> DiffuCoder.Tiny.TinyFamily.name stage
    | Directory path ->
        // a dot in it is a version's
        match Path.GetFileName(Path.TrimEndingDirectorySeparator path) with
        | null
        | "" -> path
        | name -> name
    | File path ->
        match Path.GetFileNameWithoutExtension path with
        | null
        | "" -> path
        | name -> name

/// The directory of a run or of one shard of it: what differs between the runs of one call is in its name.
let directoryOf (shard: DiffuCoder.Shard option) (settings: Settings) (measurement: Measurement) =
    let part =
        match settings.Limit with
        | Some count -> $"-first{count}"
        | None -> ""

    let without =
        match settings.Without with
        | [] -> ""
        | tasks -> $"-without{tasks.Length}"

    let seed =
        match settings.Seeds with
        | [ _ ] -> ""
        | _ -> $"-seed{measurement.Seed}"

    let sanitizer =
        if settings.Sanitizer = SanitizeRule.EvalPlus then
            "-evalplus"
        else
            ""

    Path.Combine(
        settings.Output,
        nameOf measurement.Source,
        measurement.Benchmark.Name + part + without + sanitizer,
        FormattableString.Invariant $"t{measurement.Temperature}-n{measurement.Samples}"
        + seed
        + (match shard with
           | Some shard -> $"-shard{shard.Number}of{shard.Count}"
           | None -> "")
    )

/// The directory that a measurement writes.
let directory (settings: Settings) (measurement: Measurement) =
    directoryOf settings.Shard settings measurement

/// The directories of its shards.
let shards (count: int) (settings: Settings) (measurement: Measurement) =
    [
        for number in 1..count -> directoryOf (Some(DiffuCoder.Shard(number, count))) settings measurement
    ]

/// The kit's options of a measurement.
let options (settings: Settings) (measurement: Measurement) : EvaluateOptions =
    let preset =
        match measurement.Source, measurement.Benchmark.Path with
        // the held-out splits ask for what small models were trained on, one's own as well
        | Tiny _, _
        | _, None -> EvaluateOptions.Tiny
        | _ -> EvaluateOptions.Paper

    let tokens = settings.Tokens |> Option.defaultValue preset.Sampler.MaxNewTokens

    { preset with
        Sampler =
            { preset.Sampler with
                MaxNewTokens = tokens
                Steps = settings.Steps |> Option.defaultValue tokens
                Temperature = measurement.Temperature
                Remasking = settings.Strategy |> Option.defaultValue preset.Sampler.Remasking
                Cache = settings.Cache |> Option.defaultValue preset.Sampler.Cache
                BlockLength = settings.Block |> Option.orElse preset.Sampler.BlockLength
            }
        Prompting =
            match settings.Prompting, measurement.Source with
            | Some kind, _ -> kind
            | None, Tiny(Stage.Ar | Stage.Base | Stage.Llada) -> PromptKind.Completion
            | None, _ -> PromptKind.Chat
        Samples = measurement.Samples
        Ks = settings.Ks |> Option.defaultValue (List.distinct [ 1; measurement.Samples ])
        BatchSize = settings.Batch |> Option.defaultValue preset.BatchSize
        Seed = measurement.Seed
        Libraries = settings.Libraries
        SanitizeRule = settings.Sanitizer
        Shard = settings.Shard
        Directory = Some(directory settings measurement)
    }

/// The problems of a measurement.
let benchmark (settings: Settings) (measurement: Measurement) : Benchmark =
    let whole = load measurement.Benchmark

    let part =
        match settings.Limit with
        | Some count -> Benchmark.first count whole
        | None -> whole

    if settings.Without.IsEmpty then
        part
    else
        Benchmark.without settings.Without part
