using static TorchSharp.torch;

namespace DiffuCoder.Checkpoints;

/// <summary>The element types of the safetensors format: spelling, width, and the torch type where there is one.</summary>
internal static class SafetensorsDtype
{
    static readonly (string Name, ScalarType Dtype, int Bits)[] readable =
    [
        ("F64", ScalarType.Float64, 64), ("F32", ScalarType.Float32, 32), ("F16", ScalarType.Float16, 16), ("BF16", ScalarType.BFloat16, 16),
        ("I64", ScalarType.Int64, 64), ("I32", ScalarType.Int32, 32), ("I16", ScalarType.Int16, 16), ("I8", ScalarType.Int8, 8),
        ("U8", ScalarType.Byte, 8), ("BOOL", ScalarType.Bool, 8),
    ];

    static readonly Dictionary<string, (ScalarType? Dtype, int Bits)> byName =
        readable.Select(d => (d.Name, Dtype: (ScalarType?)d.Dtype, d.Bits)).Concat(
        [
            ("C64", null, 64), ("U64", null, 64), ("U32", null, 32), ("U16", null, 16), ("F8_E4M3", null, 8), ("F8_E5M2", null, 8),
            ("F8_E8M0", null, 8), ("F8_E4M3FNUZ", null, 8), ("F8_E5M2FNUZ", null, 8), ("F6_E2M3", null, 6), ("F6_E3M2", null, 6), ("F4", null, 4),
        ]).ToDictionary(d => d.Name, d => (d.Dtype, d.Bits), StringComparer.Ordinal);

    static readonly Dictionary<ScalarType, string> names = readable.ToDictionary(d => d.Dtype, d => d.Name);

    /// <summary>The types that can be read and written, for messages.</summary>
    internal static string Readable { get; } = string.Join(", ", readable.Select(d => d.Name));

    /// <summary>Looks a spelling up. False for one the format does not have; a null type for one that TorchSharp does not have.</summary>
    internal static bool TryParse(string name, out ScalarType? dtype, out int bits)
    {
        var known = byName.TryGetValue(name, out var found);
        (dtype, bits) = found;
        return known;
    }

    /// <summary>The spelling of a torch type; null where the format is not written with it.</summary>
    internal static string? NameOf(ScalarType dtype) => names.GetValueOrDefault(dtype);

    /// <summary>Width of one element in bytes.</summary>
    internal static int SizeOf(ScalarType dtype) => byName[names[dtype]].Bits / 8;
}
