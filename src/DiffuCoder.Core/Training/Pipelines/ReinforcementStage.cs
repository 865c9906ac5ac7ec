using DiffuCoder.Models;
using DiffuCoder.Tokenization;
using DiffuCoder.Training.Grpo;

namespace DiffuCoder.Training.Pipelines;

/// <summary>Stage 4 of the paper (sections 4 and 5): coupled-GRPO.</summary>
public sealed record ReinforcementStage : PipelineStage
{
    /// <inheritdoc/>
    public override string Kind => "coupled-GRPO";

    /// <summary>The algorithm; <see cref="GrpoOptions.Training"/> has the optimiser that belongs to it.</summary>
    public GrpoOptions Options { get; init; } = GrpoOptions.Paper;

    /// <summary>Makes the tasks with the stage's tokenizer.</summary>
    public required Func<CodeTokenizer, IRolloutTasks> Tasks { get; init; }

    /// <summary>What is good.</summary>
    public required IReadOnlyList<Reward> Rewards { get; init; }

    internal override StageWork Open(CodeTokenizer tokenizer)
    {
        var tasks = Tasks(tokenizer);
        return new(GrpoTrainer.Describe(Options, Rewards), tasks.Description, Train, () => { });

        TrainingResult Train(
            MaskedLanguageModel model, string run, string? from, IProgress<TrainingProgress> progress, CancellationToken cancellation) =>
            new GrpoTrainer(model, tokenizer, tasks, Rewards, Options, Training, run) { From = from }.Run(progress, cancellation);
    }
}
