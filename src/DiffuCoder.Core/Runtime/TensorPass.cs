using System.Numerics;
using System.Runtime.CompilerServices;
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
    public static void Run(int count, long elements, Action<int, int> part) =>
        Run(count, Shares(count, elements), (_, begin, end) => part(begin, end));

    /// <summary>In how many parts a range is done; the same for the same number of threads.</summary>
    /// <param name="count">The end of the range, which begins at 0.</param>
    /// <param name="elements">How many elements that touches.</param>
    public static int Shares(int count, long elements) => elements < Worth ? 1 : Math.Clamp(torch.get_num_threads(), 1, Math.Max(count, 1));

    /// <summary>Does a range in so many parts at once, for sums that are kept by part and added in the order of parts.</summary>
    /// <param name="count">The end of the range, which begins at 0.</param>
    /// <param name="shares">From <see cref="Shares"/>.</param>
    /// <param name="part">Of the part's number, does what is from one number to below another.</param>
    public static void Run(int count, int shares, Action<int, int, int> part)
    {
        if (shares <= 1)
        {
            part(0, 0, count);
            return;
        }
        Parallel.For(
            0, shares, new ParallelOptions { MaxDegreeOfParallelism = shares },
            i => part(i, (int)((long)count * i / shares), (int)((long)count * (i + 1) / shares)));
    }

    /// <summary>Reads a pair of vectors, or what is left of one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> First, Vector<float> Second) Read<T>(byte* from, int left)
        where T : struct, IElements => left >= Step ? T.Load(from) : LoadSome<T>(from, left);

    /// <summary>Writes a pair of vectors, or what is left of one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(byte* to, int left, Vector<float> first, Vector<float> second)
        where T : struct, IElements
    {
        if (left >= Step) T.Store(to, first, second);
        else StoreSome<T>(to, left, first, second);
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
