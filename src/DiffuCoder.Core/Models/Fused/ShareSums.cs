using System.Runtime.InteropServices;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// Sums over rows that several threads keep, each its own, and that are added in the order of the threads' parts: equal to the bit for the same
/// number of them.
/// </summary>
internal sealed unsafe class ShareSums : IDisposable
{
    private readonly int shares, width, padded;
    private readonly float* sums;

    /// <param name="shares">Threads' parts.</param>
    /// <param name="width">Sums.</param>
    public ShareSums(int shares, int width)
    {
        (this.shares, this.width) = (shares, width);
        // whole vectors, and no line of the cache in two parts
        padded = (width + TensorPass.Step - 1) / TensorPass.Step * TensorPass.Step + 2 * TensorPass.Step;
        sums = (float*)NativeMemory.AllocZeroed((nuint)(shares * padded), sizeof(float));
    }

    /// <summary>A part's sums, zero at first; whole pairs of vectors may be written.</summary>
    public float* this[int share] => sums + (long)share * padded;

    /// <summary>All parts together, float32 [width].</summary>
    public Tensor Total()
    {
        var total = empty(width, ScalarType.Float32);
        var to = (float*)TensorMemory.Address(total);
        for (var i = 0; i < width; i++)
        {
            var sum = sums[i];
            for (var share = 1; share < shares; share++) sum += this[share][i];
            to[i] = sum;
        }
        GC.KeepAlive(total);
        return total;
    }

    public void Dispose() => NativeMemory.Free(sums);
}
