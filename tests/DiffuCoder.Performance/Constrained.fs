/// What a constraint adds to a sampling step.
module DiffuCoder.Performance.Constrained

open System
open System.Diagnostics
open System.IO
open System.IO.Compression
open TorchSharp
open DiffuCoder.Constraints
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Tokenization
open DiffuCoder.Performance.Measure

[<Literal>]
let private Prompt = 256

[<Literal>]
let private Completion = 256

let private tokenizer =
    lazy
        (Seq.unfold
            (fun (folder: DirectoryInfo | null) -> folder |> Option.ofObj |> Option.map (fun f -> f, f.Parent))
            (DirectoryInfo AppContext.BaseDirectory)
         |> Seq.collect (fun folder ->
             [
                 for near in [ "."; ".." ] -> Path.Combine(folder.FullName, near, "shared", "data", "qwen2.5-tokenizer")
             ])
         |> Seq.map (fun folder -> Path.Combine(folder, "tokenizer.json.gz"))
         |> Seq.tryFind File.Exists
         |> Option.map (fun packed ->
             let folder = Directory.CreateTempSubdirectory "diffucoder-bench-"

             try
                 using (new GZipStream(File.OpenRead packed, CompressionMode.Decompress)) (fun json ->
                     use file = File.Create(Path.Combine(folder.FullName, "tokenizer.json"))
                     json.CopyTo file)

                 CodeTokenizer.Load folder.FullName
             finally
                 folder.Delete true))

let private person =
    """{"type":"array","items":{"type":"object","properties":{"name":{"type":"string","maxLength":16},"age":{"type":"integer"},
        "tags":{"type":"array","items":{"enum":["young","old","tall","small"]}},"address":{"properties":{"street":{"type":"string"},
        "city":{"type":"string"}},"required":["street","city"]}},"required":["name","age"]}}"""

let private constraints =
    [
        "a date and a line", Constraint.Regex @"\d{4}-\d\d-\d\d: .*"
        "any JSON, 3 deep", Constraint.Json "true"
        "a list of persons", Constraint.Json person
        "code points counted", Constraint.Regex ".{200,300}"
    ]

/// Seconds of a step's forward pass, and of everything else in it, by steps.
let private parts (model: MaskedLanguageModel) (canvas: Canvas) (options: SamplerOptions) steps =
    let watch = Stopwatch()
    let mutable forward = 0.0

    // as sharp as a trained model's
    let sharpen _ _ (logits: torch.Tensor) =
        forward <- watch.Elapsed.TotalSeconds
        watch.Stop()
        use by = 40.0.ToScalar()
        let scaled = logits.mul_ by
        watch.Start()
        scaled

    let sampler =
        DiffusionSampler(model, options, tokenizer.Value.Value, SamplerHooks(Logits = sharpen))

    watch.Start()
    let decoding = sampler.Start([| canvas |], [| 1L |])
    let start = watch.Elapsed.TotalSeconds

    [
        for _ in 1..steps do
            watch.Restart()
            decoding.Advance() |> ignore
            forward, watch.Elapsed.TotalSeconds - forward
    ],
    start

let run () =
    match tokenizer.Value with
    | None -> printfn "\nThe benchmark of constraints needs Qwen2.5's tokenizer, in ../shared/data."
    | Some _ ->
        use scope = torch.NewDisposeScope()
        use model = Shapes.create Shapes.half |> fun wide -> using wide Shapes.inBfloat16

        let canvas =
            Canvas.Complete(Shapes.prompt Prompt, Completion, model.Config.MaskTokenId.Value)

        printfn
            "\n### A constrained step against a free one, 0.5B shape in bfloat16, %d + %d tokens, all %d masked\n"
            Prompt
            Completion
            Completion

        row
            [
                "constraint"
                "states"
                "tokens a step"
                "first step, s more"
                "pass, s"
                "free step / pass"
                "constrained step / pass"
                "added"
            ]

        row (List.replicate 8 "---")

        let measured each name (language: Constraint) =
            let options language =
                SamplerOptions(Steps = Completion / each, Schedule = RevealSchedule.Even, Constraint = language)

            // in turn: the first of each warms up, and for the constraint finds the tokens of its states
            let free, _ = parts model canvas (options null) 4
            let held, started = parts model canvas (options language) 4

            let warm steps =
                steps |> List.tail |> List.map snd |> median

            let pass = free.Tail @ held.Tail |> List.map fst |> median
            let plain, constrained = warm free, warm held

            row
                [
                    name
                    string language.States
                    string each
                    $"{started + snd held.Head - constrained:F2}"
                    $"{pass:F2}"
                    $"{1.0 + plain / pass:F3}"
                    $"{1.0 + constrained / pass:F3}"
                    $"{(constrained - plain) / (pass + plain):P1}"
                ]

        for name, language in constraints do
            measured 1 name language

        for name, language in constraints |> List.skip 1 do
            measured 16 name language
