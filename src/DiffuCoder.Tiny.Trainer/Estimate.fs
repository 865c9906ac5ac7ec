/// How long the stages will take on this machine: a few steps of each are made and thrown away.
module DiffuCoder.Tiny.Trainer.Estimate

open System
open System.Collections.Generic
open System.IO
open DiffuCoder.Training.Pipelines

/// Steps that are timed, and those before them, which are slower.
[<Literal>]
let private Timed = 4L

[<Literal>]
let private Before = 2L

let private secondsPerStep (lines: PipelineProgress seq) =
    let elapsed =
        [
            for line in lines do
                match line.Training with
                | null -> ()
                | training -> training.Step, training.Elapsed.TotalSeconds
        ]
        |> Map.ofList

    (elapsed[Before + Timed] - elapsed[Before]) / float Timed

/// The time that each of the stages will take, by name. They are given their
/// length, and begin with freshly drawn weights. Tells what is being timed.
let durations (tell: string -> unit) (stages: Stages.Length -> PipelineStage list) : (string * TimeSpan) list =
    let folder = Directory.CreateTempSubdirectory("diffucoder-estimate-").FullName
    let lines = List<PipelineProgress>()

    let listener =
        { new IProgress<PipelineProgress> with
            member _.Report line =
                if lines |> Seq.forall (fun known -> known.Stage <> line.Stage) then
                    tell line.Stage

                lines.Add line
        }

    try
        let short = stages (fun _ -> Before + Timed)

        Pipeline(Directory = folder, Stages = List.toArray short).Run(listener)
        |> ignore

        [
            for stage in stages id ->
                let seconds =
                    lines |> Seq.filter (fun line -> line.Stage = stage.Name) |> secondsPerStep

                stage.Name, TimeSpan.FromSeconds(seconds * float stage.Training.Steps)
        ]
    finally
        Directory.Delete(folder, true)
