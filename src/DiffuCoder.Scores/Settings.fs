/// What the program is asked to measure, from its command line.
module DiffuCoder.Scores.Settings

open System
open Argu
open DiffuCoder
open DiffuCoder.LoadArguments

type SanitizerName =
    | Conservative
    | EvalPlus

[<HelpFlags("--help", "-h")>]
type Argument =
    | [<AltCommandLine(Letter.Model)>] Model of directory: string
    | Stage of DiffuCoder.Tiny.Stage
    | [<AltCommandLine(Letter.Benchmark)>] Benchmark of nameAndPath: string
    | [<AltCommandLine(Letter.Score)>] Score of samplesFile: string
    | Complete
    | Samples of count: int
    | [<AltCommandLine(Letter.Ks)>] Ks of numbers: int list
    | [<AltCommandLine(Letter.Temperature)>] Temperature of value: float
    | [<AltCommandLine(Letter.Tokens)>] Tokens of count: int
    | [<AltCommandLine(Letter.Steps)>] Steps of count: int
    | Strategy of name: string
    | Cache of name: string
    | Block of count: int
    | Seed of number: int64
    | Batch of count: int
    | Limit of problems: int
    | Shard of numberAndCount: string
    | Merge of shards: int
    | Without of task: string
    | [<AltCommandLine(Letter.Libraries)>] Libraries of folder: string
    | Sanitizer of SanitizerName
    | [<AltCommandLine(Letter.Output)>] Output of directory: string
    | [<AltCommandLine(Letter.Device)>] Device of DeviceName
    | [<AltCommandLine(Letter.Precision)>] Precision of PrecisionName
    | Threads of count: int
    | Purpose of words: string
    | Sealed_Reads

    interface IArgParserTemplate with
        member this.Usage =
            match this with
            | Model _ -> "directory of a checkpoint, or its name on the hub, owner/name; without it the small models."
            | Stage _ ->
                "which of the small models; may be given several times (default: base, instruct and cpgrpo). llada is not shipped: train it first."
            | Benchmark _ ->
                "NAME=FILE, where NAME is humaneval, humaneval+, mbpp, mbpp-all, mbpp+, bigcodebench or bigcodebench-instruct; or parameters or combinations, the held-out splits of the small models (their default: both); sealed-parameters or sealed-combinations, with --purpose."
            | Score _ -> "do not generate: run the answers of this file (EvalPlus's samples.jsonl)."
            | Complete -> "the model goes on with the problem's text, as base models do; without it it is asked in a conversation."
            | Samples _ -> "answers to each problem (default: 1; for the small models 1 at temperature 0.2 and 10 at 1.0)."
            | Ks _ -> "the k of pass@k, up to the number of answers (default: 1 and that number)."
            | Temperature _ -> "0 takes the likeliest token (default: 0.2)."
            | Tokens _ -> "length of an answer's canvas (default: 96 for the small models and on the held-out splits, else 256)."
            | Steps _ -> "forward passes (default: one a token; half as many doubles the speed)."
            | Strategy _ ->
                "which tokens a pass commits: entropy (default), maskgit_plus, low_confidence and others, or several at once by threshold:0.9, factor:1, entropy_bound:0.1, which know no steps."
            | Cache _ -> "none (default), prefix, dual or adaptive:BOUND: what is not computed again in every pass; with --block."
            | Block _ -> "an answer is filled in by blocks of so many tokens, from left to right (default: all at once)."
            | Seed _ -> "where the random numbers come from (default: 0); given several times, the answers of all are counted together."
            | Batch _ -> "answers sampled together (default: 40 for the small models and on the held-out splits, else 8)."
            | Limit _ -> "only so many problems of each benchmark."
            | Shard _ ->
                "I/N: only this share of the problems, in a directory of its own, for N processes or machines that share out the work; --merge makes one run of them."
            | Merge _ -> "do not generate: make one run of so many finished shards, with the other options as they had them."
            | Without _ -> "leave this task out; may be given several times."
            | Libraries _ ->
                "folder that programs and tests may import from, such as a Python environment's site-packages; seen read-only; may be given several times."
            | Sanitizer _ ->
                "what is kept of an answer: conservative (default) drops nothing that could matter, evalplus is EvalPlus's own rule, for scores to compare with published ones."
            | Output _ -> "directory of the runs; one that was interrupted goes on (default: runs/evaluate)."
            | Device _ -> "where to compute (default: cpu)."
            | Precision _ ->
                "the type to compute in (default: automatic, that of the weights where the device multiplies it, else float32)."
            | Threads _ -> "threads of the processor (default: all)."
            | Purpose _ -> "what the sealed tasks are read for; it is written to docs/sealed-reads.jsonl."
            | Sealed_Reads -> "do not measure: tell how often the sealed tasks were read, and what for."

/// What answers come from.
type Source =
    | Tiny of Stage
    | Directory of string
    | File of string

/// A benchmark by name, with its file where it has one.
type Named = { Name: string; Path: string option }

type Settings =
    {
        Sources: Source list
        Benchmarks: Named list
        /// Number of answers and temperature of each measurement.
        Draws: (int * float) list
        Ks: int list option
        /// `None`: completions for the small base model, conversations for all others.
        Prompting: PromptKind option
        Tokens: int option
        Steps: int option
        Strategy: DiffuCoder.Strategy option
        Cache: DiffuCoder.Cache option
        Block: int option
        /// A measurement for each; their answers are pooled.
        Seeds: int64 list
        Batch: int option
        Limit: int option
        Shard: DiffuCoder.Shard option
        /// How many shards to make one run of, in place of generating.
        Merge: int option
        /// Tasks to leave out.
        Without: string list
        /// Folders to import from.
        Libraries: string list
        Sanitizer: SanitizeRule
        Output: string
        Load: LoadOptions
        /// `None`: as many as libtorch takes.
        Threads: int option
        /// What sealed tasks are read for.
        Purpose: string option
        /// Tell what they were read for, in place of measuring.
        TellsReads: bool
    }

let parser = ArgumentParser.Create<Argument>(programName = "diffucoder evaluate")

let private fileBenchmarks: (string * (string -> Benchmark)) list =
    [
        "humaneval", Benchmark.humanEval
        "humaneval+", Benchmark.humanEvalPlus
        "mbpp", Benchmark.mbpp
        "mbpp-all", Benchmark.mbppAll
        "mbpp+", Benchmark.mbppPlus
        "bigcodebench", Benchmark.bigCodeBench
        "bigcodebench-instruct", Benchmark.bigCodeBenchInstruct
    ]

let private splits =
    [
        "parameters", DiffuCoder.Tiny.Corpus.HeldOutParameters
        "combinations", DiffuCoder.Tiny.Corpus.HeldOutCombinations
    ]

/// Tasks for results that are told.
let private sealedSplits = [ for name, split in splits -> $"sealed-{name}", split ]

/// Whether reading a benchmark is recorded.
let isSealed (named: Named) =
    List.exists (fst >> (=) named.Name) sealedSplits

/// Reads a benchmark; `EvaluationException` when its file is damaged.
let load (named: Named) : Benchmark =
    match named.Path with
    | Some path -> (fileBenchmarks |> List.find (fst >> (=) named.Name) |> snd) path
    | None when isSealed named -> sealedSplits |> List.find (fst >> (=) named.Name) |> snd |> Benchmark.tinySealed
    | None -> splits |> List.find (fst >> (=) named.Name) |> snd |> Benchmark.tiny

let private named (fail: string -> Named) (text: string) =
    let has name known = List.exists (fst >> (=) name) known

    match List.ofArray (text.Split('=', 2)) with
    | [ name ] when has name (splits @ sealedSplits) -> { Name = name; Path = None }
    | [ name; path ] when has name fileBenchmarks -> { Name = name; Path = Some path }
    | [ name ] when has name fileBenchmarks -> fail $"--benchmark {name} needs its file: --benchmark {name}=FILE."
    | name :: _ ->
        let known =
            List.map fst fileBenchmarks @ List.map fst (splits @ sealedSplits)
            |> String.concat ", "

        fail $"There is no benchmark '{name}'; there are {known}."
    | [] -> fail "--benchmark is empty."

/// Reads the command line; `ArguParseException` says what is wrong with it.
let parse (arguments: string[]) =
    let given = parser.Parse arguments
    let refuse (message: string) = given.Raise(message, showUsage = false)

    let atLeastOne (name: string) (value: int) =
        if value < 1 then
            refuse $"{name} is {value}; it must be at least 1."
        else
            value

    let byName (kind: string) (tryNamed: string -> 'a option) (words: string) : 'a =
        try
            match tryNamed words with
            | Some found -> found
            | None -> refuse $"There is no {kind} '{words}'; --help names them."
        with :? DiffuCoder.Sampling.SamplerException as problem ->
            refuse problem.Message

    let sources =
        match given.TryGetResult Argument.Model, given.GetResults Argument.Stage, given.TryGetResult Score with
        | None, [], Some file -> [ File file ]
        | Some directory, [], None -> [ Directory directory ]
        | None, (_ :: _ as stages), None -> stages |> List.distinct |> List.map Tiny
        | None, [], None -> [ Tiny Stage.Base; Tiny Stage.Instruct; Tiny Stage.CpGrpo ]
        | _ -> refuse "--model, --stage and --score exclude each other."

    let isTiny =
        match sources with
        | Tiny _ :: _ -> true
        | _ -> false

    let benchmarks =
        match given.GetResults Argument.Benchmark with
        | [] when isTiny -> [ for name, _ in splits -> { Name = name; Path = None } ]
        | [] -> refuse "Say what to measure on: --benchmark NAME=FILE."
        | texts -> texts |> List.map (named refuse)

    let purpose = given.TryGetResult Purpose

    if List.exists isSealed benchmarks && purpose.IsNone then
        refuse "Sealed tasks are read for results that are told, and not to develop or choose anything. Say what for: --purpose \"...\"."

    let shard =
        given.TryGetResult Argument.Shard
        |> Option.map (fun text ->
            try
                DiffuCoder.Evaluation.Shard.Parse text
            with :? DiffuCoder.Evaluation.EvaluationException as problem ->
                refuse problem.Message)

    let merge = given.TryGetResult Merge |> Option.map (atLeastOne "--merge")

    match sources, shard, merge with
    | _, Some _, Some _ -> refuse "--shard and --merge exclude each other: one is for each part, the other for the whole."
    | [ File _ ], Some _, _
    | [ File _ ], _, Some _ -> refuse "a file of answers is run whole: --score takes neither --shard nor --merge."
    | _ -> ()

    let samples = given.TryGetResult Samples |> Option.map (atLeastOne "--samples")

    let draws =
        match samples, given.TryGetResult Temperature with
        | None, None when isTiny -> [ 1, 0.2; 10, 1.0 ]
        | samples, temperature -> [ samples |> Option.defaultValue 1, temperature |> Option.defaultValue 0.2 ]

    {
        Sources = sources
        Benchmarks = benchmarks
        Draws = draws
        Ks = given.TryGetResult Ks
        Prompting =
            if given.Contains Complete then
                Some PromptKind.Completion
            else
                None
        Tokens = given.TryGetResult Tokens |> Option.map (atLeastOne "--tokens")
        Steps = given.TryGetResult Steps |> Option.map (atLeastOne "--steps")
        Strategy =
            given.TryGetResult Argument.Strategy
            |> Option.map (byName "strategy" DiffuCoder.Strategy.tryNamed)
        Cache =
            given.TryGetResult Argument.Cache
            |> Option.map (byName "cache" DiffuCoder.Cache.tryNamed)
        Block = given.TryGetResult Block |> Option.map (atLeastOne "--block")
        Seeds =
            match given.GetResults Seed with
            | [] -> [ 0L ]
            | seeds -> List.distinct seeds
        Batch = given.TryGetResult Batch |> Option.map (atLeastOne "--batch")
        Limit = given.TryGetResult Limit |> Option.map (atLeastOne "--limit")
        Shard = shard
        Merge = merge
        Without = given.GetResults Without
        Libraries = given.GetResults Libraries |> List.map IO.Path.GetFullPath
        Sanitizer =
            match given.GetResult(Sanitizer, Conservative) with
            | Conservative -> SanitizeRule.Conservative
            | EvalPlus -> SanitizeRule.EvalPlus
        Output = given.GetResult(Output, IO.Path.Combine("runs", "evaluate"))
        Load = LoadArguments.load (given.GetResult(Argument.Device, Cpu)) (given.GetResult(Argument.Precision, Automatic))
        Threads = given.TryGetResult Threads |> Option.map (atLeastOne "--threads")
        Purpose = purpose
        TellsReads = given.Contains Sealed_Reads
    }
