using DiffuCoder.Datasets;
using DiffuCoder.Tokenization;
using DiffuCoder.Training;
using DiffuCoder.Training.Pipelines;

namespace DiffuCoder.Samples;

/// <summary>From a causal checkpoint to an instruction-tuned diffusion model, in two stages. Killed at any moment, the same call goes on.</summary>
public static class TrainingStages
{
    /// <summary>Trains a few steps of each stage and writes down their losses.</summary>
    /// <param name="start">Directory of a causal checkpoint whose tokenizer has a mask token.</param>
    /// <param name="directory">Where checkpoints, records and token files go.</param>
    /// <param name="steps">Steps of each stage.</param>
    /// <param name="output">Where to write.</param>
    /// <returns>The directory of the last stage's checkpoint.</returns>
    public static string Run(string start, string directory, int steps, TextWriter output)
    {
        var pipeline = new Pipeline
        {
            Directory = directory,
            Start = start,
            Stages =
            [
                new AdaptationStage { Name = "adapted", Training = Training(steps), Data = Documents, Objective = new() { Annealing = new(steps) } },
                new InstructionStage { Name = "instruct", Training = Training(steps), Data = Answers },
            ],
        };
        var checkpoints = pipeline.Run().Checkpoints;
        foreach (var (stage, checkpoint) in checkpoints.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            foreach (var (step, loss) in RunMeasures.Series(RunMeasures.Read(checkpoint), "loss"))
                output.WriteLine(FormattableString.Invariant($"{stage} {step}: {loss:F3}"));
        return checkpoints["instruct"];

        ITrainingData Documents(CodeTokenizer tokenizer)
        {
            var documents = Enumerable.Range(1, 20).Select(i => new Document($"def add{i}(a):\n    return a + {i}\n"));
            return Batches("documents", tokenizer, documents.Select(document => TokenRows.Of(tokenizer, document)), learnPadding: false);
        }

        ITrainingData Answers(CodeTokenizer tokenizer)
        {
            var conversations = Enumerable.Range(1, 20).Select(i => new Conversation(
            [
                new(ChatRole.User, $"Add {i} to a."),
                new(ChatRole.Assistant, $"def f(a):\n    return a + {i}\n"),
            ]));
            return Batches("answers", tokenizer, conversations.Select(conversation => TokenRows.Of(tokenizer, conversation)), learnPadding: true);
        }

        ITrainingData Batches(string name, CodeTokenizer tokenizer, IEnumerable<TokenRow> rows, bool learnPadding) => new StoredRows(
            TokenStore.OpenOrWrite(Path.Combine(directory, $"{name}.tokens"), () => rows),
            new()
            {
                Tokens = 512,
                Seed = 1,
                PadToken = tokenizer.IdOf("<|dlm_pad|>") ?? throw new TokenizerException("The tokenizer has no <|dlm_pad|>."),
                LearnPadding = learnPadding,
            });
    }

    private static TrainingOptions Training(int steps) =>
        new() { Steps = steps, Seed = 1, LearningRate = new() { Peak = 1e-3, WarmupRatio = 0.1 }, LogEvery = 1, TensorBoard = false };
}
