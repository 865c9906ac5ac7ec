namespace DiffuCoder.Models;

/// <summary>
/// The type a model computes in. Weights stay as they are stored and are cast layer by layer. Whatever it is, statistics of norms, rotary
/// angles, softmax and losses are worked out in float32, and logits are handed out as float32.
/// </summary>
public enum Precision
{
    /// <summary>
    /// The type of the weights where the device multiplies it, else float32. So weights stored in bfloat16 compute in bfloat16 on a processor
    /// with instructions for it (AVX512_BF16, AMX-BF16, BF16 of ARM) and in float32 on any other; on CUDA it is the stored type whatever that is.
    /// float32 weights compute in float32 everywhere, and so does what <see cref="MaskedLanguageModel.Create"/> and
    /// <see cref="MaskedLanguageModel.Adapt"/> make to be trained. A low-rank adapter over a model that was loaded so computes in float32 on a
    /// processor, since it is trained too. <see cref="Runtime.Device.Describe"/> says what is chosen on this machine.
    /// </summary>
    Automatic,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>
    /// bfloat16, with 8 bits of precision. Results differ a little from those in float32. On a processor without instructions for it up to 19
    /// times slower than float32.
    /// </summary>
    BFloat16,
}
