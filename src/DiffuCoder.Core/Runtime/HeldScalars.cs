using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Runtime;

/// <summary>
/// Arithmetic with numbers, which are held until it is done: TorchSharp's operators free the native
/// scalar that they make of a number as soon as nobody holds it, which can be while the native call still
/// reads it. Every addition has such a number, the factor of its second term, and a square its exponent.
/// </summary>
internal static class HeldScalars
{
    // held as long as the process lives
    private static readonly Scalar Zero = 0, One = 1;

    public static Tensor Plus(this Tensor tensor, Tensor other) => tensor.add(other, One);

    public static Tensor Plus(this Tensor tensor, Scalar held) => tensor.add(held, One);

    public static Tensor Plus(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.Plus(held);
    }

    public static Tensor AddInPlace(this Tensor tensor, Tensor other) => tensor.add_(other, One);

    public static Tensor AddInPlace(this Tensor tensor, Scalar held) => tensor.add_(held, One);

    /// <summary>0, 1, ... below the end.</summary>
    public static Tensor Range(long end, ScalarType type, torch.Device device)
    {
        using Scalar held = end;
        return arange(Zero, held, One, type, device);
    }

    public static Tensor Times(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.mul(held);
    }

    public static Tensor DividedBy(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.div(held);
    }

    /// <summary>1 - x.</summary>
    public static Tensor OneMinus(this Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.neg().Plus(1).MoveToOuterDisposeScope();
    }
}
