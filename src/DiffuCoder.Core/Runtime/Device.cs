using System.Globalization;
using TorchSharp;

namespace DiffuCoder.Runtime;

/// <summary>Where a model's weights live and where it computes. Chosen explicitly; never a silent fall-back.</summary>
public sealed record Device
{
    private Device(string name, int index)
    {
        Name = name;
        Index = index;
    }

    /// <summary>The processor; always there.</summary>
    public static Device Cpu { get; } = new("cpu", -1);

    /// <summary>The first CUDA device. Using it where there is none throws <see cref="DeviceException"/>.</summary>
    public static Device Cuda { get; } = CudaAt(0);

    /// <summary>The name torch gives it: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public string Name { get; }

    /// <summary>Which CUDA device, counted from 0; -1 for the processor.</summary>
    public int Index { get; }

    /// <summary>True for a CUDA device.</summary>
    public bool IsCuda => Index >= 0;

    /// <summary>A CUDA device by its number. Using it where there is none throws <see cref="DeviceException"/>.</summary>
    /// <param name="index">Counted from 0, in CUDA's order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public static Device CudaAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(string.Create(CultureInfo.InvariantCulture, $"cuda:{index}"), index);
    }

    /// <summary>Reads a device's name: <c>cpu</c>, <c>cuda</c> (the first one) or <c>cuda:1</c>.</summary>
    /// <param name="name">The name, in lower case as torch writes it.</param>
    /// <exception cref="DeviceException">It is no such name.</exception>
    public static Device Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "cpu") return Cpu;
        if (name == "cuda") return Cuda;
        return name.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? CudaAt(index)
            : throw new DeviceException($"'{name}' is not a device: expected cpu, cuda, or cuda: and a number.");
    }

    /// <summary>The torch device, after checking that it is there.</summary>
    /// <exception cref="DeviceException">libtorch cannot be loaded, or CUDA was asked for and libtorch does not see that device.</exception>
    public torch.Device Resolve()
    {
        if (!IsCuda)
        {
            TorchNative.Load();
            return new torch.Device(DeviceType.CPU);
        }
        if (!TorchNative.LoadWithCuda())
            throw new DeviceException(
                $"{Name} was asked for, but the libtorch that was loaded sees no CUDA device. "
                    + "Reference a CUDA build of libtorch (the package TorchSharp-cuda-linux or TorchSharp-cuda-windows "
                    + $"{NativeFolders.TorchSharpVersion}) on a machine with one, or use Device.Cpu.");
        var count = torch.cuda.device_count();
        if (Index >= count)
            throw new DeviceException($"{Name} was asked for, but there are {count} CUDA devices: cuda:0 to cuda:{count - 1}.");
        return new torch.Device(DeviceType.CUDA, Index);
    }

    /// <summary>
    /// Whether the processor multiplies bfloat16 itself (AVX512_BF16 or AMX-BF16 with the registers of AVX-512 in use; BF16 of ARM, on Linux).
    /// Where it does not, computing in bfloat16 is up to 19 times slower than in float32.
    /// </summary>
    public static bool CpuHasFastBFloat16 => Bfloat16Support.OfThisMachine.IsThere;

    /// <summary>
    /// What was loaded, one line each: versions, where the native libraries came from, the processor, the precision that it computes in by
    /// itself and why, the CUDA devices.
    /// </summary>
    /// <exception cref="DeviceException">libtorch could not be found or loaded.</exception>
    public static string Describe() => string.Join('\n', DeviceReport.Lines());

    /// <summary><see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
