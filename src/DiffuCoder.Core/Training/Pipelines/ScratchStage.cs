using DiffuCoder.Models;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Training.Pipelines;

/// <summary>
/// A masked diffusion model from freshly drawn weights, as LLaDA (Nie et al.,
/// arXiv 2502.09992): without an ancestor, its attention open from the first step.
/// </summary>
public sealed record ScratchStage : RowStage
{
    /// <inheritdoc/>
    public override string Kind => "diffusion pre-training";

    /// <summary>Its shape and family, by the tokenizer; the configuration needs a mask token.</summary>
    public required Func<CodeTokenizer, ModelConfig> Config { get; init; }

    /// <summary>Its tokenizer.</summary>
    public required Func<CodeTokenizer> Tokenizer { get; init; }

    /// <summary>What it minimises.</summary>
    public DiffusionObjective Objective { get; init; } = new();

    internal override bool IsFirst => true;

    internal override ITrainingObjective Minimised => Objective;

    internal override ModelConfig Configured(ModelConfig? from, CodeTokenizer tokenizer) => Config(tokenizer);

    internal override CodeTokenizer TokenizerFrom(CodeTokenizer? from) => Tokenizer();
}
