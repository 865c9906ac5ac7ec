/// Several answers of a small model: one after another, as one batch, and as the kit chooses.
module DiffuCoder.Performance.Rows

open DiffuCoder
open DiffuCoder.Sampling
open DiffuCoder.Tokenization
open DiffuCoder.Performance.Measure

let private words =
    [
        "doubles"
        "negates"
        "squares"
        "halves"
        "prints"
        "returns"
        "adds"
        "counts"
        "sorts"
        "reverses"
        "sums"
        "joins"
    ]

let run () =
    use model = Model.tiny Stage.Instruct
    let length = DiffuCoder.Tiny.TinyFamily.CompletionLength

    let options =
        DiffuCoder.Sampling.SamplerOptions(MaxNewTokens = length, Steps = length, Temperature = 0.0, DeferStopTokens = true)

    let sampler = DiffusionSampler(model, options, model.Tokenizer)

    let canvases =
        [|
            for word in words ->
                let prompt =
                    model.Tokenizer.EncodeChat([| ChatMessage(ChatRole.User, $"Write a function that {word} a number.") |])

                Canvas.Complete(prompt, length, model.Config.MaskTokenId.Value)
        |]

    let seeds = [| for row in 1L .. int64 canvases.Length -> row |]

    let texts (trajectories: Trajectory seq) = [ for t in trajectories -> t.Text ]

    let oneByOne () =
        texts
            [
                for canvas, seed in Array.zip canvases seeds -> sampler.Generate(canvas, seed)
            ]

    let batch () =
        use decoding = sampler.Start(canvases, seeds)

        while not decoding.IsFinished do
            decoding.Advance() |> ignore

        texts (decoding.Result())

    let chosen () =
        texts (sampler.Generate(canvases, seeds))

    let first = chosen ()

    let same =
        [ oneByOne (); batch () ]
        |> List.map (fun other -> List.forall2 (=) first other)

    let rounds =
        [
            for _ in 1..3 ->
                [
                    for work in [ oneByOne; batch; chosen ] -> seconds (fun () -> work () |> ignore)
                ]
        ]

    printfn $"\n### {canvases.Length} answers of the small model; texts equal: {same}\n"
    row [ "how"; "s (median of 3)"; "against the kit's choice" ]
    row [ "---"; "---"; "---" ]

    for i, name in List.indexed [ "one after another"; "one batch"; "as the kit chooses" ] do
        let times = [ for round in rounds -> round[i] ]
        let ratios = [ for round in rounds -> round[i] / round[2] ]
        row [ name; $"{median times:F2}"; $"{median ratios:F2}" ]
