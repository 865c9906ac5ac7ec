using System.Runtime.CompilerServices;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>Heads one behind the other, [B, heads, L, d], and each position's heads side by side, [B L, heads d].</summary>
internal static unsafe class HeadOrder
{
    /// <summary>[B, heads, L, d] to [B L, heads d].</summary>
    public static Tensor Beside(Tensor heads)
    {
        var shape = heads.shape;
        var beside = empty([shape[0] * shape[2], shape[1] * shape[3]], heads.dtype);
        Run(heads, beside, back: false);
        return beside;
    }

    /// <summary>[B L, heads d] to [B, heads, L, d].</summary>
    /// <param name="beside">What is parted.</param>
    /// <param name="shape">The shape of the result.</param>
    public static Tensor Behind(Tensor beside, long[] shape)
    {
        var heads = empty(shape, beside.dtype);
        Run(heads, beside, back: true);
        return heads;
    }

    private static void Run(Tensor heads, Tensor beside, bool back)
    {
        var shape = heads.shape;
        var (count, length, bytes) = ((int)shape[1], (int)shape[2], (nint)(shape[3] * heads.element_size()));
        var (apart, whole) = (TensorMemory.Address(heads), TensorMemory.Address(beside));
        TensorPass.Run((int)shape[0] * length, heads.numel(), (begin, end) =>
        {
            for (var position = begin; position < end; position++)
            {
                var (row, column) = (position / length, position % length);
                for (var head = 0; head < count; head++)
                {
                    var here = (void*)(whole + ((nint)position * count + head) * bytes);
                    var there = (void*)(apart + (((nint)row * count + head) * length + column) * bytes);
                    Unsafe.CopyBlock(back ? there : here, back ? here : there, (uint)bytes);
                }
            }
        });
        GC.KeepAlive(heads);
        GC.KeepAlive(beside);
    }
}
