using TorchSharp;

namespace DiffuCoder.Runtime;

/// <summary>Where a model's weights live and where it computes. Chosen explicitly; never a silent fall-back.</summary>
public sealed record Device
{
    private Device(string name) => Name = name;

    /// <summary>The processor; always there.</summary>
    public static Device Cpu { get; } = new("cpu");

    /// <summary>The first CUDA device. Using it where there is none throws <see cref="DeviceException"/>.</summary>
    public static Device Cuda { get; } = new("cuda:0");

    /// <summary>The name torch gives it: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public string Name { get; }

    /// <summary>True for a CUDA device.</summary>
    public bool IsCuda => Name.StartsWith("cuda", StringComparison.Ordinal);

    /// <summary>The torch device, after checking that it is there.</summary>
    /// <exception cref="DeviceException">CUDA was asked for and libtorch sees none.</exception>
    public torch.Device Resolve()
    {
        TorchNative.Load();
        if (IsCuda && !torch.cuda.is_available())
            throw new DeviceException($"{Name} was asked for, but the libtorch that was loaded sees no CUDA device. Reference a CUDA build of libtorch, or use Device.Cpu.");
        return new torch.Device(Name);
    }

    /// <summary>What was loaded: library version, devices, threads; one line each.</summary>
    public static string Describe()
    {
        TorchNative.Load();
        torch.InitializeDeviceType(DeviceType.CPU);
        return $"libtorch {torch.__version__}, cpu, {torch.get_num_threads()} threads";
    }
}
