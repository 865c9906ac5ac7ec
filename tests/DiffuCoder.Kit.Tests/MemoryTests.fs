module DiffuCoder.Kit.Tests.MemoryTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Kit.Tests.StandIn

[<Fact>]
let ``a model with an adapter holds its weights as they are, and moments of the adapter alone`` () =
    use model = Model.load (directory ())
    use adapted = model |> Adapter.over (LoraOptions(Rank = 2)) 0L
    let adapter = adapted.Parameters.Values |> Seq.sumBy _.numel()
    let memory = Memory.trained adapted |> Memory.ofGrpo 40 GrpoOptions.Tiny

    let weights =
        model.Parameters.Values
        |> Seq.sumBy (fun weight -> weight.numel () * weight.element_size ())

    memory.Weights |> should equal weights
    memory.Held |> should equal (weights + 20L * adapter)
    use trainable = Grpo.trainable model
    let whole = Memory.trained trainable |> Memory.ofGrpo 40 GrpoOptions.Tiny
    whole.Held |> should equal (20L * model.Config.WeightCount)
    whole.Total |> should be (greaterThan whole.Held)

[<Fact>]
let ``memory is told in a line, with the parts that count`` () =
    let memory =
        TrainingMemory(15_200_000_000L, 160_000_000L, 160_000_000L, 320_000_000L, 1L, 9_960_000_000L, 0L, 200_000_000L)

    Memory.describe memory
    |> should equal "26.0 GB at its peak: weights 15.2, adapter 0.2, gradients 0.2, moments 0.3, activations 10.0, at work 0.2"

[<Fact>]
let ``rows of a longer length take more`` () =
    use model = Model.load (directory ())
    use trainable = Grpo.trainable model

    let total length =
        (Memory.trained trainable |> Memory.ofRows 4 length).Activations

    total 64 |> should equal (2L * total 32)
