module DiffuCoder.Core.Tests.Sampling.SamplerParityTests

open System
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Sampling.Forms

let private family = "02_sampler"

let private steady =
    Golden.names family "*"
    |> Array.filter (fun name -> not (name.StartsWith "replay") && not (name.StartsWith "confidence_threshold"))

let cases = TheoryData<string> steady
let casesInBothForms = casesInBoth steady

let thresholds = casesInBoth (Golden.names family "confidence_threshold_*")
let replays = casesInBoth (Golden.names family "replay_*")

let private options (case: Golden.Case) form =
    let number = Golden.number case.Json
    let whole name = number name |> Option.map int

    let remasking =
        match (Golden.text case.Json "alg").Value with
        | "confidence_threshold" -> Remasking.ConfidenceThreshold (number "threshold").Value
        | name -> Remasking.All |> Seq.find (fun strategy -> strategy.Name = name)

    SamplerOptions(
        MaxNewTokens = (whole "max_new_tokens").Value,
        Steps = (whole "steps").Value,
        Temperature = (number "temperature").Value,
        TopP = (number "top_p" |> Option.defaultValue 1.0),
        TopK = (whole "top_k" |> Option.toNullable),
        Remasking = inForm form remasking,
        RemaskingTemperature = (number "alg_temp" |> Option.defaultValue 0.0),
        Epsilon = (number "eps").Value,
        MaskPrediction = MaskPrediction.Keep,
        RecordCandidates = CandidateRecording.EveryStep
    )

/// The prompts without their padding.
let private canvases (case: Golden.Case) (options: SamplerOptions) (maskId: int) =
    let width = case.Shape("input_ids")[1]

    Array.zip (case.Ids "input_ids") (case.Ids "attention_mask")
    |> Array.chunkBySize width
    |> Array.map (fun row ->
        Canvas.Complete(row |> Array.filter (fun (_, real) -> real = 1) |> Array.map fst, options.MaxNewTokens, maskId))

let private hooks (case: Golden.Case) (maskId: int) =
    match case.Json.TryGetProperty "hook" with
    | true, hook when hook.ValueKind <> Text.Json.JsonValueKind.Null ->
        if fst (hook.TryGetProperty "generation_tokens_hook") then
            // x[:, 12] of the padded canvas
            let width = (case.Shape "history")[2]

            SamplerHooks(
                Tokens =
                    fun step rows ->
                        if not step.HasValue then
                            for row in rows do
                                row[12 - (width - row.Length)] <- 102
            )
        else
            SamplerHooks(
                Logits =
                    fun _ _ logits ->
                        logits.select(1, int64 maskId).add_(5.0.ToScalar()) |> ignore
                        logits
            )
    | _ -> SamplerHooks.None

/// Draws of the case in place of seeded ones.
type private StoredDraws(case: Golden.Case, row: int, step: int, masked: int[], offset: int) =
    inherit RowDraws()

    // read before several threads ask
    let tokens =
        let name = $"step{step}.exponential_token"

        if case.Has name then
            Some(case.Floats name, case.Shape name)
        else
            None

    // origin draws for the positions it transfers only: those that hold no mask after the step
    let drawn =
        match tokens with
        | Some(_, shape) when shape[0] <> masked.Length ->
            let history, shape = case.Ids "history", case.Shape "history"
            let maskId = case.Json.GetProperty("mask_token_id").GetInt32()

            masked
            |> Array.filter (fun position -> history[(step * shape[1] + row) * shape[2] + offset + position] <> maskId)
        | _ -> masked

    let atMasked (name: string) (begin': int) =
        let all = case.Floats name
        masked |> Array.map (fun position -> all[begin' + offset + position])

    override _.TokenExponentials(position, asked, draws) =
        let all, shape = tokens.Value
        let begin' = Array.IndexOf(drawn, position) * shape[1]

        for i in 0 .. asked.Length - 1 do
            draws[i] <- all[begin' + asked[i]]

    override _.Uniforms() =
        if case.Has "uniform_draws" then
            let shape = case.Shape "uniform_draws"
            atMasked "uniform_draws" ((step * shape[1] + row) * shape[2])
        else
            case.Floats $"step{step}.uniform_draws"

    override _.Exponentials() =
        atMasked $"step{step}.exponential_position" 0

/// Runs a case; after every step hands over the step's index, the canvases, and what was revealed.
let private run (case: Golden.Case) form (check: int -> Decoding -> SamplingStep seq -> unit) =
    use model = Golden.model case
    let maskId = model.Config.MaskTokenId.Value
    let options = options case form
    let width = (case.Shape "history")[2]
    let mutable current: Decoding = Unchecked.defaultof<Decoding>

    let draws row step _ =
        let canvas = current.Canvases[row]

        let masked =
            [|
                for i in 0 .. canvas.Length - 1 do
                    if canvas[i] = maskId then
                        i
            |]

        StoredDraws(case, row, step, masked, width - canvas.Length) :> RowDraws

    let rows =
        canvases case options maskId |> Seq.map (fun canvas -> struct (canvas, 0L))

    current <- new Decoding(model, options, null, hooks case maskId, rows, Func<_, _, _, _>(draws))

    while not current.IsFinished do
        let step = current.Step
        check step current (current.Advance())

    current

/// A row of a [steps, B, L] tensor without its padding.
let private at (shape: int[]) (values: 'a[]) step row length =
    let begin' = (step * shape[1] + row) * shape[2]
    values[begin' + shape[2] - length .. begin' + shape[2] - 1]

let private canvasesAgree (case: Golden.Case) =
    let shape, history = case.Shape "history", case.Ids "history"

    fun step (decoding: Decoding) (_: SamplingStep seq) ->
        decoding.Canvases
        |> Seq.iteri (fun row canvas -> canvas |> should equal (at shape history step row canvas.Length))

let private candidatesAgree (case: Golden.Case) =
    let shape, tokens, confidences =
        case.Shape "x0", case.Ids "x0", case.Floats "confidence"

    let tolerance = case.Json.GetProperty("tolerance").GetProperty "confidence"

    let absolute, relative =
        tolerance.GetProperty("atol").GetDouble(), tolerance.GetProperty("rtol").GetDouble()

    fun step (decoding: Decoding) (steps: SamplingStep seq) ->
        steps
        |> Seq.iteri (fun row made ->
            let length = decoding.Canvases[row].Length
            let expected = at shape tokens step row length
            let known = at shape confidences step row length
            // the reference works on positions that its own rows of equal masks still had; none of ours may be missing
            made.Candidates
            |> Seq.map _.Position
            |> Array.ofSeq
            |> should
                equal
                [|
                    for i in 0 .. length - 1 do
                        if expected[i] >= 0 then
                            i
                |]

            for candidate in made.Candidates do
                candidate.Token |> should equal expected[candidate.Position]
                Golden.close $"confidence of step {step}" absolute relative [| candidate.Confidence |] [| known[candidate.Position] |])

let private finalAgrees (case: Golden.Case) (decoding: Decoding) =
    let shape, sequences = case.Shape "sequences", case.Ids "sequences"

    decoding.Result()
    |> Seq.iteri (fun row trajectory ->
        trajectory.Final
        |> Array.ofSeq
        |> should equal (at [| 1; shape[0]; shape[1] |] sequences 0 row trajectory.Final.Count))

[<Theory; MemberData(nameof casesInBothForms)>]
let ``every step writes what the reference writes`` (name: string) (form: Form) =
    use scope = torch.NewDisposeScope()
    use case = Golden.case family name
    run case form (canvasesAgree case) |> finalAgrees case

[<Theory; MemberData(nameof casesInBothForms)>]
let ``every step predicts and trusts as the reference does`` (name: string) (form: Form) =
    use scope = torch.NewDisposeScope()
    use case = Golden.case family name
    run case form (candidatesAgree case) |> ignore

[<Theory; MemberData(nameof cases)>]
let ``the logits of the first step agree at every masked position`` (name: string) =
    use scope = torch.NewDisposeScope()
    use inference = torch.no_grad ()
    use case = Golden.case family name
    use model = Golden.model case
    let initial, shape = case.Ids "x_initial", case.Shape "x_initial"
    let maskId = model.Config.MaskTokenId.Value
    let prompt = case.Shape("input_ids")[1]

    let real =
        Array.init initial.Length (fun i ->
            i % shape[1] >= prompt
            || (case.Ids "attention_mask")[i / shape[1] * prompt + i % shape[1]] = 1)

    let asked =
        [|
            for i in 0 .. initial.Length - 1 do
                if initial[i] = maskId then
                    int64 i
        |]

    let batch =
        TokenBatch(
            (case.Tensor "x_initial"),
            AttentionMask =
                (if Array.forall id real then
                     null
                 else
                     torch.tensor(real).view(int64 shape[0], int64 shape[1]))
        )

    let expected =
        (case.Tensor "logits_step0").flatten(0L, 1L).index_select(0L, torch.tensor asked)

    let actual = model.Logits(batch, torch.tensor asked)
    let raised = if (hooks case maskId).Logits = null then 0.0f else 5.0f
    actual.select(1, int64 maskId).add_(raised.ToScalar()) |> ignore
    Golden.close "logits" 1e-4 1e-4 (actual.data<float32>().ToArray()) (expected.data<float32>().ToArray())

[<Theory; MemberData(nameof thresholds)>]
let ``the confidence threshold takes the reference's steps`` (name: string) (form: Form) =
    use scope = torch.NewDisposeScope()
    use case = Golden.case family name

    let decoding =
        run case form (fun step decoding steps ->
            canvasesAgree case step decoding steps
            candidatesAgree case step decoding steps)

    decoding.Step
    |> should equal (case.Json.GetProperty("steps_executed").GetInt32())

    finalAgrees case decoding

[<Theory; MemberData(nameof replays)>]
let ``stored draws replay the reference's random choices`` (name: string) (form: Form) =
    use scope = torch.NewDisposeScope()
    use case = Golden.case family name

    let check step (decoding: Decoding) (steps: SamplingStep seq) =
        canvasesAgree case step decoding steps
        let candidates = (Seq.head steps).Candidates |> Array.ofSeq
        let predicted = case.Ids $"step{step}.x0"
        // origin's vector covers every masked position, with the mask where nothing was transferred
        let predicted =
            if predicted.Length = candidates.Length then
                predicted
            else
                predicted |> Array.filter (fun token -> token <> 150)

        candidates |> Array.map _.Token |> should equal predicted
        Golden.close $"confidence of step {step}" 5e-5 5e-4 (candidates |> Array.map _.Confidence) (case.Floats $"step{step}.confidence")

    run case form check |> finalAgrees case
