/// What a sampling step costs beyond its forward pass.
module DiffuCoder.Performance.SamplingStep

open System.Diagnostics
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Performance.Measure

[<Literal>]
let private Prompt = 256

[<Literal>]
let private Completion = 256

let private strategies =
    [
        "the paper's: entropy, T 0.2, top-p 0.95", SamplerOptions.Paper
        "entropy, T 0", SamplerOptions(Temperature = 0.0, TopP = 1.0)
        "maskgit_plus, T 1, top-p 0.95", SamplerOptions(Temperature = 1.0, Remasking = Remasking.MaskgitPlus)
    ]

// fresh weights give flat rows, which no trained model does; scaled logits
// have the sharpness of one, and flat ones are the worst case of top-p
let private sharpness = [ "sharp", 40.0; "flat", 1.0 ]

/// Seconds of a step's forward pass, and of everything else in it.
let private parts (model: MaskedLanguageModel) (canvas: Canvas) options (factor: float) =
    let watch = Stopwatch()
    let mutable forward = 0.0

    let sharpen _ _ (logits: torch.Tensor) =
        forward <- watch.Elapsed.TotalSeconds
        watch.Stop() // scaling is no part of a step
        use by = factor.ToScalar()
        let scaled = logits.mul_ by
        watch.Start()
        scaled

    let sampler =
        DiffusionSampler(model, options, hooks = SamplerHooks(Logits = sharpen))

    let decoding = sampler.Start([| canvas |], [| 1L |])
    watch.Start()
    decoding.Advance() |> ignore
    forward, watch.Elapsed.TotalSeconds - forward

let run () =
    use scope = torch.NewDisposeScope()
    use wide = Shapes.create Shapes.half
    use narrow = Shapes.inBfloat16 wide

    let canvas =
        Canvas.Complete(Shapes.prompt Prompt, Completion, wide.Config.MaskTokenId.Value)

    printfn "\n### A sampling step against its forward pass, 0.5B shape, %d + %d tokens, all %d masked\n" Prompt Completion Completion

    row
        [
            "computed in"
            "options"
            "logits"
            "step / forward"
            "of the fastest rounds"
        ]

    row (List.replicate 5 "---")

    for precision, model in [ "float32", wide; "bfloat16", narrow ] do
        for name, options in strategies do
            for kind, factor in sharpness do
                let step () = parts model canvas options factor
                step () |> ignore
                let rounds = List.init 7 (fun _ -> step ())

                let ratio =
                    rounds |> List.map (fun (forward, rest) -> (forward + rest) / forward) |> median
                // other jobs only ever add time: the fastest of each were disturbed the least
                let least = 1.0 + List.min (List.map snd rounds) / List.min (List.map fst rounds)

                row [ precision; name; kind; $"{ratio:F3}"; $"{least:F3}" ]
