namespace DiffuCoder.Models;

/// <summary>
/// The type a model computes in. Weights stay as they are stored and are cast layer by layer. Whatever it is, statistics of norms, rotary angles, softmax and
/// losses are worked out in float32, and logits are handed out as float32.
/// </summary>
public enum Precision
{
    /// <summary>
    /// The type of the weights where the device multiplies it, else float32: weights stored in bfloat16 compute in bfloat16 on a processor that has instructions
    /// for it (AVX512_BF16, AMX-BF16, BF16 of ARM), and in float32 on any other; on CUDA the stored type whatever it is. float32 weights compute in float32
    /// everywhere, so that what <see cref="MaskedLanguageModel.Create"/> and <see cref="MaskedLanguageModel.Adapt"/> make to be trained does. A low-rank adapter
    /// over a model loaded so computes in float32 on a processor, for the same reason. <see cref="Runtime.Device.Describe"/> says which it is here.
    /// </summary>
    Automatic,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>
    /// bfloat16, with 8 bits of precision. Results differ a little from those in float32. On a processor without instructions for it up to 19 times slower than
    /// float32.
    /// </summary>
    BFloat16,
}
