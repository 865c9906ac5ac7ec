/// What an update of coupled-GRPO keeps in memory, against the plain way of computing it.
module DiffuCoder.Performance.GrpoMemory

open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Performance.Measure

[<Literal>]
let private Prompt = 16

[<Literal>]
let private Completion = 256

let private completions batch =
    let tokens =
        torch.randint (1000L, 100000L, [| int64 batch; int64 (Prompt + Completion) |])

    Completions(tokens, int64 Prompt, torch.ones (int64 batch, int64 Completion, dtype = torch.ScalarType.Bool))

/// The three passes as the released trainer makes them: the logits of every position, a softmax over all of them, then the chosen ones.
let private plain (model: MaskedLanguageModel) (completions: Completions) (views: MaskedView seq) =
    let all = torch.arange (0L, completions.Rows * completions.Length)

    let logProbabilities (view: MaskedView) =
        let canvas =
            TokenBatch(completions.Tokens.masked_fill (view.Masked, model.Config.MaskTokenId.Value.ToScalar()))

        model
            .Logits(canvas, all)
            .log_softmax(1L)
            .gather(1L, completions.Tokens.reshape (-1L, 1L))
            .view(completions.Rows, completions.Length)

    views
    |> Seq.map (fun view ->
        logProbabilities view
        * view.Masked.to_type torch.ScalarType.Float32
        * float32 view.Weight)
    |> Seq.reduce (+)
    |> _.narrow(1L, completions.PromptLength, completions.CompletionLength)

let run () =
    use model = Shapes.create Shapes.narrow

    for weight in model.Parameters.Values do
        weight.requires_grad_ true |> ignore

    let update estimate batch () =
        use scope = torch.NewDisposeScope()
        let completions = completions batch

        let views = LikelihoodEstimator.Paper.Draw(completions, TrainingDraws(1L, 0L, 0))

        let current: torch.Tensor = estimate model completions views
        let advantages = torch.ones (int64 batch)

        let loss =
            PolicyLoss(DivergenceWeight = 0.0).Of(current, current.detach (), null, advantages, completions.Counted)

        loss.Sum.backward ()

        for weight in model.Parameters.Values do
            weight.grad <- null

    let ours model completions views =
        LikelihoodEstimator.Estimate(model, completions, views)

    let peak estimate batch =
        update estimate batch ()
        median [ for _ in 1..3 -> peakAbove (update estimate batch) ]

    printfn "\n### Peak memory of an update of coupled-GRPO, vocabulary 152 064 (hidden 64, 1 layer), completions of %d tokens\n" Completion
    row [ "batch"; "plain"; "ours"; "plain / ours" ]
    row [ "---"; "---"; "---"; "---" ]

    for batch in [ 1; 4; 10 ] do
        let plainly, chunked = peak plain batch, peak ours batch

        row
            [
                string batch
                mebibytes plainly
                mebibytes chunked
                $"{plainly / chunked:F1}"
            ]
