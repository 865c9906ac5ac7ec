/// Reference vectors of the original implementations, and how closely they are met.
module DiffuCoder.Core.Tests.Golden

open System
open System.IO
open System.Text.Json
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Models

let folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "golden")

let checkpoint name =
    Path.Combine(folder, "checkpoints", name)

/// A case: its description and its tensors, which live as long as the case.
type Case(path: string) =
    let file = SafetensorsFile.Open(path + ".safetensors")

    member val Json = JsonDocument.Parse(File.ReadAllText(path + ".json")).RootElement
    member _.Has name = file.Entries.ContainsKey name
    member _.Tensor name = file.Read name

    member this.Floats name =
        use tensor = this.Tensor name
        use wide = tensor.``to`` (torch.ScalarType.Float32)
        wide.data<float32>().ToArray()

    member this.Ids name =
        use tensor = this.Tensor name
        tensor.data<int64>().ToArray() |> Array.map int

    member this.Flags name =
        use tensor = this.Tensor name
        tensor.data<bool>().ToArray()

    member _.Shape name =
        file.Entries[name].Shape |> Seq.map int |> Array.ofSeq

    interface IDisposable with
        member _.Dispose() = file.Dispose()

let case (family: string) (name: string) =
    new Case(Path.Combine(folder, family, name))

let names (family: string) (pattern: string) =
    Directory.GetFiles(Path.Combine(folder, family), pattern + ".json")
    |> Array.map Path.GetFileNameWithoutExtension
    |> Array.sort

let private inFloat32 path =
    MaskedLanguageModel.Load(path, precision = Precision.Float32)

/// A checkpoint by its name, computing in float32 as the vectors were whatever its weights are stored in.
let load name = inFloat32 (checkpoint name)

/// The model a case was made with.
let model (case: Case) =
    inFloat32 (Path.Combine(folder, case.Json.GetProperty("checkpoint").GetString()))

let number (json: JsonElement) (name: string) =
    match json.TryGetProperty name with
    | true, value when value.ValueKind = JsonValueKind.Number -> Some(value.GetDouble())
    | _ -> None

let text (json: JsonElement) (name: string) =
    match json.TryGetProperty name with
    | true, value when value.ValueKind = JsonValueKind.String -> Some(value.GetString())
    | _ -> None

/// Fails naming the worst entry unless |a - b| <= atol + rtol |b| everywhere.
let close (what: string) (atol: float) (rtol: float) (actual: float32[]) (expected: float32[]) =
    if actual.Length <> expected.Length then
        failwith $"{what}: {actual.Length} values instead of {expected.Length}"

    let excess i =
        if actual[i] = expected[i] then
            0.0
        else
            abs (float actual[i] - float expected[i])
            - atol
            - rtol * abs (float expected[i])

    if actual.Length > 0 then
        let worst = Seq.init actual.Length id |> Seq.maxBy excess

        if not (excess worst <= 0.0) then
            failwith $"{what}: {actual[worst]} at {worst} instead of {expected[worst]}"
