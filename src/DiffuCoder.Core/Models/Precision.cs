namespace DiffuCoder.Models;

/// <summary>The type a model computes in. Weights stay as they are stored and are widened layer by layer.</summary>
public enum Precision
{
    /// <summary>float32 on a processor, the stored type on CUDA.</summary>
    Automatic,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>bfloat16. On a processor without instructions for it about 19 times slower than float32.</summary>
    BFloat16,
}
