using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Runtime;

/// <summary>
/// Arithmetic with numbers, which are held until it is done: TorchSharp's operators free the native scalar that they make of a number as soon as nobody
/// holds it, which can be while the native call still reads it.
/// </summary>
internal static class HeldScalars
{
    public static Tensor Plus(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.add(held);
    }

    public static Tensor Times(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.mul(held);
    }

    /// <summary>1 - x.</summary>
    public static Tensor OneMinus(this Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.neg().Plus(1).MoveToOuterDisposeScope();
    }
}
