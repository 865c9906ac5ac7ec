using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace DiffuCoder.Runtime;

/// <summary>What a bug report needs to know of the machine.</summary>
internal static class DeviceReport
{
    public static IEnumerable<string> Lines()
    {
        foreach (var line in TorchNative.Origin.Split('\n').Prepend(Versions())) yield return line;
        yield return Processor();
        yield return Precision(Bfloat16Support.OfThisMachine);
        if (!torch.cuda.is_available())
        {
            yield return "cuda: none";
            yield break;
        }
        for (var i = 0; i < torch.cuda.device_count(); i++) yield return CudaDevice(i);
    }

    private static string Versions()
    {
        var kit = typeof(DeviceReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        var torchSharp = typeof(torch).Assembly.GetName().Version!.ToString(3);
        return $"DiffuCoder.Kit {kit}, TorchSharp {torchSharp}, libtorch {Version.Parse(torch.__version__).ToString(3)}, "
            + $"{RuntimeInformation.FrameworkDescription}";
    }

    private static string Processor()
    {
        var memory = Gibibytes((ulong)MachineMemory.Bytes);
        return $"cpu: {RuntimeInformation.ProcessArchitecture}, {string.Join(", ", Instructions())}, {torch.get_num_threads()} threads, {memory}";
    }

    /// <summary>The vector instructions that decide how fast torch is here.</summary>
    private static IEnumerable<string> Instructions()
    {
        if (Avx2.IsSupported) yield return "AVX2";
        if (Avx512F.IsSupported) yield return "AVX-512";
        if (Bfloat16Support.OfThisMachine.IsThere) yield return "bfloat16";
        if (AdvSimd.IsSupported) yield return "NEON";
        if (!Avx2.IsSupported && !AdvSimd.IsSupported) yield return "no wide vectors";
    }

    /// <summary>What <c>Precision.Automatic</c> comes to on the processor, and why.</summary>
    public static string Precision(Bfloat16Support support) => support.IsThere
        ? $"precision on the cpu: bfloat16 for weights stored so, which it multiplies ({support.By}), float32 for others"
        : $"precision on the cpu: float32, which is faster here than bfloat16 ({support.By}; Precision.BFloat16 asks for that)";

    private static string CudaDevice(int index) =>
        CudaDriver.TryDescribe(index) is var (name, bytes)
            ? $"cuda:{index}: {name}, {Gibibytes(bytes)}"
            : $"cuda:{index}: the driver does not name it";

    private static string Gibibytes(ulong bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):f1} GiB of memory");
}
