/// Low-rank adapters from F#: made, trained, saved, loaded and merged.
module DiffuCoder.Kit.Tests.AdapterTests

open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Models

let private numbers (model: Model) =
    Map
        [
            for weight in model.Parameters do
                use wide =
                    weight.Value.detach().``to``(TorchSharp.torch.ScalarType.Float32).contiguous()

                weight.Key, wide.data<float32>().ToArray()
        ]

let private tasks =
    [
        {
            Id = "sum"
            Prompt = Prompt.instruct "Add the numbers."
            Tests = []
        }
    ]

let private options =
    { GrpoOptions.Tiny with
        Steps = 2
        PromptsPerRound = 1
        GroupSize = 3
        LearningRate = 1e-2
        Sampler =
            { StandIn.quick with
                MaxNewTokens = 8
                Steps = 4
            }
    }

let private short =
    Reward.ofFunction "short" 1.0 (fun rollout -> -float rollout.Length)

let private text (model: Model) =
    Prompt.instruct "Add the numbers."
    |> Sampler.generate model StandIn.quick
    |> Trajectory.text

/// A stored checkpoint, and its int8 copy.
let private stored (int8: bool) =
    let directory = StandIn.directory ()

    if int8 then
        let copy = Path.Combine(StandIn.temporaryFolder (), "int8")
        Checkpoint.quantise directory copy
        copy
    else
        directory

[<Theory>]
[<InlineData(false)>]
[<InlineData(true)>]
let ``an adapter learns over stored weights, which stay as they are, and is saved, loaded and merged`` (int8: bool) =
    use model = Model.loadWith StandIn.inFloat32 (stored int8)
    let before, plain = numbers model, text model
    use adapted = model |> Adapter.over (LoraOptions(Rank = 2)) 1L
    text adapted |> should equal plain
    let fresh = numbers adapted

    Grpo.runWith ignore CancellationToken.None adapted tasks [ short ] options
    |> should equal true

    numbers adapted |> should not' (equal fresh)
    numbers model |> should equal before
    let folder = Path.Combine(StandIn.temporaryFolder (), "adapter")
    adapted |> Adapter.save folder
    use loaded = model |> Adapter.load folder
    text loaded |> should equal (text adapted)
    use merged = adapted |> Adapter.merge
    merged.Adapter |> should be Null
    text merged |> should equal (text adapted)

[<Fact>]
let ``the same seed draws the same adapter`` () =
    use model = Model.load (StandIn.directory ())

    let drawn seed =
        use adapted = model |> Adapter.over (LoraOptions(Rank = 2)) seed
        numbers adapted

    drawn 1L |> should equal (drawn 1L)
    drawn 1L |> should not' (equal (drawn 2L))

[<Fact>]
let ``a model without an adapter has none to save`` () =
    use model = Model.load (StandIn.directory ())
    let folder = Path.Combine(StandIn.temporaryFolder (), "adapter")

    Assert.Throws<ModelException>(fun () -> model |> Adapter.save folder).Message
    |> should haveSubstring "Adapter.over"

    Directory.Exists folder |> should equal false

[<Fact>]
let ``a causal checkpoint is given its mask token and goes through the first stage, with an adapter and in another precision`` () =
    let ancestor = Path.Combine(StandIn.temporaryFolder (), "ancestor")
    let config = Checkpoint.addMaskToken (StandIn.causalDirectory ()) ancestor
    config.MaskTokenId.HasValue |> should equal true

    let rows (tokenizer: Tokenizer) =
        Data.stored (ancestor + ".tokens") (fun () ->
            [ for i in 0..7 -> $"def f{i}(a):\n    return a + {i}\n" ]
            |> Seq.map (fun text -> DiffuCoder.Datasets.TokenRow(Tokenizer.encode tokenizer text |> Array.ofSeq)))
        |> Data.packed
            {
                Length = 8
                Rows = 2
                SeparateDocuments = false
                Seed = 1L
            }

    let folder = StandIn.temporaryFolder ()

    let made =
        [
            Pipeline.adaptationOver 1 "adapted" (TrainOptions.tiny 2) rows
            |> Pipeline.withAdapter (LoraOptions(Rank = 2))
            |> Pipeline.inPrecision Precision.Float32
        ]
        |> Pipeline.runWith ignore CancellationToken.None Device.Cpu folder (Some ancestor)
        |> fst

    use adapted = Model.load made["adapted"]
    adapted.Config.ModelType |> should equal "Dream"
    Directory.Exists(Path.Combine(folder, "adapted-adapter")) |> should equal true
