/// Steps that commit nothing ask nothing of the model.
module DiffuCoder.Core.Tests.Sampling.IdleStepTests

open System
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling.CountingModel
open DiffuCoder.Core.Tests.Sampling.SmallModels

let private inner = lazy (create 7L)
let private prompt = Canvas.Complete([| 1; 2; 3 |], 8, MaskId)

type private Setting =
    {
        Remasking: Remasking
        Schedule: RevealSchedule
        Temperature: float
        Drawn: float
        Finish: bool
        Record: CandidateRecording
    }

let private usual =
    {
        Remasking = Remasking.Entropy
        Schedule = RevealSchedule.TimeGrid
        Temperature = 0.0
        Drawn = 0.0
        Finish = false
        Record = CandidateRecording.None
    }

/// The trajectory, and the passes that the model counted.
let private run change hooks steps setting =
    let model = new CountingModel(inner.Value, change)

    let options =
        SamplerOptions(
            MaxNewTokens = 8,
            Steps = steps,
            TopP = 1.0,
            Temperature = setting.Temperature,
            Remasking = setting.Remasking,
            Schedule = setting.Schedule,
            RemaskingTemperature = setting.Drawn,
            FinishWithStopTokens = setting.Finish,
            RecordCandidates = setting.Record
        )

    DiffusionSampler(model, options, hooks = hooks).Generate(prompt, 3L), model.Passes

let private unchanged _ _ = ()
let private plain = run unchanged SamplerHooks.None

/// The same with somebody looking at every step.
let private watched change steps setting =
    run
        change
        SamplerHooks.None
        steps
        { setting with
            Record = CandidateRecording.EveryStep
        }

let private reveals (trajectory: Trajectory) =
    [ for step in trajectory.Steps -> step.Index, List.ofSeq step.Reveals ]

let private revealing (trajectory: Trajectory) =
    trajectory.Steps
    |> Seq.filter (fun step -> step.Reveals.Count > 0)
    |> Seq.length

/// One token at every fifth step.
let private gaps =
    RevealSchedule("gaps", fun _ steps -> [| for step in 0 .. steps - 1 -> if step % 5 = 2 then 1 else 0 |])

let private settings =
    [
        for remasking in
            [
                Remasking.Entropy
                Remasking.MaskgitPlus
                Remasking.TopkMargin
                Remasking.LowConfidence
            ] do
            for schedule in gaps :: List.ofSeq RevealSchedule.All do
                for temperature, drawn in [ 0.0, 0.0; 0.7, 0.0; 0.7, 0.5 ] do
                    { usual with
                        Remasking = remasking
                        Schedule = schedule
                        Temperature = temperature
                        Drawn = drawn
                    }
    ]

[<Fact>]
let ``steps at which nothing is due cost no pass and change no result`` () =
    for setting in settings do
        let trajectory, passes = plain 200 setting
        passes |> should equal (revealing trajectory)
        trajectory.Passes |> should equal (Nullable passes)

        let all, allPasses = watched unchanged 200 setting
        reveals trajectory |> should equal (reveals all)
        allPasses |> should equal all.Steps.Count
        all.Passes |> should equal (Nullable allPasses)

    let trajectory, passes = plain 1000 usual
    passes |> should be (lessThanOrEqualTo 8)
    trajectory.Steps.Count |> should be (greaterThan 500)

[<Fact>]
let ``rules that choose blind ask only at the steps at which they chose something`` () =
    for remasking in [ Remasking.Random; Remasking.LeftToRight; Remasking.Origin ] do
        let trajectory, passes = plain 200 { usual with Remasking = remasking }
        passes |> should equal (revealing trajectory)
        trajectory.Passes |> should equal (Nullable passes)

[<Fact>]
let ``a hook on the logits sees every step`` () =
    let mutable seen = 0

    let hooks =
        SamplerHooks(
            Logits =
                fun _ _ logits ->
                    seen <- seen + 1
                    logits
        )

    let trajectory, passes = run unchanged hooks 50 usual
    (seen, passes) |> should equal (trajectory.Steps.Count, seen)
    reveals trajectory |> should equal (reveals (fst (plain 50 usual)))

[<Fact>]
let ``recording the first step asks at the first step`` () =
    let trajectory, passes =
        plain
            50
            { usual with
                Record = CandidateRecording.FirstStep
            }

    trajectory.Steps[0].Candidates |> Seq.length |> should equal 8
    trajectory.Steps[0].Reveals |> should be Empty
    passes |> should equal (1 + snd (plain 50 usual))

let private stopsFrom6 position =
    if position < 6 then sure 4 0.6 else sure StopId 0.55

[<Fact>]
let ``looking for the end of a text asks again only after the canvas has changed`` () =
    let setting =
        { usual with
            Finish = true
            Schedule = gaps
        }

    let trajectory, passes = run stopsFrom6 SamplerHooks.None 50 setting
    let all, allPasses = watched stopsFrom6 50 setting
    reveals trajectory |> should equal (reveals all)
    // text is written at steps 2, 7 and 12, and step 13 completes the canvas
    (Seq.last trajectory.Steps).Reveals |> Seq.length |> should equal 5
    allPasses |> should equal 14
    // the first step, those at which a token is due, and those behind them
    passes |> should equal 7

[<Fact>]
let ``with a temperature the next draws may end a text, and every step is asked`` () =
    let setting =
        { usual with
            Finish = true
            Temperature = 1.0
        }

    let half position =
        if position < 9 then sure 4 0.9 else sure StopId 0.6

    let trajectory, passes = run half SamplerHooks.None 50 setting
    let all, allPasses = watched half 50 setting
    reveals trajectory |> should equal (reveals all)
    passes |> should equal allPasses

[<Fact>]
let ``each row counts the passes that it took part in`` () =
    let canvases =
        [|
            Canvas.Complete([| 1; 2; 3 |], 3, MaskId)
            Canvas.Complete([| 4; 5 |], 8, MaskId)
            Canvas.Infill [| 4; 5 |]
        |]

    let model = new CountingModel(inner.Value)

    let options =
        SamplerOptions(Steps = 8, Temperature = 0.0, TopP = 1.0, Schedule = RevealSchedule.Even)

    let trajectories = DiffusionSampler(model, options).Generate(canvases, 1L)

    [ for trajectory in trajectories -> trajectory.Passes ]
    |> should equal [ Nullable 3; Nullable 8; Nullable 0 ]

    [ for trajectory in trajectories -> trajectory.TokensPerPass ]
    |> should equal [ Nullable 1.0; Nullable 1.0; Nullable() ]

    model.Passes |> should equal 8

[<Fact>]
let ``a pass with guidance is one`` () =
    let options =
        SamplerOptions(MaxNewTokens = 8, Steps = 4, Guidance = 1.0, Schedule = RevealSchedule.Even)

    let trajectory = DiffusionSampler(inner.Value, options).Generate(prompt, 1L)
    trajectory.Passes |> should equal (Nullable 4)
    trajectory.TokensPerPass |> should equal (Nullable 2.0)

[<Fact>]
let ``a position that a hook masks again is asked about again`` () =
    let mutable again = true

    let hooks =
        SamplerHooks(
            Tokens =
                fun step rows ->
                    if again && step.HasValue && rows[0][10] <> MaskId then
                        again <- false
                        rows[0][10] <- MaskId
        )

    let trajectory, passes = run unchanged hooks 200 usual
    trajectory.Final |> Seq.contains MaskId |> should equal false
    trajectory.Reveals |> Seq.length |> should equal 9
    passes |> should equal (revealing trajectory)

[<Fact>]
let ``a threshold within a schedule costs a pass where something is due, and changes no result`` () =
    for steps in [ 8; 30; 200 ] do
        let setting =
            { usual with
                Remasking = Remasking.ConfidenceThreshold 0.9
            }

        let trajectory, passes = plain steps setting
        passes |> should equal (revealing trajectory)
        let all, _ = watched unchanged steps setting
        reveals trajectory |> should equal (reveals all)
