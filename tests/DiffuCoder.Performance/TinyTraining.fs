/// How many tokens a second the small family learns from, in mixed precision and in float32.
module DiffuCoder.Performance.TinyTraining

open System
open System.Collections.Generic
open System.IO
open DiffuCoder
open DiffuCoder.Models
open DiffuCoder.Tiny
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Training
open DiffuCoder.Training.Pipelines
open DiffuCoder.Performance.Measure

/// Updates between two lines of the log, of which the first is not counted.
[<Literal>]
let private Interval = 6L

[<Literal>]
let private Updates = 24L

/// Batches of the size that the family was trained on.
let private data (folder: string) (tokenizer: Tokenizer) : TrainingData =
    Data.stored (Path.Combine(folder, "rows.tokens")) (fun () -> TinyCorpus.requests Split.Train 2000 |> Data.rowsOfAnswers tokenizer)
    |> Data.batches
        tokenizer
        {
            Tokens = 3072
            LearnPadding = true
            Seed = 1L
        }

/// Tokens a second of each interval but the first.
let private rates (precision: Precision) (folder: string) : float list =
    let stage =
        InstructionStage(
            Name = "tiny",
            Data = data folder,
            Training =
                TrainingOptions(
                    Steps = Updates,
                    LearningRate = LearningRate(Peak = 1e-3),
                    Seed = 1L,
                    LogEvery = Interval,
                    CheckpointEvery = Updates,
                    Threads = Nullable 2
                ),
            Precision = precision
        )

    let lines = List<PipelineProgress>()

    let listener =
        { new IProgress<PipelineProgress> with
            member _.Report line = lines.Add line
        }

    Pipeline(Directory = folder, Start = TinyFamily.directory Stage.Base, Stages = [| stage :> PipelineStage |]).Run(listener)
    |> ignore

    [
        for line in lines do
            match line.Training with
            | null -> ()
            | training when training.Step > Interval -> training.TokensPerSecond
            | _ -> ()
    ]

let private measured precision =
    let folder = Directory.CreateTempSubdirectory("diffucoder-rate-").FullName

    try
        rates precision folder
    finally
        Directory.Delete(folder, true)

let run () =
    printfn "\n### Training the small family, batches of 3072 tokens, two threads\n"

    let rounds =
        [ for _ in 1..3 -> measured Precision.BFloat16, measured Precision.Float32 ]

    let mixed = rounds |> List.collect fst |> median
    let single = rounds |> List.collect snd |> median
    row [ "mixed, tokens/s"; "float32, tokens/s"; "mixed / float32" ]
    row [ "---"; "---"; "---" ]
    row [ $"{mixed:F0}"; $"{single:F0}"; $"{mixed / single:F2}" ]
