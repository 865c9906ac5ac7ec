using System.Numerics;

namespace DiffuCoder.Runtime;

/// <summary>How float32 numbers are stored in a tensor. They are read and written by pairs of vectors.</summary>
internal unsafe interface IElements
{
    /// <summary>Bytes of one.</summary>
    static abstract int Size { get; }

    /// <summary>Reads a pair of vectors.</summary>
    static abstract (Vector<float> First, Vector<float> Second) Load(byte* from);

    /// <summary>Writes a pair of vectors.</summary>
    static abstract void Store(byte* to, Vector<float> first, Vector<float> second);

    /// <summary>The numbers that are read again after these were written: torch rounds so after each operation.</summary>
    static abstract Vector<float> Rounded(Vector<float> exact);
}
