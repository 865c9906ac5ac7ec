using DiffuCoder.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DiffuCoder.Models;

/// <summary>
/// An output layer in bfloat16 that gives float32, some tokens of the vocabulary at a time: what was computed is widened while it is in the cache,
/// and the logits of all are never held in bfloat16.
/// </summary>
internal static unsafe class ChunkedLogits
{
    /// <summary>Logits of so many bytes at a time: a share of the cache, and enough for a product to reach its rate.</summary>
    private const long Bytes = 4 << 20;

    /// <summary>Tokens at a time, at least.</summary>
    private const long Least = 1024;

    public static bool Fits(Tensor hidden, Tensor weight) =>
        (hidden.dtype, weight.dtype) is (ScalarType.BFloat16, ScalarType.BFloat16) && TensorMemory.IsPlain(hidden) && TensorMemory.IsPlain(weight);

    /// <param name="hidden">bfloat16 [N, hidden].</param>
    /// <param name="weight">bfloat16 [V, hidden].</param>
    /// <returns>float32 [N, V].</returns>
    public static Tensor Of(Tensor hidden, Tensor weight)
    {
        var (rows, vocabulary) = (hidden.shape[0], weight.shape[0]);
        var result = empty([rows, vocabulary], ScalarType.Float32);
        if (result.numel() == 0) return result;
        var to = TensorMemory.Address(result);
        var most = Math.Max(Least, Bytes / (rows * BFloat16Elements.Size));
        for (long begin = 0, length; begin < vocabulary; begin += length)
        {
            length = Math.Min(most, vocabulary - begin);
            using var tokens = weight.narrow(0, begin, length);
            using var part = F.linear(hidden, tokens);
            Widen(part, (int)rows, (int)length, to + (nint)begin * sizeof(float), (nint)vocabulary * sizeof(float));
        }
        GC.KeepAlive(result);
        return result;
    }

    private static void Widen(Tensor part, int rows, int length, nint to, nint stride)
    {
        var from = TensorMemory.Address(part);
        TensorPass.Run(rows, (long)rows * length, (begin, end) =>
        {
            for (var row = begin; row < end; row++)
                Row((byte*)(from + (nint)row * length * BFloat16Elements.Size), length, (byte*)(to + row * stride));
        });
        GC.KeepAlive(part);
    }

    private static void Row(byte* from, int length, byte* to)
    {
        var i = 0;
        for (; i <= length - TensorPass.Step; i += TensorPass.Step)
        {
            var (first, second) = BFloat16Elements.Load(from + i * BFloat16Elements.Size);
            Float32Elements.Store(to + i * Float32Elements.Size, first, second);
        }
        if (i == length) return;
        var (x, y) = TensorPass.LoadSome<BFloat16Elements>(from + i * BFloat16Elements.Size, length - i);
        TensorPass.StoreSome<Float32Elements>(to + i * Float32Elements.Size, length - i, x, y);
    }
}
