using DiffuCoder.Checkpoints;
using TorchSharp;

namespace DiffuCoder.Models;

/// <summary>What a checkpoint's weights take on the processor, said before they are read and not when the machine stalls.</summary>
internal static class MemoryNeed
{
    private const double Gigabyte = 1e9;

    /// <summary>Refuses what cannot be in memory at once: every pass would read it from the disk anew.</summary>
    /// <param name="files">The checkpoint. Its weights are mapped; a table that is computed in another type is widened for its product only,
    /// and of int8 weights some rows at a time.</param>
    /// <param name="config">Its configuration.</param>
    /// <param name="precision">What it is asked to compute in.</param>
    /// <param name="memory">Bytes that the machine, or the container, has in all.</param>
    /// <exception cref="ModelException">The weights take more.</exception>
    public static void Check(CheckpointDirectory files, ModelConfig config, Precision precision, long memory)
    {
        if (!files.Entries.TryGetValue(config.Family.Names.Embedding, out var table) || table.Dtype is not { } type) return; // the reader says why
        var computes = ComputeTypes.Of(precision, Runtime.Device.Cpu, type);
        var stored = files.Entries.Values.Sum(entry => entry.Bytes);
        var bytes = computes == torch.ScalarType.BFloat16 ? 2 : 4;
        var widened = files.Entries.Values.Where(entry => entry.Dtype != computes && entry.Dtype != torch.ScalarType.Int8)
            .Select(entry => bytes * Numbers(entry)).DefaultIfEmpty().Max();
        if (stored + widened <= memory) return;
        var most = widened == 0 ? "" : $" and {widened / Gigabyte:F1} GB more to compute in {computes}";
        throw new ModelException(
            $"{files.Directory}: the weights take {stored / Gigabyte:F1} GB{most}, and there are {memory / Gigabyte:F1} GB of memory in all. "
                + "Take an int8 copy (Checkpoint.quantise), a smaller checkpoint, or a machine or device with more.");
    }

    /// <summary>Refuses a float32 copy of a model that cannot be in memory.</summary>
    /// <exception cref="ModelException">It takes more.</exception>
    public static void CheckCopy(ModelConfig config, long memory)
    {
        var bytes = 4 * config.WeightCount;
        if (bytes <= memory) return;
        throw new ModelException(
            $"A float32 copy of the model's {config.WeightCount} weights takes {bytes / Gigabyte:F1} GB, and there are {memory / Gigabyte:F1} GB of "
                + "memory in all. Train an adapter over the model as it is (Adapter.over; in C# WithAdapter), which copies nothing.");
    }

    private static long Numbers(TensorEntry entry) => entry.Shape.Aggregate(1L, (product, size) => product * size);
}
