/// Weights of int8 with a scale for each row.
module DiffuCoder.Core.Tests.Models.Int8Tests

open System
open System.IO
open System.Text.Json.Nodes
open Xunit
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Checkpoints.Files

let private float32s (tensor: torch.Tensor) =
    use wide = tensor.``to``(torch.ScalarType.Float32).contiguous()
    wide.data<float32>().ToArray()

let private drawn (seed: int) (shape: int64 array) =
    torch.randn (shape, generator = new torch.Generator(uint64 seed))

let private largestDifference (a: torch.Tensor) (b: torch.Tensor) =
    Array.map2 (fun x y -> abs (x - y)) (float32s a) (float32s b) |> Array.max

[<Fact>]
let ``a number is off by half a step at most, zeros are zeros, and the largest of a row is itself`` () =
    use scope = torch.NewDisposeScope()
    let weight = drawn 1 [| 7L; 33L |]
    weight[3].zero_() |> ignore
    let struct (numbers, scale) = Int8Weights.Of weight
    let steps = float32s scale
    let off = float32s (Int8Weights.Widened(numbers, scale) - weight)

    off
    |> Array.iteri (fun i error -> abs error |> should be (lessThanOrEqualTo (steps[i / 33] * 0.5001f)))

    float32s numbers[3] |> should equal (Array.zeroCreate<float32> 33)

    for row in 0..6 do
        if row <> 3 then
            float32s numbers[row] |> Array.map abs |> Array.max |> should equal 127.0f

/// Widths that fill no vector, and more rows than are taken at a time.
[<Theory>]
[<InlineData(1, 1, 1)>]
[<InlineData(5, 31, 3)>]
[<InlineData(70, 64, 16)>]
[<InlineData(33, 100, 129)>]
[<InlineData(900, 8192, 2)>]
let ``a product is that of the widened matrix`` (rows: int) (width: int) (positions: int) =
    use scope = torch.NewDisposeScope()
    use quiet = torch.no_grad ()
    let struct (numbers, scale) = Int8Weights.Of(drawn 2 [| int64 rows; int64 width |])
    let bias = drawn 3 [| int64 rows |]
    let x = drawn 4 [| int64 width; int64 positions |]
    let right = Int8Weights.Widened(numbers, scale).mm(x) + bias.unsqueeze 1L
    let size = float32s right |> Array.map abs |> Array.max
    let product (bias: torch.Tensor) (x: torch.Tensor) = Int8Product.Of(numbers, scale, bias, x)
    largestDifference (product bias x) right |> should be (lessThan (1e-5f * size))

    largestDifference (product null x) (right - bias.unsqueeze 1L)
    |> should be (lessThan (1e-5f * size))

    let narrow = x.``to`` torch.ScalarType.BFloat16

    let narrowed =
        Int8Weights.Widened(numbers, scale).mm(narrow.``to`` torch.ScalarType.Float32)
        + bias.unsqueeze 1L
    // two roundings to eight bits
    largestDifference (product bias narrow) narrowed
    |> should be (lessThan (size / 100.0f))

/// A stored checkpoint and its int8 copy.
let private copied (name: string) (action: string -> string -> unit) =
    use folder = new TemporaryDirectory()
    let source = Golden.checkpoint name
    let copy = folder.File "int8"
    Int8Checkpoint.Write(source, copy)
    action source copy

let private logits (model: MaskedLanguageModel) =
    use scope = torch.NewDisposeScope()
    use quiet = torch.no_grad ()
    let tokens = torch.tensor([| for i in 1L .. 12L -> i * 7L % 50L |]).unsqueeze 0L
    model.Logits(TokenBatch tokens, torch.arange 12L).MoveToOuterDisposeScope()

[<Theory>]
[<InlineData("dream-main")>]
[<InlineData("llada-main")>]
let ``a copy computes as the model whose weights its numbers stand for`` (name: string) =
    copied name (fun source copy ->
        use scope = torch.NewDisposeScope()
        use model = MaskedLanguageModel.Load(copy, precision = Precision.Float32)
        model.Config.WeightFormat |> should equal WeightFormat.Int8
        use wide = MaskedLanguageModel.Adapt model
        wide.Config.WeightFormat |> should equal WeightFormat.Float
        use original = MaskedLanguageModel.Load(source, precision = Precision.Float32)
        let exact, ours = logits original, logits model
        largestDifference ours (logits wide) |> should be (lessThan 1e-4f)
        // and near the original, but not it
        let size = float32s exact |> Array.map abs |> Array.max
        largestDifference ours exact |> should be (lessThan (size / 10.0f))
        largestDifference ours exact |> should be (greaterThan 0.0f))

[<Fact>]
let ``a copy samples as the widened model does, under a cache too, and leaves no tensor`` () =
    copied "dream-main" (fun _ copy ->
        use model = MaskedLanguageModel.Load(copy, precision = Precision.Float32)
        use wide = MaskedLanguageModel.Adapt model
        let mask = model.Config.MaskTokenId.Value

        for cache in [ Cache.None; Cache.Dual ] do
            let options =
                SamplerOptions(MaxNewTokens = 16, Steps = 16, BlockLength = Nullable 8, Temperature = 0.0, Cache = cache)

            let write (model: MaskedLanguageModel) =
                DiffusionSampler(model, options).Generate(Canvas.Complete([| 1; 2; 3 |], 16, mask), 1L).Final
                |> List.ofSeq

            let before = LiveTensors.OnThisThread
            let written = write model
            LiveTensors.OnThisThread |> should equal before
            written |> should equal (write wide))

[<Fact>]
let ``what is saved again is the same to the byte`` () =
    copied "dream-main" (fun _ copy ->
        use model = MaskedLanguageModel.Load copy
        use folder = new TemporaryDirectory()
        model.Save(folder.File "again", torch.ScalarType.BFloat16)
        use first = CheckpointDirectory.Open copy
        use second = CheckpointDirectory.Open(folder.File "again")
        Set.ofSeq second.Entries.Keys |> should equal (Set.ofSeq first.Entries.Keys)

        for name in first.Entries.Keys |> Seq.filter _.Contains("proj.weight") do
            use a = first.Read name
            use b = second.Read name
            b.bytes.ToArray() |> should equal (a.bytes.ToArray())

        use loaded = MaskedLanguageModel.Load(folder.File "again")
        loaded.Config.WeightFormat |> should equal WeightFormat.Int8)

[<Fact>]
let ``an adapter is trained over int8 weights, and merged into wide ones`` () =
    copied "dream-main" (fun _ copy ->
        use scope = torch.NewDisposeScope()
        use model = MaskedLanguageModel.Load(copy, precision = Precision.Float32)
        use generator = RandomSource(1L).Generator Device.Cpu

        use adapted =
            model.WithAdapter(LoraAdapter.Create(model, LoraOptions(Rank = 2), generator))

        for weight in adapted.Parameters.Values do
            weight.requires_grad <- true

        let tokens = torch.tensor([| 1L; 2L; 3L; 4L |]).unsqueeze 0L
        adapted.Logits(TokenBatch tokens, torch.arange 4L).sum().backward()

        adapted.Parameters.Values
        |> Seq.exists (fun weight -> not (isNull weight.grad) && weight.grad.abs().max().item<float32>() > 0.0f)
        |> should equal true

        use merged = adapted.Merge()
        merged.Config.WeightFormat |> should equal WeightFormat.Float
        largestDifference (logits merged) (logits adapted) |> should be (lessThan 1e-4f))

let private edited (copy: string) (edit: JsonObject -> unit) =
    let path = Path.Combine(copy, "config.json")
    let config = (JsonNode.Parse(File.ReadAllText path)).AsObject()
    edit config
    File.WriteAllText(path, config.ToJsonString())

[<Theory>]
[<InlineData("quant_method", "\"awq\"")>]
[<InlineData("format", "\"pack-quantized\"")>]
[<InlineData("kv_cache_scheme", "{\"num_bits\":8}")>]
[<InlineData("ignore", "[]")>]
[<InlineData("config_groups", "{}")>]
[<InlineData("config_groups",
             "{\"group_0\":{\"targets\":[\"Linear\"],\"weights\":{\"num_bits\":4,\"type\":\"int\",\"symmetric\":true,\"strategy\":\"channel\"}}}")>]
[<InlineData("config_groups",
             "{\"group_0\":{\"targets\":[\"Linear\"],\"weights\":{\"num_bits\":8,\"type\":\"int\",\"symmetric\":true,\"strategy\":\"group\",\"group_size\":32}}}")>]
let ``another way of quantising is refused by name`` (key: string) (value: string) =
    copied "dream-main" (fun _ copy ->
        edited copy (fun config -> config["quantization_config"][key] <- JsonNode.Parse value)

        (Assert.Throws<ModelException>(fun () -> (MaskedLanguageModel.Load copy).Dispose())).Message
        |> should haveSubstring "quantization_config")

[<Fact>]
let ``types that the configuration does not announce are refused, and a copy of a copy`` () =
    copied "dream-main" (fun _ copy ->
        use folder = new TemporaryDirectory()

        (Assert.Throws<ModelException>(fun () -> Int8Checkpoint.Write(copy, folder.File "twice"))).Message
        |> should haveSubstring "int8 already"

        // int8 numbers under a configuration of floats
        edited copy (fun config -> config.Remove "quantization_config" |> ignore)

        (Assert.Throws<CheckpointException>(fun () -> (MaskedLanguageModel.Load copy).Dispose())).Message
        |> should haveSubstring "weight_scale")

[<Fact>]
let ``a weight that is no number is refused, and nothing is written`` () =
    use folder = new TemporaryDirectory()
    use model = Sampling.SmallModels.create 1L
    use scope = torch.NewDisposeScope()
    let name = "model.layers.1.mlp.up_proj.weight"
    model.Parameters[name].fill_(Single.NaN) |> ignore
    model.Save(folder.File "model", torch.ScalarType.BFloat16)

    (Assert.Throws<CheckpointException>(fun () -> Int8Checkpoint.Write(folder.File "model", folder.File "int8"))).Message
    |> should haveSubstring name

    Directory.Exists(folder.File "int8") |> should equal false
