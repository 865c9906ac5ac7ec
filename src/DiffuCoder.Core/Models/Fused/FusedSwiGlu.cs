using System.Numerics;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary><see cref="SwiGlu"/> in one pass, with the same roundings.</summary>
internal static unsafe class FusedSwiGlu
{
    /// <summary>Writes silu(gate) * up into the gate.</summary>
    public static void Apply(Tensor gate, Tensor up)
    {
        if (gate.dtype == ScalarType.Float32) Run<Float32Elements>(gate, up);
        else Run<BFloat16Elements>(gate, up);
    }

    private static void Run<T>(Tensor gate, Tensor up)
        where T : struct, IElements
    {
        var (gates, ups) = (TensorMemory.Address(gate), TensorMemory.Address(up));
        long count = gate.numel(), step = TensorPass.Step;
        TensorPass.Run((int)((count + step - 1) / step), count, (begin, end) =>
            Some<T>((byte*)(gates + begin * step * T.Size), (byte*)(ups + begin * step * T.Size), Math.Min(end * step, count) - begin * step));
        GC.KeepAlive(gate);
        GC.KeepAlive(up);
    }

    private static void Some<T>(byte* gate, byte* up, long count)
        where T : struct, IElements
    {
        long i = 0;
        for (; i <= count - TensorPass.Step; i += TensorPass.Step)
        {
            var (first, second) = T.Load(gate + i * T.Size);
            var (firstUp, secondUp) = T.Load(up + i * T.Size);
            T.Store(gate + i * T.Size, T.Rounded(Silu(first)) * firstUp, T.Rounded(Silu(second)) * secondUp);
        }
        if (i == count) return;
        var rest = (int)(count - i);
        var (x, y) = TensorPass.LoadSome<T>(gate + i * T.Size, rest);
        var (xUp, yUp) = TensorPass.LoadSome<T>(up + i * T.Size, rest);
        TensorPass.StoreSome<T>(gate + i * T.Size, rest, T.Rounded(Silu(x)) * xUp, T.Rounded(Silu(y)) * yUp);
    }

    private static Vector<float> Silu(Vector<float> x) => x / (Vector<float>.One + VectorExp.Of(-x));
}
