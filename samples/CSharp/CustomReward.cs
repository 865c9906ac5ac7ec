using DiffuCoder.Models;
using DiffuCoder.Training;
using DiffuCoder.Training.Grpo;

namespace DiffuCoder.Samples;

/// <summary>Coupled-GRPO with a reward of one's own: any function of a completion.</summary>
public static class CustomReward
{
    /// <summary>Teaches a model to be brief, and writes down the mean reward of every round.</summary>
    /// <param name="stored">An instruction-tuned model, which stays as it is.</param>
    /// <param name="requests">What it is asked.</param>
    /// <param name="options">The algorithm and how completions are sampled.</param>
    /// <param name="updates">Updates, a multiple of <see cref="GrpoOptions.Iterations"/>.</param>
    /// <param name="output">Where to write.</param>
    public static void Run(MaskedLanguageModel stored, IEnumerable<string> requests, GrpoOptions options, int updates, TextWriter output)
    {
        using var model = MaskedLanguageModel.Adapt(stored);
        var tokenizer = Asking.TokenizerOf(model);
        var brief = Reward.From("brief", weight: 1, rollout => -rollout.Length);
        var tasks = requests.Select((request, i) => RolloutTask.Chat(tokenizer, $"task {i}", request, opening: "", tests: [])).ToList();
        var training = GrpoOptions.Training(updates, seed: 1) with { LogEvery = options.Iterations, TensorBoard = false };

        var trainer = new GrpoTrainer(model, tokenizer, new ShuffledTasks(tasks, perRound: 1, seed: 1), [brief], options, training);
        trainer.Run(new Listener(progress =>
            output.WriteLine(FormattableString.Invariant($"update {progress.Step}: reward {progress.Measures["reward"]:F2}"))));
    }

    // told on the trainer's own thread, unlike Progress<T>
    private sealed class Listener(Action<TrainingProgress> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told(value);
    }
}
