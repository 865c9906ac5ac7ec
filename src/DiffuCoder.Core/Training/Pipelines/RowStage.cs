using DiffuCoder.Models;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Training.Pipelines;

/// <summary>A stage that learns from given rows.</summary>
public abstract record RowStage : PipelineStage
{
    private protected RowStage() { }

    /// <summary>Makes its rows with the stage's tokenizer; closed at the stage's end, if it can be.</summary>
    public required Func<CodeTokenizer, ITrainingData> Data { get; init; }

    /// <summary>Makes held-out rows to measure the loss on, which are closed like <see cref="Data"/>; null: none.</summary>
    public Func<CodeTokenizer, Validation>? Validation { get; init; }

    /// <summary>What it minimises.</summary>
    internal abstract ITrainingObjective Minimised { get; }

    internal sealed override StageWork Open(CodeTokenizer tokenizer)
    {
        var (data, validation) = (Data(tokenizer), Validation?.Invoke(tokenizer));
        return new(
            Minimised.Description, validation is null ? data.Description : $"{data.Description}; validation: {validation.Description}", Train, Close);

        TrainingResult Train(
            MaskedLanguageModel model, string run, string? from, IProgress<TrainingProgress> progress, CancellationToken cancellation) =>
            new Trainer(model, Minimised, data, Training, run) { Validation = validation, From = from }.Run(progress, cancellation);

        void Close()
        {
            (data as IDisposable)?.Dispose();
            (validation?.Data as IDisposable)?.Dispose();
        }
    }
}

/// <summary>Stage 0: a causal ancestor from freshly drawn weights, by next-token prediction. The paper starts from Qwen2.5-Coder instead.</summary>
public sealed record AncestorStage : RowStage
{
    /// <inheritdoc/>
    public override string Kind => "next-token pre-training";

    /// <summary>Its shape, by the tokenizer.</summary>
    public required Func<CodeTokenizer, ModelConfig> Config { get; init; }

    /// <summary>Its tokenizer.</summary>
    public required Func<CodeTokenizer> Tokenizer { get; init; }

    internal override bool IsFirst => true;

    internal override ITrainingObjective Minimised { get; } = new NextTokenObjective();

    internal override ModelConfig Configured(ModelConfig? from, CodeTokenizer tokenizer) => Config(tokenizer);

    internal override CodeTokenizer TokenizerFrom(CodeTokenizer? from) => Tokenizer();
}

/// <summary>Stage 1 of the paper (section 5): a causal model becomes a masked diffusion model, its attention opened step by step.</summary>
public sealed record AdaptationStage : RowStage
{
    /// <inheritdoc/>
    public override string Kind => "adaptation";

    /// <summary>What it minimises; the paper's masking, and attention opened over 10 000 steps.</summary>
    public DiffusionObjective Objective { get; init; } = new() { Masking = MaskingOptions.PaperAdaptation, Annealing = new(10_000) };

    /// <summary>The mask token, which the tokenizer must have and the embedding a row for.</summary>
    public string MaskToken { get; init; } = "<|mask|>";

    /// <summary>The tokenizer from this stage on, if the ancestor's lacks the mask token; null: the ancestor's.</summary>
    public CodeTokenizer? Tokenizer { get; init; }

    /// <summary>The paper's rate and warm-up (section 5): 2e-5 after 20 000 steps, a cosine to a tenth.</summary>
    /// <param name="steps">Steps.</param>
    /// <param name="seed">Seed of every draw.</param>
    public static TrainingOptions Paper(long steps, long seed) =>
        new() { Steps = steps, Seed = seed, LearningRate = new() { Peak = 2e-5, WarmupSteps = 20_000 } };

    internal override ITrainingObjective Minimised => Objective;

    internal override CodeTokenizer TokenizerFrom(CodeTokenizer? from) => Tokenizer ?? base.TokenizerFrom(from);

    internal override ModelConfig Configured(ModelConfig? from, CodeTokenizer tokenizer) => base.Configured(from, tokenizer) with
    {
        ModelType = "Dream",
        MaskTokenId = tokenizer.IdOf(MaskToken) ?? throw new TrainingException(
            $"The tokenizer has no token {MaskToken}, which the masked diffusion model of stage {Name} needs. "
                + $"Set {nameof(MaskToken)}, or prepare the ancestor with {nameof(MaskTokenAddition)} (F#: Checkpoint.addMaskToken)."),
    };
}

/// <summary>Stage 2 of the paper (section 5): mid-training on selected documents.</summary>
public sealed record MidTrainingStage : RowStage
{
    /// <inheritdoc/>
    public override string Kind => "mid-training";

    /// <summary>What it minimises.</summary>
    public DiffusionObjective Objective { get; init; } = new();

    /// <summary>The paper's rate and warm-up (section 5): 1e-5 after 2000 steps, a cosine to a tenth.</summary>
    /// <param name="steps">Steps.</param>
    /// <param name="seed">Seed of every draw.</param>
    public static TrainingOptions Paper(long steps, long seed) =>
        new() { Steps = steps, Seed = seed, LearningRate = new() { Peak = 1e-5, WarmupSteps = 2000 } };

    internal override ITrainingObjective Minimised => Objective;
}

/// <summary>
/// Stage 3 of the paper (section 5): instruction tuning. Only answers are masked,
/// and the padding after them is learned (<see cref="BatchOptions.LearnPadding"/>).
/// </summary>
public sealed record InstructionStage : RowStage
{
    /// <inheritdoc/>
    public override string Kind => "instruction tuning";

    /// <summary>What it minimises.</summary>
    public DiffusionObjective Objective { get; init; } = new();

    /// <summary>The paper's rate and warm-up (section 5): 1e-5 after a tenth of the steps, a cosine to a tenth.</summary>
    /// <param name="steps">Steps.</param>
    /// <param name="seed">Seed of every draw.</param>
    public static TrainingOptions Paper(long steps, long seed) =>
        new() { Steps = steps, Seed = seed, LearningRate = new() { Peak = 1e-5, WarmupRatio = 0.1 } };

    internal override ITrainingObjective Minimised => Objective;
}

/// <summary>
/// Instruction tuning of a causal model by next-token prediction: what an adapted model is compared with. Only answers are learned.
/// </summary>
public sealed record CausalInstructionStage : RowStage
{
    /// <inheritdoc/>
    public override string Kind => "next-token instruction tuning";

    internal override ITrainingObjective Minimised { get; } = new NextTokenObjective();
}
