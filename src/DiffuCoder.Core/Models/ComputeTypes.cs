using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>What a <see cref="Precision"/> comes to.</summary>
internal static class ComputeTypes
{
    /// <summary>On a device of this machine.</summary>
    public static ScalarType Of(Precision asked, Runtime.Device device, ScalarType stored) =>
        Of(asked, device.IsCuda, stored, Bfloat16Support.OfThisMachine.IsThere);

    /// <summary>On any device.</summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="isCuda">Whether it computes on CUDA.</param>
    /// <param name="stored">The type of the weights. What is computed in by itself is never narrower.</param>
    /// <param name="multipliesBfloat16">Whether the processor does.</param>
    public static ScalarType Of(Precision asked, bool isCuda, ScalarType stored, bool multipliesBfloat16) => asked switch
    {
        Precision.Float32 => ScalarType.Float32,
        Precision.BFloat16 => ScalarType.BFloat16,
        _ when isCuda => stored,
        _ => stored == ScalarType.BFloat16 && multipliesBfloat16 ? ScalarType.BFloat16 : ScalarType.Float32,
    };
}
