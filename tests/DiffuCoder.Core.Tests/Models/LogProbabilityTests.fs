module DiffuCoder.Core.Tests.Models.LogProbabilityTests

open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Training

let private canvas () =
    TokenBatch(torch.tensor (Array2D.init 3 12 (fun row column -> int64 ((row * 31 + column * 7) % 140))))

let private asked = torch.tensor [| 1L; 5L; 5L; 13L; 20L; 35L |]
let private tokens = torch.tensor [| 0L; 139L; 3L; 77L; 20L; 8L |]

/// The gradient of a sum with unequal weights, by weight name.
let private gradients (model: MaskedLanguageModel) (logProbabilities: unit -> torch.Tensor) =
    for weight in model.Parameters.Values do
        weight.requires_grad_ true |> ignore

    let coefficients = torch.tensor [| 1.0f; -2.0f; 0.5f; 3.0f; -1.0f; 0.25f |]
    (logProbabilities () * coefficients).sum().backward()

    [
        for entry in model.Parameters do
            let gradient = entry.Value.grad

            if not (isNull gradient) then
                entry.Key, gradient.data<float32>().ToArray()
                entry.Value.grad <- null
    ]

let private bySoftmax (model: MaskedLanguageModel) () =
    model.Logits(canvas (), asked).log_softmax(1L).gather(1L, tokens.unsqueeze 1L).squeeze 1L

[<Fact>]
let ``log-probabilities are the logarithm of the softmax of the logits`` () =
    use _ = torch.NewDisposeScope()
    use model = Golden.load "dream-main"

    Golden.close
        "log-probabilities"
        1e-5
        1e-5
        (model.LogProbabilities(canvas (), asked, tokens).data<float32>().ToArray())
        ((bySoftmax model ()).data<float32>().ToArray())

[<Theory>]
[<InlineData("dream-main", false)>]
[<InlineData("dream-main", true)>]
[<InlineData("dream-tied", false)>]
[<InlineData("dream-tied", true)>]
let ``their gradients are those of the plain way, with and without checkpointed blocks`` name checkpointed =
    use _ = torch.NewDisposeScope()

    use model = MaskedLanguageModel.Adapt(Golden.load name)

    let within = 97L
    let tokens = tokens.clamp_max (within.ToScalar())
    let batch = TokenBatch((canvas ()).Tokens.clamp_max(within.ToScalar()))

    let plain () =
        model.Logits(batch, asked).log_softmax(1L).gather(1L, tokens.unsqueeze 1L).squeeze 1L

    let expected = gradients model plain
    model.CheckpointBlocks <- checkpointed

    let actual =
        gradients model (fun () -> model.LogProbabilities(batch, asked, tokens))

    actual |> List.map fst |> should equal (expected |> List.map fst)

    for (name, mine), (_, reference) in List.zip actual expected do
        // an entry is a sum whose terms are as large as the largest entry: the
        // plain way itself differs by 7e-7 of it under another number of threads
        let scale = reference |> Array.map abs |> Array.max |> float
        Golden.close name (3e-6 * scale) 0.0 mine reference

[<Fact>]
let ``rows that do not fit into one chunk give the same`` () =
    use _ = torch.NewDisposeScope()
    // 1 << 24 logits a chunk: 8 rows of this vocabulary
    let vocabulary, hidden, rows = 1L <<< 21, 2L, 19L
    use generator = new torch.Generator(3UL, torch.CPU)

    let leaf (shape: int64 array) =
        torch.randn(shape, generator = generator).requires_grad_ true

    let states, output = leaf [| rows; hidden |], leaf [| vocabulary; hidden |]
    let tokens = torch.arange rows * 1000L

    let gradientsOf (value: torch.Tensor) =
        value.sum().backward()
        let both = states.grad.clone (), output.grad.clone ()
        states.grad <- null
        output.grad <- null
        both

    let chunked = TokenLogProbability.Of(states, output, tokens)

    let plain =
        torch.nn.functional.linear(states, output).log_softmax(1L).gather(1L, tokens.unsqueeze 1L).squeeze 1L

    chunked.allclose (plain, atol = 1e-4) |> should equal true

    let (mine, mineOutput), (reference, referenceOutput) =
        gradientsOf chunked, gradientsOf plain

    mine.allclose (reference, atol = 1e-4) |> should equal true
    mineOutput.allclose (referenceOutput, atol = 1e-4) |> should equal true

[<Theory>]
[<InlineData false>]
[<InlineData true>]
let ``a backward pass through them leaves no tensor behind`` checkpointed =
    use model = TinyRuns.createModel "Dream"
    model.CheckpointBlocks <- checkpointed

    let work () =
        use _ = torch.NewDisposeScope()
        let batch = TokenBatch(TinyRuns.ids [ [ 1L; 2L; 9L; 9L ] ])

        gradients model (fun () ->
            model.LogProbabilities(batch, torch.tensor [| 0L; 1L; 2L; 3L; 2L; 1L |], torch.tensor [| 1L; 2L; 3L; 4L; 5L; 6L |]))
        |> ignore

    work ()
    LiveTensors.LeftBy work |> should equal 0L
