/// Which type a model computes in: what was asked for, or what suits weights and device, and float32 for whatever is trained.
module DiffuCoder.Core.Tests.Models.PrecisionTests

open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Training
open DiffuCoder.Core.Tests.Training.TinyRuns

type private Type = torch.ScalarType

let private onThisProcessor =
    if Device.CpuHasFastBFloat16 then
        Type.BFloat16
    else
        Type.Float32

let private stored name precision =
    MaskedLanguageModel.Load(Golden.checkpoint name, precision = precision)

let private adapter (model: MaskedLanguageModel) =
    use generator = new torch.Generator(3UL, torch.CPU)
    LoraAdapter.Create(model, LoraOptions(Rank = 2), generator)

[<Theory>]
[<InlineData(Precision.Automatic, Type.BFloat16, true, Type.BFloat16)>]
[<InlineData(Precision.Automatic, Type.BFloat16, false, Type.Float32)>]
[<InlineData(Precision.Automatic, Type.Float32, true, Type.Float32)>]
[<InlineData(Precision.Automatic, Type.Float16, true, Type.Float32)>]
[<InlineData(Precision.Float32, Type.BFloat16, true, Type.Float32)>]
[<InlineData(Precision.BFloat16, Type.Float32, false, Type.BFloat16)>]
let ``on a processor it is what was asked for, or that of the weights if it multiplies them`` asked weights multiplies expected =
    ComputeTypes.Of(asked, false, weights, multiplies) |> should equal expected

[<Theory>]
[<InlineData(Precision.Automatic, Type.BFloat16, Type.BFloat16)>]
[<InlineData(Precision.Automatic, Type.Float16, Type.Float16)>]
[<InlineData(Precision.Automatic, Type.Float32, Type.Float32)>]
[<InlineData(Precision.Float32, Type.BFloat16, Type.Float32)>]
let ``on CUDA it is what was asked for, or that of the weights, whatever the processor does`` asked weights expected =
    for multiplies in [ false; true ] do
        ComputeTypes.Of(asked, true, weights, multiplies) |> should equal expected

[<Fact>]
let ``a loaded model computes in the type of its weights where this processor multiplies it`` () =
    use narrow = stored "dream-bf16" Precision.Automatic
    narrow.ComputeType |> should equal onThisProcessor
    use wide = stored "dream-main" Precision.Automatic
    wide.ComputeType |> should equal Type.Float32
    use asked = stored "dream-bf16" Precision.Float32
    asked.ComputeType |> should equal Type.Float32

[<Fact>]
let ``what is made to be trained computes in float32 unless bfloat16 is asked for`` () =
    use fresh = createModel "Dream"
    fresh.ComputeType |> should equal Type.Float32

    for origin in [ Precision.Automatic; Precision.BFloat16 ] do
        use origin = stored "dream-bf16" origin
        use copy = MaskedLanguageModel.Adapt origin
        copy.ComputeType |> should equal Type.Float32
        use mixed = MaskedLanguageModel.Adapt(origin, precision = Precision.BFloat16)
        mixed.ComputeType |> should equal Type.BFloat16
        use reference = mixed.Snapshot()
        reference.ComputeType |> should equal Type.BFloat16

[<Theory>]
[<InlineData(Precision.Automatic, Type.Float32)>]
[<InlineData(Precision.Float32, Type.Float32)>]
[<InlineData(Precision.BFloat16, Type.BFloat16)>]
let ``an adapter computes in what was asked of its model, and where nothing was in float32`` asked expected =
    use model = stored "dream-bf16" asked
    use adapted = model.WithAdapter(adapter model)
    adapted.ComputeType |> should equal expected
    use reference = adapted.Snapshot()
    reference.ComputeType |> should equal expected
    use merged = adapted.Merge()
    merged.ComputeType |> should equal expected
    use copied = model.Merge()
    copied.ComputeType |> should equal expected
