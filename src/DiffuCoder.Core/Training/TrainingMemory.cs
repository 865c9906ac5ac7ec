using DiffuCoder.Models;

namespace DiffuCoder.Training;

/// <summary>
/// What training takes in memory at its peak, in bytes, counted from the shape of a model: what autograd keeps of each operation, and what the loop
/// holds. Beside it stand the process itself (some hundred megabytes), and what an allocator keeps.
/// </summary>
/// <param name="Weights">The weights as they are stored; those of a mapped file are among them.</param>
/// <param name="Adapter">The adapter's float32 matrices.</param>
/// <param name="Gradients">Of what is trained, float32.</param>
/// <param name="Moments">The two of AdamW, float32.</param>
/// <param name="Reference">The reference policy beside the weights that it shares; 0 where there is none.</param>
/// <param name="Activations">What the forward pass of a micro-batch keeps for its backward pass.</param>
/// <param name="Recast">Matrices in the type that is computed in, where they are stored in another.</param>
/// <param name="Work">What a block makes in passing, forward or back, or the output layer its logits, whichever is more.</param>
public sealed record TrainingMemory(
    long Weights, long Adapter, long Gradients, long Moments, long Reference, long Activations, long Recast, long Work)
{
    private const double Gigabyte = 1e9;

    /// <summary>All of it.</summary>
    public long Total => Held + Activations + Recast + Work;

    /// <summary>What is held from the first update to the last one, whatever a batch is.</summary>
    public long Held => Weights + Adapter + Gradients + Moments + Reference;

    /// <summary>Training on rows by <see cref="Trainer"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Rows of a micro-batch.</param>
    /// <param name="length">Their length, padding included.</param>
    public static TrainingMemory OfRows(TrainedModel model, long rows, long length) =>
        Of(model, isReferenced: false, passes: 1, rows * length, rows * length);

    /// <summary>What is held of a model whatever a batch is.</summary>
    internal static TrainingMemory OfModel(TrainedModel model, bool isReferenced) => Of(model, isReferenced, passes: 0, tokens: 0, predicted: 0);

    /// <summary>Refuses what cannot be in memory at once, before anything is trained.</summary>
    /// <exception cref="TrainingException">What is held takes more.</exception>
    internal void RequireRoom(long memory)
    {
        if (Held <= memory) return;
        throw new TrainingException(FormattableString.Invariant(
            $"Training holds {Held / Gigabyte:F1} GB before any batch: weights {(Weights + Adapter) / Gigabyte:F1}, gradients ")
            + FormattableString.Invariant($"{Gradients / Gigabyte:F1}, moments {Moments / Gigabyte:F1}, reference {Reference / Gigabyte:F1}; ")
            + FormattableString.Invariant($"there are {memory / Gigabyte:F1} GB of memory in all. ")
            + "Train a low-rank adapter (Adapter.over; in C# WithAdapter), a smaller model, or on a machine or device with more.");
    }

    /// <summary>What one or several passes and their backward pass take.</summary>
    internal static TrainingMemory Of(TrainedModel model, bool isReferenced, int passes, long tokens, long predicted)
    {
        var count = new ActivationCount(model);
        var trained = model.Lora is { } lora ? LoraAdapter.Shapes(model.Config, lora).Values.Sum(Numbers) : model.Config.WeightCount;
        var weights = WeightShapes.Of(model.Config).Sum(entry => Numbers(entry.Value) * BytesOf(model, entry.Key));
        return new(
            weights, model.Lora is null ? 0 : 4 * trained, 4 * trained, 8 * trained, isReferenced ? 4 * trained : 0,
            tokens == 0 ? 0 : count.Activations(tokens, passes), tokens == 0 ? 0 : count.Recast(trained),
            tokens == 0 ? 0 : count.Work(tokens, predicted));
    }

    private static int BytesOf(TrainedModel model, string name) =>
        model.Config.WeightFormat != WeightFormat.Int8 ? ActivationCount.Bytes(model.Stored)
        : name.EndsWith(Int8Config.Scale, StringComparison.Ordinal) ? 4
        : Int8Weights.Names(model.Config).Contains(name) ? 1 : ActivationCount.Bytes(model.Stored);

    private static long Numbers(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);
}
