/// A pass of a large model takes seconds: a generation is ended within it.
module DiffuCoder.Core.Tests.Sampling.CancellationTests

open System
open System.Threading
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling.SmallModels

let private model = lazy (create 7L)

/// A blind rule is asked before the pass of its step.
let private endingAt (step: int) (source: CancellationTokenSource) =
    let rule =
        RevealRule(fun context ->
            if context.Step >= step then
                source.Cancel()

            RevealRules.AtRandom context)

    Remasking("ending", ConfidenceScores.Probability, rule, ChoosesBlind = true)

let private endedWithin cache =
    use source = new CancellationTokenSource()

    let options =
        SamplerOptions(
            MaxNewTokens = 16,
            Steps = 16,
            BlockLength = Nullable 8,
            Schedule = RevealSchedule.Even,
            Cache = cache,
            Remasking = endingAt 2 source
        )

    let canvas = Canvas.Complete([| 1; 2; 3 |], 16, MaskId)

    use decoding = DiffusionSampler(model.Value, options).Start([| canvas |], [| 1L |])

    decoding.Advance source.Token |> ignore
    decoding.Advance source.Token |> ignore
    let written = Array.copy decoding.Canvases[0]

    (fun () -> decoding.Advance source.Token |> ignore)
    |> should throw typeof<OperationCanceledException>

    // nothing of the step is there, and nothing goes on from keys and values of half a pass
    decoding.Canvases[0] |> should equal written

    (Assert.Throws<SamplerException>(fun () -> decoding.Advance() |> ignore)).Message
    |> should haveSubstring "ended within a step"

[<Fact>]
let ``a generation that is ended within a pass leaves its canvas as it was, and no tensor`` () =
    for cache in [ Cache.None; Cache.Dual; Cache.Prefix ] do
        endedWithin cache
        let before = LiveTensors.OnThisThread
        endedWithin cache
        LiveTensors.OnThisThread |> should equal before

[<Fact>]
let ``a pass is ended between two blocks of the model`` () =
    use scope = torch.NewDisposeScope()

    let batch =
        TokenBatch(torch.zeros ([| 1L; 4L |], torch.ScalarType.Int64), Cancellation = CancellationToken true)

    (fun () ->
        model.Value.Logits(batch, torch.zeros ([| 1L |], torch.ScalarType.Int64))
        |> ignore)
    |> should throw typeof<OperationCanceledException>
