/// The reference vectors of the losses: what the original implementations gave for stored draws.
module DiffuCoder.Core.Tests.Training.Golden

open System
open System.IO
open System.Text.Json
open TorchSharp
open DiffuCoder.Checkpoints

let path parts =
    Path.Combine(Array.append [| AppContext.BaseDirectory; "Fixtures"; "golden" |] parts)

/// Tensors and JSON of one case.
type Case(name: string) =
    let file = SafetensorsFile.Open(path [| "08_mdm_loss"; $"{name}.safetensors" |])

    let json =
        JsonDocument.Parse(File.ReadAllText(path [| "08_mdm_loss"; $"{name}.json" |]))

    member _.Names = file.Entries.Keys
    member _.Tensor(name: string) = file.Read name
    member case.Bool(name: string) = case.Tensor(name).``to``(torch.ScalarType.Bool)

    /// Where a position is learned: the references write -100 elsewhere.
    member case.Labelled(name: string) = case.Tensor(name).ne(-100L.ToScalar())

    member _.Loss(name: string) = json.RootElement.GetProperty("losses").GetProperty(name).GetProperty("loss").GetDouble()

    interface IDisposable with
        member _.Dispose() =
            json.Dispose()
            file.Dispose()

/// The largest |a - b| - rtol |b|: a tolerance `atol + rtol |b|` holds where this is at most atol.
let excess (rtol: float) (actual: torch.Tensor) (expected: torch.Tensor) =
    use _ = torch.NewDisposeScope()
    ((actual - expected).abs() - expected.abs() * float32 rtol).max().ToDouble()
