module DiffuCoder.Core.Tests.Sampling.BlockCacheParityTests

open System
open System.Linq
open Xunit
open FsUnit.Xunit
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests

let private family = "05_block_cache"

let names (pattern: string) =
    TheoryData<string>(Golden.names family pattern)

let dreams = names "dream_*"
let lladas = names "llada_*"

let private whole (case: Golden.Case) name =
    Golden.number case.Json name |> Option.map int

let private cacheOf (name: string) =
    if name.Contains "dual" then Cache.Dual
    elif name.Contains "prefix" then Cache.Prefix
    else Cache.None

/// With a threshold the release commits whatever reaches it and knows no steps.
let private options (case: Golden.Case) name newTokens plain schedule =
    let length = (whole case "block_length").Value

    let threshold =
        match Golden.text case.Json "alg" with
        | Some "entropy" -> None // the file states a threshold that is not used
        | _ -> Golden.number case.Json "threshold"

    SamplerOptions(
        MaxNewTokens = newTokens,
        Steps =
            (if threshold.IsSome then
                 newTokens / length
             else
                 (whole case "steps").Value),
        BlockLength = Nullable length,
        Temperature = 0.0,
        TopP = 1.0,
        Remasking =
            (match threshold with
             | Some least -> Remasking.ConfidenceThreshold least
             | None -> plain),
        Schedule = schedule,
        MaskPrediction = MaskPrediction.Keep,
        Cache = cacheOf name
    )

/// What each pass was given, and the logits that were asked of it.
let private passes (model: MaskedLanguageModel) (options: SamplerOptions) (prompt: int[]) =
    let maskId = model.Config.MaskTokenId.Value
    let mutable asked = []

    let hooks =
        SamplerHooks(
            Logits =
                Func<_, _, _, _>(fun _ places logits ->
                    asked <-
                        ([| for place in places -> place.Position |], logits.data<float32>().ToArray())
                        :: asked

                    logits)
        )

    let canvas = Canvas.Complete(prompt, options.MaxNewTokens, maskId)

    use decoding =
        DiffusionSampler(model, options, null, hooks).Start([| canvas |], [| 0L |])

    let length = options.BlockLength.Value

    let inputs =
        [
            while not decoding.IsFinished do
                let before = Array.copy decoding.Canvases[0]
                let computed = decoding.Advance().[0].Computed.Value
                let block = (Array.IndexOf(before, maskId) - prompt.Length) / length

                let start =
                    if computed = before.Length then
                        0
                    else
                        prompt.Length + block * length

                start, before[start .. start + computed - 1]
        ]

    inputs, List.rev asked, decoding.Result().[0].Final.ToArray()

let private shouldBeTheInputsOf (case: Golden.Case) (inputs: (int * int[]) list) =
    let width = (case.Shape "forward_input_ids")[1]

    let known =
        case.Ids "forward_input_ids"
        |> Array.chunkBySize width
        |> Array.map (Array.filter ((<>) -1))
        |> List.ofArray

    List.map snd inputs |> should equal known

[<Theory; MemberData(nameof dreams)>]
let ``every pass of a cached Dream is that of the release`` name =
    use case = Golden.case family name
    use model = Golden.model case
    let newTokens = (whole case "max_new_tokens").Value

    let inputs, asked, final =
        passes model (options case name newTokens Remasking.Entropy RevealSchedule.TimeGrid) (case.Ids "input_ids")

    shouldBeTheInputsOf case inputs
    final |> should equal (case.Ids "sequences")

    // the stored logits are those before the shift
    for forward, tensor in
        [
            0, "logits_forward0"
            1, "logits_forward1"
            inputs.Length - 1, "logits_last_forward"
        ] do
        let vocabulary = model.Config.VocabularySize
        let known = case.Floats tensor |> Array.chunkBySize vocabulary
        let places, logits = asked[forward]
        let start, _ = inputs[forward]

        for place, own in Array.zip places (Array.chunkBySize vocabulary logits) do
            Golden.close $"logits of pass {forward} at {place}" 1e-4 1e-4 own known[place - 1 - start]

[<Theory; MemberData(nameof lladas)>]
let ``every pass of a LLaDA in blocks is that of the release`` name =
    use case = Golden.case family name
    use model = Golden.model case
    let newTokens = (whole case "gen_length") |> Option.defaultValue 16

    let inputs, _, final =
        passes model (options case name newTokens Remasking.LowConfidence RevealSchedule.Even) (case.Ids "prompt")

    shouldBeTheInputsOf case inputs
    final |> should equal (case.Ids "sequences")
