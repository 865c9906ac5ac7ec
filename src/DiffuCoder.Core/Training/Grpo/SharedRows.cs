using System.Runtime.InteropServices;
using DiffuCoder.Distributed;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>Rows of numbers worked out slice by slice, slice i by rank i modulo their number; every rank gets all of them.</summary>
internal static class SharedRows
{
    /// <summary>The rows of all slices, in their order; belong to the current dispose scope.</summary>
    /// <param name="ranks">The job.</param>
    /// <param name="slices">First row and number of rows.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="device">Where to put them.</param>
    /// <param name="compute">float32 [rows, width] of a slice, without gradient.</param>
    public static Tensor Of(
        IRanks ranks, IReadOnlyList<(long First, long Count)> slices, long width, Device device, Func<(long First, long Count), Tensor> compute)
    {
        if (ranks.Size == 1) return cat([.. slices.Select(compute)]);
        var own = new List<byte>();
        for (var i = ranks.Rank; i < slices.Count; i += ranks.Size)
        {
            using var scope = NewDisposeScope();
            own.AddRange(compute(slices[i]).cpu().contiguous().bytes);
        }
        var all = ranks.Gather(CollectionsMarshal.AsSpan(own));
        var read = new int[ranks.Size];
        var rows = slices.SelectMany((slice, i) =>
        {
            var rank = i % ranks.Size;
            var length = checked((int)(slice.Count * width * sizeof(float)));
            read[rank] += length;
            return MemoryMarshal.Cast<byte, float>(all[rank].AsSpan(read[rank] - length, length)).ToArray();
        }).ToArray();
        return tensor(rows, [rows.Length / width, width], ScalarType.Float32, device);
    }
}
