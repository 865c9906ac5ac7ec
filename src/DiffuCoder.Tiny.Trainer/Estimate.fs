/// How long the stages will take on this machine: a few steps of each are made and thrown away.
module DiffuCoder.Tiny.Trainer.Estimate

open System
open System.Collections.Generic
open System.IO
open DiffuCoder.Training.Pipelines

/// The first steps, which are slower and not counted.
[<Literal>]
let private Before = 2L

/// Steps that a stage makes to be timed.
[<Literal>]
let Steps = 6L

let private secondsPerStep (lines: PipelineProgress seq) =
    let elapsed =
        [
            for line in lines do
                match line.Training with
                | null -> ()
                | training -> training.Step, training.Elapsed.TotalSeconds
        ]
        |> Map.ofList

    (elapsed[Steps] - elapsed[Before]) / float (Steps - Before)

/// The time that each of the whole stages will take, by name, from the same ones of a few steps. Tells what is being timed.
let durations (tell: string -> unit) (short: PipelineStage list) (whole: PipelineStage list) : (string * TimeSpan) list =
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
        Pipeline(Directory = folder, Stages = List.toArray short).Run(listener)
        |> ignore

        [
            for stage in whole ->
                let seconds =
                    lines |> Seq.filter (fun line -> line.Stage = stage.Name) |> secondsPerStep

                stage.Name, TimeSpan.FromSeconds(seconds * float stage.Training.Steps)
        ]
    finally
        Directory.Delete(folder, true)
