using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DiffuCoder.Runtime;

/// <summary>
/// Whether the processor multiplies bfloat16 itself and faster than float32, by its own flags. Elsewhere libtorch emulates it, up to 19 times slower
/// than float32, or the instructions do no more at once than those of float32: a Xeon with AVX512_BF16 and without AMX generates 1.5 times as slowly.
/// </summary>
/// <param name="IsThere">Whether it does.</param>
/// <param name="By">The instructions that do, or those that are missing.</param>
internal sealed record Bfloat16Support(bool IsThere, string By)
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>The first four letters of its name in EBX of CPUID leaf 0: "Genu".</summary>
    private const int Intel = 0x756E6547;

    /// <summary>That of this processor.</summary>
    public static Bfloat16Support OfThisMachine { get; } =
        X86Base.IsSupported ? OfX86(Leaf7(0).Edx, Leaf7(1).Eax, Avx512F.IsSupported, X86Base.CpuId(0, 0).Ebx == Intel)
        : AdvSimd.IsSupported ? OfArm(File.Exists(CpuInfo) ? File.ReadAllText(CpuInfo) : "")
        : new(false, "no instructions that are known to");

    /// <summary>On x86, from CPUID leaf 7 (Intel SDM volume 2A).</summary>
    /// <param name="edx0">EDX of its subleaf 0: bit 22 is AMX-BF16.</param>
    /// <param name="eax1">EAX of its subleaf 1: bit 5 is AVX512_BF16.</param>
    /// <param name="keepsWideRegisters">Whether the system keeps the registers of AVX-512, without which libtorch uses neither.</param>
    /// <param name="isIntel">Whether it is of Intel, whose vectors of bfloat16 are slower than those of float32.</param>
    public static Bfloat16Support OfX86(int edx0, int eax1, bool keepsWideRegisters, bool isIntel)
    {
        var (tiles, vectors) = (((edx0 >> 22) & 1) == 1, ((eax1 >> 5) & 1) == 1);
        return (tiles || vectors, keepsWideRegisters) switch
        {
            (false, _) => new(false, "neither AVX512_BF16 nor AMX-BF16"),
            (true, false) => new(false, "no AVX-512 registers, which are switched off"),
            _ when isIntel && !tiles => new(false, "AVX512_BF16 without AMX-BF16, which is slower than float32 on Intel"),
            _ => new(true, tiles ? "AMX-BF16" : "AVX512_BF16"),
        };
    }

    /// <summary>On ARM, from what Linux says of the processor; other systems do not say it there.</summary>
    /// <param name="cpuInfo">The text of <c>/proc/cpuinfo</c>.</param>
    public static Bfloat16Support OfArm(string cpuInfo) =>
        cpuInfo.Split('\n').Where(line => line.StartsWith("Features", StringComparison.Ordinal)).Any(line => line.Split(' ').Contains("bf16"))
            ? new(true, "BF16")
            : new(false, "no BF16");

    private static (int Eax, int Ebx, int Ecx, int Edx) Leaf7(int subleaf) =>
        X86Base.CpuId(0, 0).Eax >= 7 && X86Base.CpuId(7, 0).Eax >= subleaf ? X86Base.CpuId(7, subleaf) : default;
}
