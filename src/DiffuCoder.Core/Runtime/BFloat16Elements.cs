using System.Numerics;

namespace DiffuCoder.Runtime;

/// <summary>
/// bfloat16, the upper half of a float32, rounded to the nearest and, between two, to the even one. A NaN that was read has zeros below, as has the
/// one that the processor makes, so that rounding cannot carry it over into another number.
/// </summary>
internal readonly unsafe struct BFloat16Elements : IElements
{
    public static int Size => sizeof(ushort);

    public static (Vector<float> First, Vector<float> Second) Load(byte* from)
    {
        Vector.Widen(Vector.Load((ushort*)from), out var first, out var second);
        return (Vector.AsVectorSingle(first << 16), Vector.AsVectorSingle(second << 16));
    }

    public static void Store(byte* to, Vector<float> first, Vector<float> second) =>
        Vector.Narrow(Bits(first) >>> 16, Bits(second) >>> 16).Store((ushort*)to);

    public static Vector<float> Rounded(Vector<float> exact) => Vector.AsVectorSingle(Bits(exact) & new Vector<uint>(0xFFFF0000));

    private static Vector<uint> Bits(Vector<float> exact)
    {
        var bits = Vector.AsVectorUInt32(exact);
        return bits + new Vector<uint>(0x7FFF) + ((bits >>> 16) & Vector<uint>.One);
    }
}
