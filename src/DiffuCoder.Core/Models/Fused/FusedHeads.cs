using System.Runtime.CompilerServices;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// From one product that holds queries, keys and values of each position to heads of rows, the first two turned to their positions
/// (<see cref="RotaryPositions"/>, with the same roundings), and back for gradients: what a turn by an angle does to numbers, the turn by its
/// negative does to their gradients.
/// </summary>
internal static unsafe class FusedHeads
{
    /// <summary>Parts and turns.</summary>
    /// <param name="joined">[B, L, (heads + 2 key heads) d].</param>
    /// <param name="rotary">Tables of the same type.</param>
    /// <param name="heads">Query heads.</param>
    /// <param name="keyHeads">Key heads, and as many of values.</param>
    /// <returns>Queries [B, heads, L, d], keys and values [B, key heads, L, d].</returns>
    public static (Tensor Queries, Tensor Keys, Tensor Values) Part(Tensor joined, RotaryPositions rotary, int heads, int keyHeads)
    {
        var size = joined.shape[2] / (heads + 2 * keyHeads);
        Tensor queries = Empty(heads), keys = Empty(keyHeads), values = Empty(keyHeads);
        Run(joined, rotary, [queries, keys, values], back: false);
        return (queries, keys, values);

        Tensor Empty(long count) => empty([joined.shape[0], count, joined.shape[1], size], joined.dtype);
    }

    /// <summary>The gradient of the joined product.</summary>
    /// <param name="queries">Gradient of the queries, and so on.</param>
    /// <param name="keys">Of the keys.</param>
    /// <param name="values">Of the values.</param>
    /// <param name="rotary">Tables of the same type.</param>
    public static Tensor Join(Tensor queries, Tensor keys, Tensor values, RotaryPositions rotary)
    {
        var shape = queries.shape;
        var joined = empty([shape[0], shape[2], (shape[1] + 2 * keys.shape[1]) * shape[3]], queries.dtype);
        Run(joined, rotary, [queries, keys, values], back: true);
        return joined;
    }

    private static void Run(Tensor joined, RotaryPositions rotary, Tensor[] parts, bool back)
    {
        if (joined.numel() == 0) return;
        if (joined.dtype == ScalarType.Float32) Run<Float32Elements>(joined, rotary, parts, back);
        else Run<BFloat16Elements>(joined, rotary, parts, back);
    }

    private static void Run<T>(Tensor joined, RotaryPositions rotary, Tensor[] parts, bool back)
        where T : struct, IElements
    {
        var (length, width, size) = ((int)joined.shape[1], (nint)joined.shape[2] * T.Size, (int)parts[0].shape[3]);
        nint[] at = [.. parts.Select(TensorMemory.Address)];
        int[] counts = [.. parts.Select(part => (int)part.shape[1])];
        var (whole, cosines, sines) = (TensorMemory.Address(joined), TensorMemory.Address(rotary.Cos), TensorMemory.Address(rotary.Sin));
        var (bytes, tables) = ((nint)size * T.Size, (int)rotary.Cos.shape[0]);
        TensorPass.Run((int)joined.shape[0] * length, joined.numel(), (begin, end) =>
        {
            for (var position = begin; position < end; position++)
            {
                var (row, column) = (position / length, position % length);
                var table = (tables == 1 ? column : position) * bytes;
                var own = whole + position * width;
                for (var part = 0; part < at.Length; part++)
                    for (var head = 0; head < counts[part]; head++, own += bytes)
                    {
                        var apart = at[part] + (((nint)row * counts[part] + head) * length + column) * bytes;
                        if (part == 2) Unsafe.CopyBlock((void*)(back ? own : apart), (void*)(back ? apart : own), (uint)bytes);
                        else if (back) TurnBack<T>((byte*)apart, (byte*)(cosines + table), (byte*)(sines + table), size / 2, (byte*)own);
                        else FusedRotary.Head<T>((byte*)own, (byte*)(cosines + table), (byte*)(sines + table), size / 2, (byte*)apart);
                    }
            }
        });
        foreach (var tensor in parts.Append(joined).Append(rotary.Cos).Append(rotary.Sin)) GC.KeepAlive(tensor);
    }

    // (l', r') = (l c - r s, r c' + l s'), and so dl = c dl' + s' dr', dr = c' dr' - s dl'
    private static void TurnBack<T>(byte* from, byte* cos, byte* sin, int half, byte* to)
        where T : struct, IElements
    {
        var right = half * T.Size;
        for (var i = 0; i < half; i += TensorPass.Step)
        {
            var (at, left) = (i * T.Size, half - i);
            var (x, xNext) = TensorPass.Read<T>(from + at, left);
            var (y, yNext) = TensorPass.Read<T>(from + right + at, left);
            var (cosX, cosXNext) = TensorPass.Read<T>(cos + at, left);
            var (cosY, cosYNext) = TensorPass.Read<T>(cos + right + at, left);
            var (sinX, sinXNext) = TensorPass.Read<T>(sin + at, left);
            var (sinY, sinYNext) = TensorPass.Read<T>(sin + right + at, left);
            TensorPass.Write<T>(to + at, left, x * cosX + y * sinY, xNext * cosXNext + yNext * sinYNext);
            TensorPass.Write<T>(to + right + at, left, y * cosY - x * sinX, yNext * cosYNext - xNext * sinXNext);
        }
    }
}
