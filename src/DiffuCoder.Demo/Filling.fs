/// How far a generation is: a fold over its steps.
namespace DiffuCoder.Demo

open DiffuCoder

type Filling =
    {
        Canvas: int[]
        /// The step that wrote each position.
        WrittenAt: Map<int, int>
        /// Steps done.
        Steps: int
        /// Steps planned.
        Planned: int
        /// Masks at the start.
        Masks: int
        /// Seconds of computing.
        Seconds: float
    }

[<RequireQualifiedAccess>]
module Filling =

    let start (canvas: int seq) (mask: int) (planned: int) =
        let canvas = Array.ofSeq canvas

        {
            Canvas = canvas
            WrittenAt = Map.empty
            Steps = 0
            Planned = planned
            Masks = canvas |> Array.filter ((=) mask) |> Array.length
            Seconds = 0.0
        }

    let advance (seconds: float) (step: SamplingStep) (filling: Filling) =
        let canvas = Array.copy filling.Canvas

        for reveal in step.Reveals do
            canvas[reveal.Position] <- reveal.Token

        { filling with
            Canvas = canvas
            WrittenAt =
                (filling.WrittenAt, step.Reveals)
                ||> Seq.fold (fun written reveal -> Map.add reveal.Position step.Index written)
            Steps = step.Index + 1
            Seconds = seconds
        }

    /// Tokens written.
    let written (filling: Filling) = filling.WrittenAt.Count

    /// Tokens written a second; 0 before there is a time.
    let speed (filling: Filling) =
        if filling.Seconds > 0.0 then
            float (written filling) / filling.Seconds
        else
            0.0

    /// Steps since a position was written: 0 when it was the last step.
    let age (filling: Filling) (position: int) =
        filling.WrittenAt
        |> Map.tryFind position
        |> Option.map (fun step -> filling.Steps - 1 - step)
