using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Runtime;

/// <summary>The memory of tensors, for passes in managed code. Whoever reads or writes it keeps the tensor alive meanwhile.</summary>
internal static class TensorMemory
{
    /// <summary>
    /// Whether a pass in managed code can read it: in one piece, and as <see cref="Float32Elements"/> or <see cref="BFloat16Elements"/>.
    /// </summary>
    public static bool IsPlain(Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.dtype is (ScalarType.Float32 or ScalarType.BFloat16) && tensor.is_contiguous();

    /// <summary>Where a contiguous tensor on a processor begins.</summary>
    public static unsafe nint Address(Tensor tensor)
    {
        if (tensor.numel() * tensor.element_size() <= int.MaxValue) return Start(tensor);
        using var first = tensor.narrow(0, 0, 1); // what is longer than a span can be
        return Start(first);

        static nint Start(Tensor part) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(part.bytes));
    }
}
