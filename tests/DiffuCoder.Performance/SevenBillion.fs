/// A checkpoint of the size of the released ones: written, loaded, and asked for an answer. The weights are drawn; it needs 16 GB of disk.
module DiffuCoder.Performance.SevenBillion

open System
open System.Diagnostics
open System.IO
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Performance.Measure

let private promptLength, private newTokens = 256, 256

/// Every matrix is a part of one table of normal numbers: fifteen gigabytes need not be in memory to be written.
let private write (directory: string) (config: ModelConfig) =
    use scope = torch.NewDisposeScope()
    use quiet = torch.no_grad ()
    let shapes = [ for weight in config.Weights -> weight.Key, weight.Value ]

    let largest =
        shapes |> Seq.map (fun (_, shape) -> Array.reduce (*) shape) |> Seq.max

    use generator = RandomSource(1L).Generator Device.Cpu

    let table =
        torch.empty(largest + 65536L, torch.ScalarType.BFloat16).normal_(0.0, config.InitializerRange, generator)

    let weights =
        shapes
        |> List.mapi (fun i (name, shape: int64 array) ->
            let count = Array.reduce (*) shape
            let drawn = table.narrow(0L, int64 (i * 97 % 65536), count).view shape
            // norms are 1 and biases 0, as in a model that was not trained
            let weight =
                match shape.Length, name.EndsWith ".bias" with
                | 2, _ -> drawn
                | _, true -> torch.zeros_like drawn
                | _ -> torch.ones_like drawn

            Collections.Generic.KeyValuePair.Create(name, weight))

    CheckpointDirectory.Save(directory, config.ToJson "bfloat16", null, weights)

let private bytesOf (directory: string) =
    Directory.GetFiles(directory, "*.safetensors")
    |> Seq.sumBy (fun file -> FileInfo(file).Length)

/// An answer, with passes and seconds. Weights that were drawn are sure of nothing: logits are stretched as far as two to three tokens a
/// pass ask for.
let private generate (model: MaskedLanguageModel) =
    let options =
        Greedy.options (Remasking.ConfidenceThreshold 0.9) Cache.Dual newTokens (newTokens / Greedy.Block)

    let mutable stretch = 30.0

    let sharpen =
        SamplerHooks(Logits = Func<_, _, _, _>(fun _ _ logits -> logits.mul_ (Scalar.op_Implicit stretch)))

    let canvas =
        Canvas.Complete(Shapes.prompt promptLength, newTokens, model.Config.MaskTokenId.Value)

    use decoding =
        DiffusionSampler(model, options, null, sharpen).Start([| canvas |], [| 1L |])

    let watch = Stopwatch.StartNew()
    let mutable passes, written = 0, 0

    while not decoding.IsFinished do
        let step = decoding.Advance()[0]
        passes <- passes + (if step.Computed = Nullable 0 then 0 else 1)
        written <- written + step.Reveals.Count

        stretch <-
            match step.Reveals.Count with
            | 0
            | 1 -> stretch * 1.2
            | few when few <= 3 -> stretch
            | _ -> stretch / 1.2

        let rate = float written / watch.Elapsed.TotalSeconds
        eprintf $"\r{written} of {newTokens} tokens, {rate:F1} a second, {float (newTokens - written) / rate:F0} s left   "

    eprintfn ""
    watch.Elapsed.TotalSeconds, passes

let private pass (model: MaskedLanguageModel) (length: int) =
    use scope = torch.NewDisposeScope()
    use quiet = torch.no_grad ()
    let tokens = torch.tensor(Array.map int64 (Shapes.prompt length)).view(1L, -1L)
    let one = torch.tensor [| 0L |]
    (fun () -> model.Logits(TokenBatch tokens, one).Dispose()) |> seconds

let run () =
    let directory =
        Path.Combine(Path.GetTempPath(), $"diffucoder-seven-billion-{Guid.NewGuid():N}")

    try
        write directory Shapes.seven
        let size = float (bytesOf directory)
        let before = resident ()
        let opened = Stopwatch.StartNew()
        use model = MaskedLanguageModel.Load directory
        let openedIn = opened.Elapsed.TotalSeconds
        let first = pass model 512
        let loaded = resident () - before

        let passes =
            [
                for length in [ 512; 128; 32 ] -> length, median [ for _ in 1..3 -> pass model length ]
            ]

        let time, count = generate model

        printfn $"\n### The shape of the 7B models, {size / 1e9:F1} GB of weights, {model.ComputeType}\n"

        row [ "what"; "figure" ]
        row [ "---"; "---" ]
        row [ "open and validate"; $"{openedIn:F2} s" ]
        row [ "first pass over 512, which reads the files"; $"{first:F1} s" ]

        for length, seconds in passes do
            row [ $"a pass over {length}"; $"{seconds:F2} s" ]

        row [ "resident after it / files"; $"{loaded / size:F3}" ]

        row
            [
                $"{newTokens} tokens behind {promptLength}: dual cache, blocks of {Greedy.Block}, threshold 0.9"
                $"{time:F0} s, {count} passes, {float newTokens / float count:F1} tokens a pass"
            ]

        row [ "most resident"; $"{peak () / 1e9:F1} GB" ]
    finally
        if Directory.Exists directory then
            Directory.Delete(directory, true)
