/// What a sampling step costs beyond its forward pass.
module DiffuCoder.Performance.SamplingStep

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

// fresh weights give flat rows, which no trained model does; scaled logits have the sharpness of one, and flat ones are the worst case of top-p
let private sharpness = [ "sharp", 40.0; "flat", 1.0 ]

let run () =
    use scope = torch.NewDisposeScope()
    use model = Shapes.create Shapes.half
    let maskId = model.Config.MaskTokenId.Value
    let canvas = Canvas.Complete(Shapes.prompt Prompt, Completion, maskId)

    let tokens =
        torch.tensor(canvas.Tokens |> Seq.map int64 |> Array.ofSeq).unsqueeze 0L

    let at = torch.arange (int64 Prompt, int64 (Prompt + Completion))

    let forward () =
        use inference = torch.no_grad ()
        model.Logits(TokenBatch tokens, at).Dispose()

    printfn "\n### A sampling step against its forward pass, 0.5B shape, %d + %d tokens, all %d masked\n" Prompt Completion Completion
    row [ "options"; "logits"; "step / forward" ]
    row [ "---"; "---"; "---" ]

    for name, options in strategies do
        for kind, factor in sharpness do
            let hooks = SamplerHooks(Logits = fun _ _ logits -> logits.mul_ (factor.ToScalar()))
            let sampler = DiffusionSampler(model, options, hooks = hooks)

            let step () =
                sampler.Start([| canvas |], [| 1L |]).Advance() |> ignore

            let rounds = inTurn 5 forward step
            let ratio = median (rounds |> List.map (fun (pass, step) -> step / pass))
            row [ name; kind; $"{ratio:F3}" ]
