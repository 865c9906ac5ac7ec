using DiffuCoder.Models;
using DiffuCoder.Tokenization;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Pipelines;

/// <summary>One stage of a pipeline: what it starts from, what it learns, how it trains. It leaves a checkpoint of its own.</summary>
public abstract record PipelineStage
{
    private protected PipelineStage() { }

    /// <summary>Its name, which is also that of its checkpoint's directory.</summary>
    public required string Name
    {
        get;
        init => field = value.Length > 0 && value is not ("." or "..") && value.IndexOfAny(Path.GetInvalidFileNameChars()) < 0
            ? value
            : throw new TrainingException($"{nameof(Name)} is \"{value}\"; it names the stage's directory, so it must be a file name.");
    }

    /// <summary>Steps, learning rate, seed, optimiser.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The stage or the checkpoint's directory that it starts from; null: the stage before it, or what the pipeline starts from.</summary>
    public string? From { get; init; }

    /// <summary>
    /// Train a low-rank adapter; the checkpoint has it merged, and the directory <c>NAME-adapter</c> beside it holds it by itself. Null: all weights.
    /// </summary>
    public LoraOptions? Lora { get; init; }

    /// <summary>The type to compute in; automatic: float32 on a processor. The trained weights are float32 whatever it is.</summary>
    public Precision Precision { get; init; } = Precision.Automatic;

    /// <summary>The type that the checkpoint is stored in.</summary>
    public ScalarType StoredType { get; init; } = ScalarType.BFloat16;

    /// <summary>The same stage with a low-rank adapter in place of all weights.</summary>
    /// <param name="lora">The adapter.</param>
    public PipelineStage WithAdapter(LoraOptions lora) => this with { Lora = lora };

    /// <summary>The same stage, computing in a type that is asked for.</summary>
    /// <param name="precision">The type.</param>
    public PipelineStage In(Precision precision) => this with { Precision = precision };

    /// <summary>What kind of stage it is, for people.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it begins with freshly drawn weights.</summary>
    internal virtual bool IsFirst => false;

    /// <summary>The configuration that the weights are read as in this stage.</summary>
    internal virtual ModelConfig Configured(ModelConfig? from, CodeTokenizer tokenizer) =>
        from ?? throw new InvalidOperationException("Only a first stage has no configuration to start from.");

    /// <summary>The tokenizer of this stage.</summary>
    internal virtual CodeTokenizer TokenizerFrom(CodeTokenizer? from) =>
        from ?? throw new TrainingException($"The stage {Name} starts from a checkpoint without tokenizer files. Put them beside its weights.");

    /// <summary>Opens its data.</summary>
    internal abstract StageWork Open(CodeTokenizer tokenizer);
}

/// <summary>A stage with its data at hand.</summary>
/// <param name="Objective">What it minimises, in words.</param>
/// <param name="Data">What it learns from, in words.</param>
/// <param name="Train">Trains a model, with records and checkpoints in a directory and the hash of the weights it was made from.</param>
/// <param name="Close">Closes the data.</param>
internal sealed record StageWork(
    string Objective, string Data, Func<MaskedLanguageModel, string, string?, IProgress<TrainingProgress>, CancellationToken, TrainingResult> Train,
    Action Close) : IDisposable
{
    public void Dispose() => Close();
}
