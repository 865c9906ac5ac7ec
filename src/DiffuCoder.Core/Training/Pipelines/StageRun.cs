using DiffuCoder.Checkpoints;
using DiffuCoder.Distributed;
using DiffuCoder.Models;
using DiffuCoder.Runtime;
using DiffuCoder.Tokenization;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Pipelines;

/// <summary>Brings one stage to its checkpoint.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Origin">The directory it starts from; null where it draws its weights.</param>
/// <param name="Checkpoint">Where its checkpoint goes.</param>
/// <param name="Run">Where its records go.</param>
/// <param name="Device">Where its model lives.</param>
internal sealed record StageRun(PipelineStage Stage, string? Origin, string Checkpoint, string Run, Runtime.Device Device)
{
    private const string Metrics = "metrics.jsonl";

    /// <summary>Whether the origin is another stage of the same pipeline, whose manifest is believed.</summary>
    public bool FromStage { get; init; }

    /// <summary>The processes that train it.</summary>
    public IRanks Ranks { get; init; } = Alone.Instance;

    /// <summary>Trains it, unless its checkpoint is there.</summary>
    /// <returns>False when it was cancelled before its end.</returns>
    public bool Finish(IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        var tokenizer = Stage.TokenizerFrom(
            Origin is not null && CodeTokenizer.ExistsIn(CheckpointSwap.Locate(Origin)) ? CodeTokenizer.Load(CheckpointSwap.Locate(Origin)) : null);
        // data that is prepared on the disk is prepared once
        using var work = Ranks.FirstThenOthers(() => Stage.Open(tokenizer));
        var from = OriginWeights();
        var identity = StageManifest.Identity(Stage, work, from);
        if (StageManifest.Read(Checkpoint) is { } manifest)
        {
            manifest.RequireMadeBy(Checkpoint, identity);
            return true;
        }
        using var generator = new RandomSource(Stage.Training.Seed).Derive(0).Generator(Device);
        using var whole = Trainable(tokenizer, generator);
        using var adapted = Stage.Lora is { } lora ? whole.WithAdapter(LoraAdapter.Create(whole, lora, generator)) : null;
        var model = adapted ?? whole;
        var result = work.Train(model, Run, from, progress, cancellation);
        if (!result.Finished) return false;
        // the others go on to the next stage when this one's checkpoint is whole
        if (Ranks.Rank == 0) Finish(model, tokenizer, identity, result.Step);
        Ranks.Wait();
        return true;
    }

    /// <summary>
    /// The hash of the weights that it starts from: what the manifest of an earlier stage says, or worked out. A checkpoint from elsewhere may
    /// have other weights by now than those that a manifest beside them is of.
    /// </summary>
    private string? OriginWeights()
    {
        if (Origin is null) return null;
        if (FromStage && StageManifest.Read(Origin) is { } manifest) return manifest.Weights;
        using var origin = MaskedLanguageModel.LoadToRead(Origin);
        return WeightHash.Of(origin);
    }

    private MaskedLanguageModel Trainable(CodeTokenizer tokenizer, Generator generator)
    {
        if (Origin is null) return MaskedLanguageModel.Create(Stage.Configured(null, tokenizer), Device, generator, Stage.Precision);
        var origin = MaskedLanguageModel.Load(Origin, Device, Stage.Precision);
        var config = Stage.Configured(origin.Config, tokenizer);
        // weights that an adapter leaves as they are can stay as they are stored
        if (Stage.Lora is not null && config == origin.Config) return origin;
        using (origin) return MaskedLanguageModel.Adapt(origin, config, Stage.Precision);
    }

    private void Finish(MaskedLanguageModel model, CodeTokenizer tokenizer, IReadOnlyDictionary<string, string> identity, long steps)
    {
        Save(model, tokenizer);
        File.Copy(Path.Combine(Run, Metrics), Path.Combine(Checkpoint, Metrics), overwrite: true);
        StageManifest.Write(Checkpoint, identity, steps, model.ComputeType);
    }

    private void Save(MaskedLanguageModel model, CodeTokenizer tokenizer)
    {
        if (model.Adapter is not { } adapter)
        {
            model.Save(Checkpoint, Stage.StoredType, tokenizer);
            return;
        }
        using var merged = model.Merge();
        merged.Save(Checkpoint, Stage.StoredType, tokenizer);
        adapter.Save($"{Checkpoint}-adapter", Origin ?? "");
    }
}
