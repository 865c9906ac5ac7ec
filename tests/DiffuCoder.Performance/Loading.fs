/// Loading a checkpoint of a gigabyte.
module DiffuCoder.Performance.Loading

open System
open System.IO
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Performance.Measure

let private readOnce (path: string) =
    use stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1)
    let buffer = Array.zeroCreate<byte>(1 <<< 20)

    while stream.Read(buffer, 0, buffer.Length) > 0 do
        ()

/// Reads one element of every page, so that the whole mapping becomes resident.
let private touch (model: MaskedLanguageModel) =
    use scope = torch.NewDisposeScope()

    for weight in model.Parameters.Values do
        let everyPage = torch.TensorIndex.Slice(step = Nullable 2048L)
        use flat = weight.view -1L
        use sum = flat[everyPage].sum().``to`` torch.ScalarType.Float32
        sum.item<float32>() |> ignore

let private loadAndTouch (directory: string) =
    use model = MaskedLanguageModel.Load directory
    touch model

let run () =
    let directory =
        Path.Combine(Path.GetTempPath(), $"diffucoder-bench-{Guid.NewGuid():N}")

    try
        using (Shapes.create Shapes.untied) (fun model -> model.Save(directory, torch.ScalarType.BFloat16))
        let file = Path.Combine(directory, "model.safetensors")
        let size = float (FileInfo file).Length
        let rounds = inTurn 7 (fun () -> readOnce file) (fun () -> loadAndTouch directory)

        let opened =
            median
                [
                    for _ in 1..7 -> seconds (fun () -> (MaskedLanguageModel.Load directory).Dispose())
                ]

        let read = median (rounds |> List.map fst)
        let ratio = median (rounds |> List.map (fun (read, load) -> load / read))
        let before = resident ()
        use model = MaskedLanguageModel.Load directory
        touch model
        let grown = resident () - before

        printfn "\n### Loading a bfloat16 checkpoint of %.2f GB, file in the page cache\n" (size / 1e9)
        row [ "what"; "figure" ]
        row [ "---"; "---" ]
        row [ "open and validate / read the file once"; $"{opened / read:F3}" ]
        row [ "load and touch every page / read the file once"; $"{ratio:F2}" ]
        row [ "resident after touching every page / file size"; $"{grown / size:F3}" ]
    finally
        if Directory.Exists directory then
            Directory.Delete(directory, true)
