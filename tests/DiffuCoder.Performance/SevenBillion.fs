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

/// Logits of drawn weights, which are sure of nothing, stretched as far as is asked for so many positions to reach the threshold.
let private stretched (sure: int) (logits: torch.Tensor) =
    use scope = torch.NewDisposeScope()
    let struct (highest, _) = logits.topk (256, 1)
    let lead = highest - highest.narrow (1L, 0L, 1L)
    let count = min (int64 sure) lead.shape[0]

    let reached (factor: float) =
        use inner = torch.NewDisposeScope()

        let struct (most, _) =
            (lead * Scalar.op_Implicit factor).softmax(1L).select(1L, 0L).topk(int count)

        most[count - 1L].item<float32>() >= 0.92f

    let rec between low high rounds =
        let middle = (low + high) / 2.0

        if rounds = 0 then high
        elif reached middle then between low middle (rounds - 1)
        else between middle high (rounds - 1)

    logits.mul_ (Scalar.op_Implicit (between 1.0 4096.0 16)) |> ignore
    logits

/// An answer of two and three tokens a pass in turn, with passes and seconds.
let private generate (model: MaskedLanguageModel) =
    let options =
        Greedy.options (Remasking.ConfidenceThreshold 0.9) Cache.Dual newTokens (newTokens / Greedy.Block)

    let sharpen =
        SamplerHooks(Logits = Func<_, _, _, _>(fun step _ logits -> stretched (2 + step % 2) logits))

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

/// What a checkpoint of this size takes and does, as rows of a table.
let private measure (directory: string) =
    let size = float (bytesOf directory)
    restartPeak ()
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

    [
        yield "files", $"{size / 1e9:F1} GB"
        yield "open and validate", $"{openedIn:F2} s"
        yield "first pass over 512, which reads the files", $"{first:F1} s"

        for length, seconds in passes do
            yield $"a pass over {length}", $"{seconds:F2} s"

        yield "resident after the first pass / files", $"{loaded / size:F3}"

        yield
            $"{newTokens} tokens behind {promptLength}: dual cache, blocks of {Greedy.Block}, threshold 0.9",
            $"{time:F0} s, {count} passes, {float newTokens / float count:F1} tokens a pass"

        yield "most resident", $"{peak () / 1e9:F1} GB"
    ]

let run () =
    let directory =
        Path.Combine(Path.GetTempPath(), $"diffucoder-seven-billion-{Guid.NewGuid():N}")

    let int8 = directory + "-int8"

    try
        write directory Shapes.seven
        let stored = measure directory
        Int8Checkpoint.Write(directory, int8)
        Directory.Delete(directory, true)
        let quantised = measure int8
        printfn "\n### The shape of the 7B models\n"
        row [ "what"; "bfloat16"; "int8" ]
        row [ "---"; "---"; "---" ]

        for (what, first), (_, second) in List.zip stored quantised do
            row [ what; first; second ]
    finally
        for folder in [ directory; int8 ] do
            if Directory.Exists folder then
                Directory.Delete(folder, true)
