using System.Numerics;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// The turning of <see cref="RotaryPositions"/> in one pass that puts the heads of a row one behind the other, with the same roundings.
/// </summary>
internal static unsafe class FusedRotary
{
    /// <param name="projected">Queries or keys, [B, L, heads, d].</param>
    /// <param name="cos">Cosines, [B or 1, 1, L, d].</param>
    /// <param name="sin">Sines, [B or 1, 1, L, d].</param>
    /// <returns>[B, heads, L, d].</returns>
    public static Tensor Turn(Tensor projected, Tensor cos, Tensor sin)
    {
        var shape = projected.shape;
        var result = empty([shape[0], shape[2], shape[1], shape[3]], projected.dtype);
        if (projected.dtype == ScalarType.Float32) Run<Float32Elements>(projected, cos, sin, result);
        else Run<BFloat16Elements>(projected, cos, sin, result);
        return result;
    }

    private static void Run<T>(Tensor projected, Tensor cos, Tensor sin, Tensor result)
        where T : struct, IElements
    {
        if (projected.numel() == 0) return;
        var (length, heads, size) = ((int)projected.shape[1], (int)projected.shape[2], (int)projected.shape[3]);
        var (from, to) = (TensorMemory.Address(projected), TensorMemory.Address(result));
        var (cosines, sines) = (TensorMemory.Address(cos), TensorMemory.Address(sin));
        var (bytes, tables) = ((nint)size * T.Size, (int)cos.shape[0]);
        TensorPass.Run((int)projected.shape[0] * length, projected.numel(), (begin, end) =>
        {
            for (var at = begin; at < end; at++)
            {
                var (row, position) = (at / length, at % length);
                var table = (tables == 1 ? position : at) * bytes;
                for (var head = 0; head < heads; head++)
                    Head<T>(
                        (byte*)(from + ((nint)at * heads + head) * bytes), (byte*)(cosines + table), (byte*)(sines + table), size / 2,
                        (byte*)(to + (((nint)row * heads + head) * length + position) * bytes));
            }
        });
        GC.KeepAlive(projected);
        GC.KeepAlive(cos);
        GC.KeepAlive(sin);
        GC.KeepAlive(result);
    }

    /// <summary>Turns one head, [d].</summary>
    internal static void Head<T>(byte* from, byte* cos, byte* sin, int half, byte* to)
        where T : struct, IElements
    {
        var right = half * T.Size;
        var i = 0;
        for (; i <= half - TensorPass.Step; i += TensorPass.Step)
        {
            var at = i * T.Size;
            var (lefts, rights) = (T.Load(from + at), T.Load(from + right + at));
            var (first, second) = Turned<T>(lefts, (-rights.First, -rights.Second), T.Load(cos + at), T.Load(sin + at));
            T.Store(to + at, first, second);
            (first, second) = Turned<T>(rights, lefts, T.Load(cos + right + at), T.Load(sin + right + at));
            T.Store(to + right + at, first, second);
        }
        if (i < half) Rest<T>(from + i * T.Size, cos + i * T.Size, sin + i * T.Size, right, half - i, to + i * T.Size);
    }

    private static void Rest<T>(byte* from, byte* cos, byte* sin, int right, int count, byte* to)
        where T : struct, IElements
    {
        var (lefts, rights) = (TensorPass.LoadSome<T>(from, count), TensorPass.LoadSome<T>(from + right, count));
        var (first, second) = Turned<T>(
            lefts, (-rights.First, -rights.Second), TensorPass.LoadSome<T>(cos, count), TensorPass.LoadSome<T>(sin, count));
        TensorPass.StoreSome<T>(to, count, first, second);
        (first, second) = Turned<T>(rights, lefts, TensorPass.LoadSome<T>(cos + right, count), TensorPass.LoadSome<T>(sin + right, count));
        TensorPass.StoreSome<T>(to + right, count, first, second);
    }

    private static (Vector<float> First, Vector<float> Second) Turned<T>(
        (Vector<float> First, Vector<float> Second) own, (Vector<float> First, Vector<float> Second) other,
        (Vector<float> First, Vector<float> Second) cos, (Vector<float> First, Vector<float> Second) sin)
        where T : struct, IElements =>
        (T.Rounded(own.First * cos.First) + T.Rounded(other.First * sin.First),
            T.Rounded(own.Second * cos.Second) + T.Rounded(other.Second * sin.Second));
}
