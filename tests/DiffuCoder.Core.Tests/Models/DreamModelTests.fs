module DiffuCoder.Core.Tests.Models.DreamModelTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Sampling

let private tokens (rows: int list list) =
    let width = rows |> List.map List.length |> List.max
    torch.tensor(rows |> List.concat |> List.map int64 |> Array.ofList).view(int64 rows.Length, int64 width)

let private logits (model: MaskedLanguageModel) (batch: TokenBatch) (at: int64 list) =
    use values = model.Logits(batch, torch.tensor (Array.ofList at))
    values.data<float32>().ToArray()

let private everywhere (row: int list) = [ 0L .. int64 row.Length - 1L ]

let private inFolder (action: string -> unit) =
    let folder = Path.Combine(Path.GetTempPath(), $"diffucoder-{Guid.NewGuid():N}")

    try
        action folder
    finally
        if Directory.Exists folder then
            Directory.Delete(folder, true)

[<Fact>]
let ``left padding changes nothing for the real tokens, the first one included`` () =
    use scope = torch.NewDisposeScope()
    use inference = torch.no_grad ()
    use model = SmallModels.create 3L
    let row = [ 20; 4; 20; 7; 9 ]
    let alone = logits model (TokenBatch(tokens [ row ])) (everywhere row)
    let padded = tokens [ [ 22; 22; 22 ] @ row; [ 1; 2; 3; 4; 5; 6; 7; 8 ] ]
    let mask = padded.ne (torch.tensor 22L)
    let beside = logits model (TokenBatch(padded, AttentionMask = mask)) [ 3L .. 7L ]
    Golden.close "padded" 1e-5 1e-5 beside alone

[<Fact>]
let ``only the positions asked for are computed, in the order asked`` () =
    use scope = torch.NewDisposeScope()
    use inference = torch.no_grad ()
    use model = SmallModels.create 3L
    let row = [ 1; 20; 3; 20; 5 ]

    let all =
        logits model (TokenBatch(tokens [ row ])) (everywhere row)
        |> Array.chunkBySize 23

    let some =
        logits model (TokenBatch(tokens [ row ])) [ 3L; 1L ] |> Array.chunkBySize 23

    Golden.close "second" 1e-6 1e-6 some[1] all[1]
    Golden.close "fourth" 1e-6 1e-6 some[0] all[3]

[<Fact>]
let ``a causal model does not see what comes after`` () =
    use scope = torch.NewDisposeScope()
    use inference = torch.no_grad ()
    use diffusion = SmallModels.create 3L

    let causal =
        MaskedLanguageModel.Adapt(
            diffusion,
            ModelConfig(
                ModelType = "qwen2",
                VocabularySize = 23,
                HiddenSize = 16,
                IntermediateSize = 24,
                Layers = 2,
                Heads = 2,
                KeyValueHeads = 1
            )
        )

    let change (model: MaskedLanguageModel) =
        let at = [ 0L .. 3L ]
        let one = logits model (TokenBatch(tokens [ [ 1; 2; 3; 4; 5 ] ])) at
        let other = logits model (TokenBatch(tokens [ [ 1; 2; 3; 4; 9 ] ])) at
        Array.map2 (fun a b -> abs (a - b)) one other |> Array.max

    change causal |> should equal 0.0f
    change diffusion |> should be (greaterThan 1e-3f)

[<Fact>]
let ``edges decide who attends to whom`` () =
    use scope = torch.NewDisposeScope()
    use inference = torch.no_grad ()
    use model = SmallModels.create 3L
    let input = tokens [ [ 1; 2; 3; 4; 5 ] ]
    let triangle = torch.ones(5L, 5L, dtype = torch.ScalarType.Bool).tril()
    let causal = TokenBatch(input, Edges = triangle)
    let later = TokenBatch(tokens [ [ 1; 2; 3; 4; 9 ] ], Edges = triangle)

    logits model causal [ 0L .. 3L ]
    |> should equal (logits model later [ 0L .. 3L ])

[<Fact>]
let ``weights stored as bfloat16 compute in float32 as their widened values`` () =
    inFolder (fun folder ->
        use scope = torch.NewDisposeScope()
        use inference = torch.no_grad ()
        use drawn = SmallModels.create 3L
        drawn.Save(folder, torch.ScalarType.BFloat16)
        use stored = MaskedLanguageModel.Load(folder, precision = Precision.Float32)
        use widened = MaskedLanguageModel.Adapt stored

        stored.Parameters.Values
        |> Seq.forall (fun w -> w.dtype = torch.ScalarType.BFloat16)
        |> should equal true

        let batch = TokenBatch(tokens [ [ 1; 20; 3 ] ])

        logits stored batch [ 0L; 1L; 2L ]
        |> should equal (logits widened batch [ 0L; 1L; 2L ]))

[<Fact>]
let ``a saved model is the one that is loaded`` () =
    inFolder (fun folder ->
        use scope = torch.NewDisposeScope()
        use inference = torch.no_grad ()
        use model = SmallModels.create 3L
        model.Save(folder, torch.ScalarType.Float32)
        use loaded = MaskedLanguageModel.Load folder
        loaded.Config |> should equal model.Config
        let batch = TokenBatch(tokens [ [ 1; 20; 3 ] ])

        logits loaded batch [ 0L; 1L; 2L ]
        |> should equal (logits model batch [ 0L; 1L; 2L ]))

[<Fact>]
let ``weights that do not fit the configuration are all named`` () =
    inFolder (fun folder ->
        use model = SmallModels.create 3L
        model.Save folder
        let config = File.ReadAllText(Path.Combine(folder, "config.json"))

        File.WriteAllText(
            Path.Combine(folder, "config.json"),
            config
                .Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3")
                .Replace("\"num_hidden_layers\":2", "\"num_hidden_layers\":3")
        )

        let problem =
            Assert.Throws<CheckpointException>(fun () -> MaskedLanguageModel.Load folder |> ignore)

        problem.Message |> should haveSubstring "model.layers.2.self_attn.q_proj.weight"
        problem.Message |> should haveSubstring "model.layers.2.mlp.down_proj.weight")

[<Fact>]
let ``models of another shape cannot be adapted`` () =
    use model = SmallModels.create 3L

    let other =
        ModelConfig(
            ModelType = "qwen2",
            VocabularySize = 23,
            HiddenSize = 32,
            IntermediateSize = 24,
            Layers = 2,
            Heads = 2,
            KeyValueHeads = 1
        )

    Assert.Throws<ModelException>(fun () -> MaskedLanguageModel.Adapt(model, other) |> ignore)
    |> ignore

[<Fact>]
let ``a CUDA device that is not there is an error`` () =
    if not (torch.cuda.is_available ()) then
        use generator = RandomSource(1L).Generator Device.Cpu

        Assert.Throws<DeviceException>(fun () -> MaskedLanguageModel.Create(SmallModels.config, Device.Cuda, generator) |> ignore)
        |> ignore

[<Fact>]
let ``creating, reading and disposing a model leaves no tensor behind`` () =
    let useOnce () =
        use model = SmallModels.create 3L
        use inference = torch.no_grad ()
        use ids = torch.tensor [| 1L; 20L; 3L |]
        use input = ids.view (1L, 3L)
        use at = torch.tensor [| 1L |]
        use values = model.Logits(TokenBatch input, at)

        for state in (model :?> TransformerModel).HiddenStates(TokenBatch input) do
            state.Dispose()

    useOnce ()
    let before = LiveTensors.OnThisThread
    useOnce ()
    LiveTensors.OnThisThread |> should equal before
