/// The reference vectors of the losses: what the original implementations gave for stored draws.
module DiffuCoder.Core.Tests.Training.LossCases

open TorchSharp
open DiffuCoder.Core.Tests

let lossCase = Golden.case "08_mdm_loss"

let flags (case: Golden.Case) name =
    (case.Tensor name).``to``(torch.ScalarType.Bool)

/// Where a position is learned: the references write -100 elsewhere.
let labelled (case: Golden.Case) name = (case.Tensor name).ne(-100L.ToScalar())

let expectedLoss (case: Golden.Case) (name: string) =
    case.Json.GetProperty("losses").GetProperty(name).GetProperty("loss").GetDouble()

/// The largest |a - b| - rtol |b|: a tolerance `atol + rtol |b|` holds where this is at most atol.
let excess (rtol: float) (actual: torch.Tensor) (expected: torch.Tensor) =
    use _ = torch.NewDisposeScope()
    ((actual - expected).abs() - expected.abs () * float32 rtol).max().ToDouble()
