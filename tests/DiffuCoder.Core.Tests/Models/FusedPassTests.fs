/// The passes of managed code against the operations of torch, which are their plain form.
module DiffuCoder.Core.Tests.Models.FusedPassTests

open System
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Core.Tests

let private single = torch.ScalarType.Float32
let private half = torch.ScalarType.BFloat16

/// Numbers of all sizes, some of them zeros, infinite or none at all.
type Numbers =
    {
        Seed: int64
        Size: float
        Odd: float32 list
        Type: torch.ScalarType
    }

type Arbitraries =
    static member Numbers() =
        gen {
            let! seed = Gen.choose (0, 100000)
            let! size = Gen.elements [ 1e-3; 1.0; 30.0; 1e4 ]

            let odd =
                [ 0.0f; -0.0f; nanf; infinityf; -infinityf; 3e38f; -3e38f; 1e-38f; -88.5f ]

            let! some = Gen.elements [ 0; 0; 1; 3 ]
            let! odd = Gen.listOfLength some (Gen.elements odd)
            let! dtype = Gen.elements [ single; half ]

            return
                {
                    Seed = int64 seed
                    Size = size
                    Odd = odd
                    Type = dtype
                }
        }
        |> Arb.fromGen

let private draw (numbers: Numbers) (salt: int64) (shape: int64 list) =
    use generator = RandomSource(numbers.Seed + salt).Generator Device.Cpu
    let flat = torch.zeros(Array.ofList shape).normal_(0.0, numbers.Size, generator)

    numbers.Odd
    |> List.iteri (fun i odd ->
        let at = (numbers.Seed + salt + 7L * int64 i) % flat.numel ()
        flat.view(-1L).narrow(0, at, 1L).copy_(torch.tensor [| odd |]) |> ignore)

    flat.``to`` numbers.Type

let private values (tensor: torch.Tensor) =
    tensor.``to``(single).contiguous().data<float32>().ToArray()

/// As whole numbers in the order of the numbers they stand for, so that neighbours differ by 1.
let private rank (dtype: torch.ScalarType) (x: float32) =
    let bits = BitConverter.SingleToInt32Bits x
    let ordered = if bits < 0 then -(bits &&& 0x7FFFFFFF) else bits
    if dtype = half then ordered >>> 16 else ordered

/// Whether two tensors hold the same numbers, up to so many steps of their type.
let private within steps (actual: torch.Tensor) (expected: torch.Tensor) =
    actual.shape = expected.shape
    && actual.dtype = expected.dtype
    && Array.forall2
        (fun (a: float32) (b: float32) ->
            if Single.IsNaN a || Single.IsNaN b then
                Single.IsNaN a && Single.IsNaN b
            else
                abs (int64 (rank expected.dtype a) - int64 (rank expected.dtype b)) <= steps)
        (values actual)
        (values expected)

let private scoped check =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    check ()

[<Properties(Arbitrary = [| typeof<Arbitraries> |])>]
module Properties =
    [<Property>]
    let ``a norm is torch's, up to the last digit of the mean`` (numbers: Numbers) (rows: PositiveInt) (width: PositiveInt) =
        scoped (fun () ->
            let width = int64 width.Get * 5L
            let x = draw numbers 0L [ 1L; int64 rows.Get; width ]
            let weight = draw { numbers with Size = 1.0; Odd = [] } 1L [ width ]
            let steps = if numbers.Type = half then 1L else 8L
            within steps (RmsNorm.Apply(x, weight, 1e-6, true)) (RmsNorm.Apply(x, weight, 1e-6, false)))

    [<Property>]
    let ``SwiGLU is torch's, up to the last digits of the exponential`` (numbers: Numbers) (count: PositiveInt) =
        scoped (fun () ->
            let gate = draw numbers 0L [ int64 count.Get * 3L ]
            let up = draw { numbers with Size = 1.0 } 1L [ int64 count.Get * 3L ]
            let expected = SwiGlu.Apply(gate, up, false)
            let steps = if numbers.Type = half then 0L else 8L
            within steps (SwiGlu.Apply(gate, up, true)) expected)

    [<Property>]
    let ``turning by rotary positions is torch's, bit for bit``
        (numbers: Numbers)
        (length: PositiveInt)
        (heads: PositiveInt)
        (perRow: bool)
        =
        scoped (fun () ->
            let heads, length = int64 (heads.Get % 5 + 1), int64 length.Get
            let size = [ 2L; 6L; 16L; 34L; 64L ][int (numbers.Seed % 5L)]
            let x = draw numbers 0L [ 2L; length; heads * size ]
            let tables = [ (if perRow then 2L else 1L); 1L; length; size ]

            let table salt =
                draw { numbers with Size = 1.0; Odd = [] } salt tables

            let rotary = RotaryPositions(table 1L, table 2L)
            within 0L (rotary.Turn(x, int size, true)) (rotary.Turn(x, int size, false)))

[<Fact>]
let ``SwiGLU of every number of bfloat16 is torch's, bit for bit`` () =
    scoped (fun () ->
        let all = Array.init 65536 (fun i -> BitConverter.Int32BitsToSingle(i <<< 16))
        let gate = (torch.tensor all).``to`` half
        let up = torch.ones_like gate
        let expected = SwiGlu.Apply(gate, up, false)
        within 0L (SwiGlu.Apply(gate, up, true)) expected |> should be True)

[<Fact>]
let ``a number that is none spoils its own row of a norm only`` () =
    scoped (fun () ->
        for dtype in [ single; half ] do
            let x = torch.ones ([| 3L; 37L |], dtype)
            x.narrow(0, 1L, 1L).narrow(1, 36L, 1L).fill_(nan.ToScalar()) |> ignore

            let nans =
                RmsNorm.Apply(x, torch.ones ([| 37L |], dtype), 1e-6, true).isnan().sum 1L

            nans.data<int64>().ToArray() |> should equal [| 0L; 37L; 0L |])

[<Fact>]
let ``where gradients are asked for the gate is left as it was`` () =
    use _ = torch.NewDisposeScope()
    let gate = torch.ones (5L, requires_grad = true)
    SwiGlu.Apply(gate, torch.ones 5L, false).sum().backward()
    values gate |> should equal (Array.create 5 1.0f)
    isNull gate.grad |> should be False

[<Fact>]
let ``tensors that do not lie in one piece go torch's way`` () =
    scoped (fun () ->
        let x = torch.rand(8L, 6L).t()

        within 0L (RmsNorm.Apply(x, torch.ones 8L, 1e-6, true)) (RmsNorm.Apply(x, torch.ones 8L, 1e-6, false))
        |> should be True)

[<Fact>]
let ``logits are widened part by part to what one product gives`` () =
    scoped (fun () ->
        // 4 MiB of logits hold 1049 of the 2501 tokens at a time
        let hidden, weight =
            torch.randn([| 1999L; 24L |]).``to`` half, torch.randn([| 2501L; 24L |]).``to`` half

        within 0L (ChunkedLogits.Of(hidden, weight)) (torch.nn.functional.linear(hidden, weight).``to`` single)
        |> should be True)

[<Theory; InlineData(true); InlineData(false)>]
let ``a product from the other side is the same`` (biased: bool) =
    scoped (fun () ->
        let weights =
            readOnlyDict
                [
                    "w.weight", torch.randn([| 40L; 96L |]).``to`` half
                    if biased then
                        "w.bias", torch.randn([| 40L |]).``to`` half
                ]

        let linear = Linear(weights, "w", null)
        let x = torch.randn([| 17L; 96L |]).``to`` half
        within 1L (linear.Turned(x.t ()).t()) (linear.Apply x) |> should be True)

[<Fact>]
let ``queries that share a key head attend as if each had its own`` () =
    scoped (fun () ->
        let queries, keys, values' =
            torch.randn [| 2L; 6L; 5L; 8L |], torch.randn [| 2L; 2L; 9L; 8L |], torch.randn [| 2L; 2L; 9L; 8L |]

        let each (heads: torch.Tensor) = heads.repeat_interleave (3L, 1L)

        let mask =
            (torch.arange 18L).view(2L, 1L, 1L, 9L).remainder(torch.tensor 4L).ne(torch.tensor 1L)

        for pattern in
            [
                AttentionPattern(null, false)
                AttentionPattern(mask, false)
                AttentionPattern(mask.expand (2L, 1L, 5L, 9L), false)
            ] do
            let expected =
                torch.nn.functional.scaled_dot_product_attention (queries, each keys, each values', pattern.Mask, 0.0, false)

            Golden.close "attention" 1e-6 1e-5 (values (GroupedAttention.Of(queries, keys, values', pattern))) (values expected))

let private canvas (rows: int) (length: int) =
    TokenBatch(torch.tensor (Array2D.init rows length (fun row column -> int64 ((row * 31 + column * 7) % 140))))

[<Theory; InlineData(Precision.Float32, 1e-4); InlineData(Precision.BFloat16, 0.1)>]
let ``a model's logits are those of torch's operations, and nothing is left`` (precision: Precision) (tolerance: float) =
    use model =
        MaskedLanguageModel.Load(Golden.checkpoint "dream-main", Device.Cpu, precision)

    LiveTensors.LeftBy(fun () ->
        use _ = torch.NewDisposeScope()

        // few positions, and more than few
        for rows, length in [ 1, 11; 3, 50 ] do
            let batch, at = canvas rows length, torch.tensor [| 1L; 5L; 10L |]
            let plain = model.Logits(batch, at) // records gradients, of which there are none
            use _ = torch.no_grad ()
            Golden.close "logits" tolerance 1e-4 (values (model.Logits(batch, at))) (values plain))
    |> should equal 0L
