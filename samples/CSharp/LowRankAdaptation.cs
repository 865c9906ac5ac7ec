using DiffuCoder.Models;
using DiffuCoder.Runtime;
using DiffuCoder.Training;

namespace DiffuCoder.Samples;

/// <summary>Training a low-rank adapter in place of all weights, and merging it.</summary>
public static class LowRankAdaptation
{
    /// <summary>Trains an adapter, saves it in PEFT's layout, and saves the merged model beside it.</summary>
    /// <param name="model">The model, whose weights stay as they are.</param>
    /// <param name="data">What to learn from.</param>
    /// <param name="steps">Steps of training.</param>
    /// <param name="directory">Where <c>adapter</c> and <c>merged</c> go.</param>
    /// <param name="output">Where to write.</param>
    public static void Run(MaskedLanguageModel model, ITrainingData data, int steps, string directory, TextWriter output)
    {
        using var generator = new RandomSource(1).Generator(model.Device);
        using var adapter = LoraAdapter.Create(model, new() { Rank = 4, Alpha = 8, TargetModules = ["q_proj", "v_proj"] }, generator);
        using var adapted = model.WithAdapter(adapter);
        var training = new TrainingOptions { Steps = steps, Seed = 1, LearningRate = LearningRate.Constant(1e-3), TensorBoard = false };
        new Trainer(adapted, new DiffusionObjective(), data, training).Run();

        adapter.Save(Path.Combine(directory, "adapter"));
        using var merged = adapted.Merge();
        merged.Save(Path.Combine(directory, "merged"), tokenizer: model.Tokenizer);
        output.WriteLine(
            $"{adapter.Weights.Values.Sum(weight => weight.NumberOfElements)} weights trained beside "
                + $"{model.Parameters.Values.Sum(weight => weight.NumberOfElements)}");
    }
}
