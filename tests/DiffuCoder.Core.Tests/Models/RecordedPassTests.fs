/// The passes of managed code with gradients of their own against autograd over torch's operations, in float64.
module DiffuCoder.Core.Tests.Models.RecordedPassTests

open System.Collections.Generic
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Training

let private single = torch.ScalarType.Float32
let private half = torch.ScalarType.BFloat16
let private double' = torch.ScalarType.Float64

let private drawn (seed: int) (shape: int64 list) =
    use generator = new torch.Generator(uint64 seed, torch.CPU)
    torch.randn (Array.ofList shape, generator = generator)

/// Result and gradients of a sum with unequal weights, by a function of the inputs.
let private results (f: torch.Tensor list -> torch.Tensor list) (inputs: torch.Tensor list) =
    let leaves = inputs |> List.map (fun input -> input.detach().requires_grad_ true)
    let outputs = f leaves

    let weighted =
        outputs
        |> List.mapi (fun i output -> (output * (drawn (1000 + i) (List.ofArray output.shape)).``to``(output.dtype)).``to``(double').sum())

    (weighted |> List.reduce (fun a b -> a + b)).backward()
    outputs @ (leaves |> List.map _.grad)

/// Whether both are the same up to a share of the largest entry.
let private near (share: float) (actual: torch.Tensor list) (expected: torch.Tensor list) =
    List.forall2
        (fun (mine: torch.Tensor) (reference: torch.Tensor) ->
            let mine, reference = mine.``to`` double', reference.``to`` double'
            let scale = reference.abs().max().ToDouble()

            mine.shape = reference.shape
            && (mine - reference).abs().max().ToDouble() <= share * scale + 1e-30)
        actual
        expected

/// In float32 what float64 gives up to float32's digits, and in bfloat16 up to bfloat16's.
let private agrees mine reference (inputs: torch.Tensor list) =
    use _ = torch.NewDisposeScope()

    let check (dtype: torch.ScalarType) share =
        let rounded = inputs |> List.map _.``to``(dtype)

        near share (results mine (rounded |> List.map _.``to``(dtype))) (results reference (rounded |> List.map _.``to``(double')))

    check single 1e-5 && check half 0.03

let private norm (x: torch.Tensor) (weight: torch.Tensor) =
    let mean = (x * x).mean([| -1L |], keepdim = true)
    x * (mean + torch.tensor (1e-6, dtype = x.dtype)).rsqrt() * weight

let private sized (count: PositiveInt) = int64 (count.Get % 90 + 1)

[<Property>]
let ``a norm's gradients are those of its formula`` (seed: PositiveInt) (rows: PositiveInt) (width: PositiveInt) =
    [
        drawn seed.Get [ sized rows; sized width ]
        drawn (seed.Get + 1) [ sized width ]
    ]
    |> agrees (fun inputs -> [ RecordedNorm.Of(inputs[0], inputs[1], 1e-6) ]) (fun inputs -> [ norm inputs[0] inputs[1] ])

[<Property>]
let ``those of a sum and its norm too, both of which are used`` (seed: PositiveInt) (rows: PositiveInt) (width: PositiveInt) =
    let shape = [ sized rows; sized width ]

    [
        drawn seed.Get shape
        drawn (seed.Get + 1) shape
        drawn (seed.Get + 2) [ sized width ]
    ]
    |> agrees
        (fun inputs ->
            let struct (sum, normed) = RecordedSumNorm.Of(inputs[0], inputs[1], inputs[2], 1e-6)
            [ sum; normed ])
        (fun inputs -> [ inputs[0] + inputs[1]; norm (inputs[0] + inputs[1]) inputs[2] ])

[<Property>]
let ``those of SwiGLU, of gate and up side by side`` (seed: PositiveInt) (rows: PositiveInt) (width: PositiveInt) =
    let width = sized width

    [ drawn seed.Get [ sized rows; 2L * width ] * torch.tensor 3.0f ]
    |> agrees (fun inputs -> [ RecordedGate.Of inputs[0] ]) (fun inputs ->
        [
            torch.nn.functional.silu (inputs[0].narrow(1L, 0L, width))
            * inputs[0].narrow(1L, width, width)
        ])

[<Property>]
let ``those of turned heads, with tables for all rows or for each`` (seed: PositiveInt) (length: PositiveInt) (perRow: bool) =
    let length = sized length
    let size = [| 2L; 6L; 16L; 34L; 64L |][seed.Get % 5]
    let heads, keyHeads = [| 4, 2; 3, 1; 2, 2 |][seed.Get % 3]

    let tables (dtype: torch.ScalarType) =
        let table salt =
            (drawn (seed.Get + salt) [ (if perRow then 2L else 1L); 1L; length; size ]).``to``(half).``to`` dtype

        RotaryPositions(table 7, table 8)

    let plain (inputs: torch.Tensor list) =
        let joined = inputs[0]
        let rotary = tables joined.dtype

        let part first count =
            joined.narrow(2, int64 first * size, int64 count * size).view(2L, length, int64 count, size).transpose(1, 2)

        [
            rotary.Turn(part 0 heads)
            rotary.Turn(part heads keyHeads)
            part (heads + keyHeads) keyHeads
        ]

    [ drawn seed.Get [ 2L; length; int64 (heads + 2 * keyHeads) * size ] ]
    |> agrees
        (fun inputs ->
            let struct (queries, keys, values) =
                RecordedHeads.Of(inputs[0], tables inputs[0].dtype, heads, keyHeads)

            [ queries; keys; values ])
        plain

/// Who sees whom, each way the models have it.
let private patterns (length: int64) : (AttentionPattern * torch.Tensor) list =
    let column = torch.arange length
    let every = torch.ones (2L, 1L, length, length, dtype = torch.ScalarType.Bool)

    let real =
        column.unsqueeze(0).lt(torch.tensor([| length; max 1L (length - 3L) |]).unsqueeze 1L).unsqueeze(1L).unsqueeze 1L

    let edges =
        (drawn 5 [ 1L; 1L; length; length ]).gt(torch.tensor 0.0f).logical_or(torch.eye (length, dtype = torch.ScalarType.Bool))

    let lonely = edges.logical_and (column.ne(torch.tensor 0L).view(1L, 1L, -1L, 1L))

    [
        AttentionPattern(null, false), every
        AttentionPattern(null, true), every.tril ()
        AttentionPattern(real, false), real
        AttentionPattern(edges, false), edges
        AttentionPattern(lonely, false), lonely
        AttentionPattern(edges.logical_and real, false), edges.logical_and real
    ]

[<Theory; InlineData(1); InlineData(7); InlineData(33); InlineData(130)>]
let ``those of attention, under every pattern and with shared key heads`` (length: int) =
    use _ = torch.NewDisposeScope()
    let length = int64 length

    for pattern, seen in patterns length do
        for heads, keyHeads in [ 4L, 2L; 2L, 2L ] do
            let plain (inputs: torch.Tensor list) =
                let each (x: torch.Tensor) =
                    x.repeat_interleave (heads / keyHeads, 1L)

                let scores =
                    inputs[0].matmul((each inputs[1]).transpose(2, 3))
                    / torch.tensor(8.0, dtype = double').sqrt()

                let hidden = seen.expand(scores.shape).logical_not()

                let shares =
                    scores.masked_fill(hidden, (-1e30).ToScalar()).softmax(-1L).masked_fill(hidden, (0.0).ToScalar())

                [ shares.matmul(each inputs[2]).transpose(1, 2).reshape(2L * length, -1L) ]

            [ heads; keyHeads; keyHeads ]
            |> List.mapi (fun i count -> drawn (i + int length) [ 2L; count; length; 8L ])
            |> agrees (fun inputs -> [ RecordedAttention.Of(inputs[0], inputs[1], inputs[2], pattern) ]) plain
            |> should equal true

[<Theory; InlineData(true); InlineData(false)>]
let ``those of a product with stacked matrices, with and without biases`` (biased: bool) =
    let outputs = [ 5L; 3L; 11L ]

    [
        drawn 1 [ 17L; 24L ]
        for i, rows in List.indexed outputs do
            drawn (2 + i) [ rows; 24L ]
        if biased then
            for i, rows in List.indexed outputs do
                drawn (7 + i) [ rows ]
    ]
    |> agrees
        (fun inputs ->
            [
                RecordedProduct.Of(inputs[0], Array.ofList inputs[1..3], Array.ofList inputs[4..])
            ])
        (fun inputs ->
            let bias =
                if biased then
                    torch.cat (Array.ofList inputs[4..]: torch.Tensor array)
                else
                    null

            [
                torch.nn.functional.linear (inputs[0], torch.cat (Array.ofList inputs[1..3]: torch.Tensor array), bias)
            ])
    |> should equal true

/// A model's gradients by weight, and its log-probabilities.
let private learned (model: MaskedLanguageModel) (batch: TokenBatch) (at: torch.Tensor) (tokens: torch.Tensor) =
    for weight in model.Parameters.Values do
        weight.requires_grad_ true |> ignore
        weight.grad <- null

    let result = model.LogProbabilities(batch, at, tokens)
    (result * torch.linspace (0.5, 2.0, at.shape[0])).sum().backward()

    Map
        [
            "", result.detach ()
            for entry in model.Parameters do
                if not (isNull entry.Value.grad) then
                    entry.Key, entry.Value.grad.clone ()
        ]

let private created modelType precision =
    use generator = new torch.Generator(7UL, torch.CPU)
    MaskedLanguageModel.Create(TinyRuns.config modelType, Device.Cpu, generator, precision)

let private distance (a: torch.Tensor) (b: torch.Tensor) =
    (a - b).norm().ToDouble() / (b.norm().ToDouble() + 1e-12)

[<Theory>]
[<InlineData("Dream", false)>]
[<InlineData("Dream", true)>]
[<InlineData("qwen2", false)>]
[<InlineData("qwen3", false)>]
[<InlineData("a2d-qwen3", true)>]
[<InlineData("llada", false)>]
let ``a model learns in bfloat16 what it learns in float32, and leaves nothing`` (modelType: string) (checkpointed: bool) =
    use mixed = created modelType Precision.BFloat16
    use wide = created modelType Precision.Float32
    mixed.CheckpointBlocks <- checkpointed

    let work () =
        use _ = torch.NewDisposeScope()

        let canvas =
            TokenBatch(torch.tensor (Array2D.init 3 12 (fun row column -> int64 ((row * 31 + column * 7) % 8))))

        let padded = (torch.arange 12L).lt(torch.tensor([| 12L; 9L; 5L |]).unsqueeze 1L)

        let edges =
            (drawn 3 [ 12L; 12L ]).gt(torch.tensor 0.0f).logical_or(torch.eye (12L, dtype = torch.ScalarType.Bool))

        let at, tokens = torch.arange (1L, 34L, 3L), torch.arange 11L % torch.tensor 8L

        for batch in
            [
                canvas
                TokenBatch(canvas.Tokens, AttentionMask = padded)
                TokenBatch(canvas.Tokens, Edges = edges)
            ] do
            let actual, expected = learned mixed batch at tokens, learned wide batch at tokens
            actual.Keys |> List.ofSeq |> should equal (List.ofSeq expected.Keys)

            for name in expected.Keys do
                (name, distance actual[name] expected[name] < 0.05) |> should equal (name, true)

        for weight in Seq.append mixed.Parameters.Values wide.Parameters.Values do
            weight.grad <- null

    work ()
    LiveTensors.LeftBy work |> should equal 0L
