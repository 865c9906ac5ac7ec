using System.Numerics;

namespace DiffuCoder.Runtime;

/// <summary>float32, as it is.</summary>
internal readonly unsafe struct Float32Elements : IElements
{
    public static int Size => sizeof(float);

    public static (Vector<float> First, Vector<float> Second) Load(byte* from) =>
        (Vector.Load((float*)from), Vector.Load((float*)from + Vector<float>.Count));

    public static void Store(byte* to, Vector<float> first, Vector<float> second)
    {
        first.Store((float*)to);
        second.Store((float*)to + Vector<float>.Count);
    }

    public static Vector<float> Rounded(Vector<float> exact) => exact;
}
