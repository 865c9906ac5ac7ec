/// What is worked out in float32 though the model computes in bfloat16, on any processor.
module DiffuCoder.Core.Tests.Models.Float32PartsTests

open System
open System.Collections.Generic
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Training
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Training

type private Type = torch.ScalarType

let private doubles (tensor: torch.Tensor) =
    tensor.``to``(Type.Float64).contiguous().data<float>().ToArray()

/// The values as bfloat16 has them.
let private rounded (values: float[]) =
    doubles (torch.tensor(values).``to`` Type.BFloat16)

let private create modelType =
    use generator = new torch.Generator(7UL, torch.CPU)
    MaskedLanguageModel.Create(TinyRuns.config modelType, Device.Cpu, generator, Precision.BFloat16)

let private canvas rows length =
    TokenBatch(torch.tensor (Array2D.init rows length (fun row column -> int64 ((row * 31 + column * 7) % 8))))

[<Fact>]
let ``statistics of norms`` () =
    use _ = torch.NewDisposeScope()
    use generator = new torch.Generator(5UL, torch.CPU)
    let rows, width = 64, 300

    let x =
        torch.randn([| int64 rows; int64 width |], Type.Float32, torch.CPU, generator = generator).``to``(Type.BFloat16)

    let exact =
        doubles x
        |> Array.chunkBySize width
        |> Array.collect (fun row ->
            let mean = row |> Array.averageBy (fun value -> value * value)
            row |> Array.map (fun value -> value / sqrt (mean + 1e-6)))

    for fused in [ false; true ] do
        let normed =
            doubles (RmsNorm.Apply(x, torch.ones (int64 width, dtype = Type.BFloat16), 1e-6, fused))

        // a mean or a root in 8 bits moves half of them
        Array.zip normed (rounded exact)
        |> Array.filter (fun (a, b) -> a <> b)
        |> Array.length
        |> should be (lessThan (rows * width / 100))

[<Fact>]
let ``rotary angles`` () =
    use _ = torch.NewDisposeScope()
    use model = create "Dream"
    use frequencies = RotaryFrequencies.Of(model.Config, torch.CPU)
    frequencies.Inverse.dtype |> should equal Type.Float32
    // in bfloat16 neighbours from 256 on are the same position
    let positions = [| 257L; 1001L; 4093L |]

    let tables =
        RotaryPositions.At(torch.tensor(positions).unsqueeze 0L, frequencies, Type.BFloat16)

    let half = model.Config.HeadSize / 2

    let expected =
        [|
            for position in positions do
                for pair in 0 .. 2 * half - 1 ->
                    cos (
                        float position
                        * model.Config.RopeTheta
                          ** (-2.0 * float (pair % half) / float model.Config.HeadSize)
                    )
        |]

    let gaps = Array.map2 (fun a b -> abs (a - b)) (doubles tables.Cos) expected
    gaps |> Array.max |> should be (lessThan 0.003)

/// A model whose attention looks at all positions alike and finds the same value at each: the softmax's weights must sum to 1.
let private evenlyAttending value =
    let config =
        ModelConfig(
            ModelType = "Dream",
            VocabularySize = 12,
            HiddenSize = 16,
            IntermediateSize = 24,
            Layers = 1,
            Heads = 2,
            KeyValueHeads = 1,
            MaxPositions = 512,
            MaskTokenId = Nullable 9
        )

    use generator = new torch.Generator(7UL, torch.CPU)

    let model =
        MaskedLanguageModel.Create(config, Device.Cpu, generator, Precision.BFloat16) :?> TransformerModel

    use _ = torch.no_grad ()
    use _ = torch.NewDisposeScope()

    let weight name =
        model.Parameters[$"model.layers.0.self_attn.{name}"]

    weight("q_proj.weight").zero_() |> ignore
    weight("v_proj.weight").zero_() |> ignore
    weight("v_proj.bias").fill_((value: float32).ToScalar()) |> ignore
    weight("o_proj.weight").copy_(torch.eye 16L) |> ignore
    model

[<Theory>]
[<InlineData false>]
[<InlineData true>]
let ``the softmax of attention, with and without padding`` padded =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    // 1/255 in bfloat16 is 0.4 % too much: weights rounded to it would sum to 1.004
    let real, value = 255, 0.99609375f
    use model = evenlyAttending value
    let before = if padded then 45 else 0
    let all = canvas 1 (before + real)

    let batch =
        if padded then
            TokenBatch(all.Tokens, AttentionMask = torch.tensor (Array2D.init 1 (before + real) (fun _ column -> column >= before)))
        else
            all

    let seen = List<float[]>()

    let probe stage (tensor: torch.Tensor) =
        if stage = "attn_out" then
            seen.Add(doubles (tensor.narrow (1, int64 before, int64 real)))

    model.Hidden(batch, probe) |> ignore
    seen |> Seq.exactlyOne |> Array.distinct |> should equal [| float value |]
