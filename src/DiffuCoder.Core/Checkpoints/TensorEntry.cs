using static TorchSharp.torch;

namespace DiffuCoder.Checkpoints;

/// <summary>One line of a safetensors header: a tensor's type, shape and place.</summary>
/// <param name="Name">The tensor's name, such as <c>model.embed_tokens.weight</c>.</param>
/// <param name="DtypeName">The element type as the file spells it: <c>BF16</c>, <c>F32</c>, <c>F8_E4M3</c>.</param>
/// <param name="Dtype">The torch type of the elements; null where TorchSharp has none, and then the tensor cannot be read.</param>
/// <param name="Shape">Lengths of the dimensions, outermost first; empty for a scalar.</param>
/// <param name="Begin">First byte of the elements, counted from the first byte after the header.</param>
/// <param name="End">One past the last byte of the elements, counted as <paramref name="Begin"/> is.</param>
public sealed record TensorEntry(string Name, string DtypeName, ScalarType? Dtype, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>Size of the elements in bytes.</summary>
    public long Bytes => End - Begin;
}
