module DiffuCoder.Core.Tests.Sampling.LladaParityTests

open System
open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Sampling.Forms

let private family = "04_llada"

let cases = casesInBoth (Golden.names family "generate_*")

let private options (case: Golden.Case) form =
    let number name =
        Golden.number case.Json name |> Option.get

    let remasking =
        match (Golden.text case.Json "remasking").Value with
        | "random" -> Remasking.Random
        | _ -> Remasking.LowConfidence

    SamplerOptions(
        MaxNewTokens = int (number "gen_length"),
        Steps = int (number "steps"),
        BlockLength = Nullable(int (number "block_length")),
        Guidance = number "cfg_scale",
        Temperature = number "temperature",
        TopP = 1.0,
        Remasking = inForm form remasking,
        Schedule = RevealSchedule.Even,
        MaskPrediction = MaskPrediction.Keep,
        RecordCandidates = CandidateRecording.EveryStep
    )

/// The prompts without their padding.
let private prompts (case: Golden.Case) =
    let rows (name: string) =
        let width = (case.Shape name)[1]
        Array.chunkBySize width (case.Ids name)

    if case.Has "attention_mask" then
        Array.map2
            (fun row real -> Array.zip row real |> Array.filter (snd >> (=) 1) |> Array.map fst)
            (rows "prompt")
            (rows "attention_mask")
    else
        rows "prompt"

/// Draws of the case. Its Gumbel draw, argmax(exp(l) / (-log u)^T), is argmax(p / e) with p = softmax(l / T) and e = -log u.
type private StoredDraws(case: Golden.Case, row: int, step: int, masked: int[], offset: int) =
    inherit RowDraws()

    let uniforms =
        lazy
            (use tensor = case.Tensor "uniform_draws"
             use wide = tensor.``to`` (TorchSharp.torch.ScalarType.Float64)
             wide.data<float>().ToArray())

    override _.TokenExponentials(position, asked, draws) =
        let shape = case.Shape "uniform_draws"
        let start = ((step * shape[1] + row) * shape[2] + offset + position) * shape[3]

        for i in 0 .. asked.Length - 1 do
            draws[i] <- float32 -(Math.Log(uniforms.Value[start + asked[i]]))

    override _.Uniforms() =
        let shape = case.Shape "uniform_draws"

        masked
        |> Array.map (fun position -> float32 (uniforms.Value[(step * shape[1] + row) * shape[2] + offset + position]))

    override _.Exponentials() =
        failwith "no case draws positions by confidence"

[<Theory; MemberData(nameof cases)>]
let ``every step is that of LLaDA's own sampler`` name form =
    use case = Golden.case family name
    use model = Golden.model case
    let options = options case form
    let maskId = model.Config.MaskTokenId.Value
    let shape, history = case.Shape "history", case.Ids "history"
    let width = shape[2]
    let mutable current: Decoding = Unchecked.defaultof<Decoding>

    let draws row step _ =
        let canvas = current.Canvases[row]
        let length = (Golden.number case.Json "block_length").Value |> int
        let start = canvas.Length - options.MaxNewTokens
        let block = step / (options.Steps / (options.MaxNewTokens / length))

        let masked =
            [|
                for i in start + block * length .. start + (block + 1) * length - 1 do
                    if canvas[i] = maskId then
                        i
            |]

        StoredDraws(case, row, step, masked, width - canvas.Length) :> RowDraws

    let rows =
        prompts case
        |> Seq.map (fun prompt -> struct (Canvas.Complete(prompt, options.MaxNewTokens, maskId), 0L))

    current <-
        if case.Has "uniform_draws" then
            new Decoding(model, options, null, SamplerHooks.None, rows, Func<_, _, _, _>(draws))
        else
            new Decoding(model, options, null, SamplerHooks.None, rows)

    while not current.IsFinished do
        let step = current.Step
        let made = current.Advance()

        current.Canvases
        |> Seq.iteri (fun row canvas ->
            let start = (step * shape[1] + row) * width

            canvas
            |> should equal history[start + width - canvas.Length .. start + width - 1])

        if case.Has "confidence" then
            let known = case.Floats "confidence"

            made
            |> Seq.iteri (fun row made ->
                let offset = (step * shape[1] + row) * width + width - current.Canvases[row].Length

                for candidate in made.Candidates do
                    Golden.close $"confidence of step {step}" 5e-5 1e-4 [| candidate.Confidence |] [| known[offset + candidate.Position] |])

    current.Step |> should equal shape[0]

let private table =
    lazy
        (JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden.folder, family, "transfer_schedules.json"))).RootElement.GetProperty
            "table")

[<Fact>]
let ``the schedules are those of LLaDA and dllm`` () =
    for row in table.Value.EnumerateArray() do
        let number (name: string) = row.GetProperty(name).GetInt32()

        let counts (schedule: RevealSchedule) =
            schedule.Counts.Invoke(number "masks", number "steps") |> List.ofSeq

        for name, schedule in
            [
                "llada", RevealSchedule.Even
                "dllm_LinearAlphaScheduler", RevealSchedule.Linear
                "dllm_CosineAlphaScheduler", RevealSchedule.Cosine
            ] do
            counts schedule
            |> should equal [ for count in row.GetProperty(name).EnumerateArray() -> count.GetInt32() ]
