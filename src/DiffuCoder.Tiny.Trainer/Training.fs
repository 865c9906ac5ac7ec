/// One stage from its rows to its checkpoint.
module DiffuCoder.Tiny.Trainer.Training

open System
open System.IO
open System.Text.Json
open System.Threading
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Tiny.Trainer.Stages
open DiffuCoder.Tokenization
open DiffuCoder.Training

/// Where a checkpoint of the family lies.
let private checkpoint (family: string) (stage: string) = Path.Combine(family, stage)

/// The tokenizer of the family: that of the ancestor's checkpoint, or learned now.
let tokenizer (family: string) =
    let ancestor = checkpoint family "ar"

    if CodeTokenizer.ExistsIn ancestor then
        CodeTokenizer.Load ancestor
    else
        (TinyTokenizer.train 1UL).ToTokenizer()

let private startingModel (family: string) (stage: Stage) (tokenizer: CodeTokenizer) : MaskedLanguageModel =
    let config = Stages.config stage.From.IsNone tokenizer
    use generator = RandomSource(stage.Options.Seed).Derive(0L).Generator Device.Cpu

    match stage.From with
    | None -> MaskedLanguageModel.Create(config, Device.Cpu, generator, Stages.precision)
    | Some name ->
        use ancestor = MaskedLanguageModel.Load(checkpoint family name)
        MaskedLanguageModel.Adapt(ancestor, config, Stages.precision)

let private settings (stage: Stage) (data: ITrainingData) =
    let options = stage.Options

    [
        "stage", stage.Name
        "from", stage.From |> Option.defaultValue "freshly drawn weights"
        "objective", stage.Objective.Description
        "data", data.Description
        "precision", string Stages.precision
        "steps", string options.Steps
        "learning_rate", string options.LearningRate
        "optimizer", string options.Optimizer
        "clip_norm", string options.ClipNorm
        "seed", string options.Seed
        "threads", string options.Threads
    ]
    |> dict
    |> fun values -> JsonSerializer.Serialize(values, JsonSerializerOptions(WriteIndented = true))

/// Trains a stage, resuming a run that was stopped, and writes its checkpoint with settings and log beside it.
let run (family: string) (runs: string) (report: TrainingProgress -> unit) (stop: CancellationToken) (stage: Stage) =
    let tokenizer = tokenizer family
    let rows = stage.Rows tokenizer stage.RowSeed stage.RowCount

    let data =
        RowBatches(rows, stage.TokensPerBatch, tokenizer.IdOf("<|dlm_pad|>").Value, stage.Options.Seed)

    let average = rows |> Array.averageBy (fun row -> float row.Tokens.Length)
    printfn $"{stage.Name}: {rows.Length} rows, {average:F0} tokens each on average"
    use model = startingModel family stage tokenizer
    let directory = Path.Combine(runs, stage.Name)
    let trainer = Trainer(model, stage.Objective, data, stage.Options, directory)

    let progress =
        { new IProgress<_> with
            member _.Report value = report value
        }

    let result = trainer.Run(progress, stop)

    if result.Finished then
        let target = checkpoint family stage.Name
        model.Save(target, torch.ScalarType.BFloat16, tokenizer)
        AtomicFile.WriteAllText(Path.Combine(target, "training.json"), settings stage data)
        File.Copy(Path.Combine(directory, "metrics.jsonl"), Path.Combine(target, "metrics.jsonl"), true)
        printfn $"{stage.Name}: saved to {target}"

    result.Finished
