using System.Numerics;
using TorchSharp;

namespace DiffuCoder.Runtime;

/// <summary>Loops over the memory of tensors.</summary>
internal static unsafe class TensorPass
{
    /// <summary>Elements for which a second thread is worth waking.</summary>
    private const long Worth = 1 << 16;

    /// <summary>How many elements are read at a time.</summary>
    public static int Step => 2 * Vector<float>.Count;

    /// <summary>Does a range in parts, on as many threads as torch uses; at once and on this one where there is little to do.</summary>
    /// <param name="count">The end of the range, which begins at 0.</param>
    /// <param name="elements">How many elements that touches.</param>
    /// <param name="part">Does what is from one number to below another.</param>
    public static void Run(int count, long elements, Action<int, int> part)
    {
        var threads = elements < Worth ? 1 : Math.Min(torch.get_num_threads(), count);
        if (threads <= 1)
        {
            part(0, count);
            return;
        }
        Parallel.For(
            0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads },
            i => part((int)((long)count * i / threads), (int)((long)count * (i + 1) / threads)));
    }

    /// <summary>Reads fewer elements than a pair of vectors holds; zeros stand for the rest.</summary>
    public static (Vector<float> First, Vector<float> Second) LoadSome<T>(byte* from, int count)
        where T : struct, IElements
    {
        if (count >= Step) return T.Load(from);
        var whole = stackalloc byte[Step * sizeof(float)];
        new Span<byte>(from, count * T.Size).CopyTo(new(whole, Step * T.Size));
        return T.Load(whole);
    }

    /// <summary>Writes the first of a pair of vectors' elements.</summary>
    public static void StoreSome<T>(byte* to, int count, Vector<float> first, Vector<float> second)
        where T : struct, IElements
    {
        if (count >= Step)
        {
            T.Store(to, first, second);
            return;
        }
        var whole = stackalloc byte[Step * sizeof(float)];
        T.Store(whole, first, second);
        new Span<byte>(whole, count * T.Size).CopyTo(new(to, count * T.Size));
    }
}
