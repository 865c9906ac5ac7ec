using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// Products with int8 weights that have a scale for each row. Some rows at a time are written as numbers of the other factor's type, which holds
/// every int8 exactly, and are multiplied while they are in the cache, by each thread for itself: from memory come half the bytes of bfloat16. The
/// scale is applied to the product.
/// </summary>
internal static unsafe class Int8Product
{
    /// <summary>
    /// Bytes of the rows at a time: a share of the cache, and enough for a product to reach its rate, since each brings the other factor into its
    /// order anew. Of 0.5 to 8 MiB the fastest.
    /// </summary>
    private const long Bytes = 4 << 20;

    /// <summary>Rows at a time, at least.</summary>
    private const long Least = 64;

    /// <param name="weight">int8 [out, in].</param>
    /// <param name="scale">float32 [out, 1].</param>
    /// <param name="bias">[out].</param>
    /// <param name="turned">float32 or bfloat16, [in, positions].</param>
    /// <returns>W' x + b, [out, positions].</returns>
    public static Tensor Of(Tensor weight, Tensor scale, Tensor? bias, Tensor turned)
    {
        using var scope = NewDisposeScope();
        var (rows, width, positions) = (weight.shape[0], weight.shape[1], turned.shape[1]);
        var result = empty([rows, positions], turned.dtype);
        if (result.numel() == 0) return result.MoveToOuterDisposeScope();
        var added = bias?.As(ScalarType.Float32) ?? zeros(rows, ScalarType.Float32);
        var (from, scales, biases) = (TensorMemory.Address(weight), TensorMemory.Address(scale), TensorMemory.Address(added));
        var finished = TensorMemory.Address(result);
        var most = Math.Min(rows, Math.Max(Least, Bytes / (width * turned.element_size())));
        var parts = (int)((rows + most - 1) / most);
        var threads = OneThread.IsPossible ? Math.Min(get_num_threads(), parts) : 1;
        if (threads == 1) Share(0);
        else
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, share =>
            {
                using var alone = OneThread.Begin();
                Share(share);
            });

        void Share(int share)
        {
            using var quiet = no_grad();
            using var own = NewDisposeScope();
            var panel = empty([most, width], turned.dtype);
            var to = TensorMemory.Address(panel);
            for (var i = share; i < parts; i += threads)
            {
                var (begin, length) = (i * most, Math.Min(most, rows - i * most));
                Widen(from + (nint)(begin * width), length * width, panel.dtype, to);
                using var some = panel.narrow(0, 0, length);
                using var part = some.mm(turned);
                var (at, size) = (TensorMemory.Address(part), turned.element_size());
                for (var row = 0L; row < length; row++)
                {
                    var (factor, term) = (((float*)scales)[begin + row], ((float*)biases)[begin + row]);
                    var (source, target) = (at + (nint)(row * positions * size), finished + (nint)((begin + row) * positions * size));
                    if (turned.dtype == ScalarType.Float32) Scale<Float32Elements>((byte*)source, positions, factor, term, (byte*)target);
                    else Scale<BFloat16Elements>((byte*)source, positions, factor, term, (byte*)target);
                }
                GC.KeepAlive(part);
            }
            GC.KeepAlive(panel);
        }
        foreach (var tensor in new[] { weight, scale, added, result }) GC.KeepAlive(tensor);
        return result.MoveToOuterDisposeScope();
    }

    private static void Widen(nint from, long count, ScalarType type, nint to)
    {
        long i = 0, step = Vector<sbyte>.Count;
        if (type == ScalarType.BFloat16)
        {
            if (Avx512F.IsSupported)
                for (; i <= count - Vector512<int>.Count; i += Vector512<int>.Count) WidenBy512((sbyte*)from + i, (ushort*)to + i);
            for (; i <= count - step; i += step) WidenToBFloat16((sbyte*)from + i, (ushort*)to + i);
            for (; i < count; i++) ((ushort*)to)[i] = (ushort)(BitConverter.SingleToUInt32Bits(((sbyte*)from)[i]) >> 16);
        }
        else
        {
            for (; i <= count - step; i += step) WidenToFloat32((sbyte*)from + i, (float*)to + i);
            for (; i < count; i++) ((float*)to)[i] = ((sbyte*)from)[i];
        }
    }

    // as below, in a fifth of the instructions
    private static void WidenBy512(sbyte* from, ushort* to)
    {
        var wide = Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(Vector128.Load(from)));
        Avx512F.ConvertToVector256UInt16(wide.AsUInt32() >>> 16).Store(to);
    }

    // seven bits and a sign: the lower half of the float32 is zero
    private static void WidenToBFloat16(sbyte* from, ushort* to)
    {
        Vector.Widen(Vector.Load(from), out var low, out var high);
        Upper(low).Store(to);
        Upper(high).Store(to + Vector<short>.Count);

        static Vector<ushort> Upper(Vector<short> numbers)
        {
            Vector.Widen(numbers, out var low, out var high);
            return Vector.Narrow(
                Vector.AsVectorUInt32(Vector.ConvertToSingle(low)) >>> 16, Vector.AsVectorUInt32(Vector.ConvertToSingle(high)) >>> 16);
        }
    }

    private static void WidenToFloat32(sbyte* from, float* to)
    {
        Vector.Widen(Vector.Load(from), out var low, out var high);
        Vector.Widen(low, out var first, out var second);
        Vector.Widen(high, out var third, out var fourth);
        Vector.ConvertToSingle(first).Store(to);
        Vector.ConvertToSingle(second).Store(to + Vector<float>.Count);
        Vector.ConvertToSingle(third).Store(to + 2 * Vector<float>.Count);
        Vector.ConvertToSingle(fourth).Store(to + 3 * Vector<float>.Count);
    }

    private static void Scale<T>(byte* from, long count, float factor, float term, byte* to)
        where T : struct, IElements
    {
        var (scale, bias) = (new Vector<float>(factor), new Vector<float>(term));
        long i = 0;
        for (; i <= count - TensorPass.Step; i += TensorPass.Step)
        {
            var (first, second) = T.Load(from + i * T.Size);
            T.Store(to + i * T.Size, first * scale + bias, second * scale + bias);
        }
        if (i == count) return;
        var rest = (int)(count - i);
        var (x, y) = TensorPass.LoadSome<T>(from + i * T.Size, rest);
        TensorPass.StoreSome<T>(to + i * T.Size, rest, x * scale + bias, y * scale + bias);
    }
}
