using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace DiffuCoder.Runtime;

/// <summary>Finds and loads libtorch (CPU) before TorchSharp looks for it, so that scripts need no LD_LIBRARY_PATH.</summary>
public static class TorchNative
{
    const string TorchSharpVersion = "0.107.0", LibTorchVersion = "2.10.0";
    static readonly object gate = new();
    static bool done;

    /// <summary>What <see cref="Load"/> did, line by line.</summary>
    public static string Log { get { lock (gate) return log.ToString(); } }
    static readonly StringBuilder log = new();

#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Init() => Load();
#pragma warning restore CA2255

    /// <summary>Makes libtorch ready; does nothing the second time.</summary>
    public static void Load()
    {
        lock (gate)
        {
            if (done || !OperatingSystem.IsLinux()) return;
            done = true;
            var shim = Find("libLibTorchSharp.so", $"torchsharp/{TorchSharpVersion}");
            var torch = Find("libtorch_cpu.so", $"libtorch-cpu-linux-x64/{LibTorchVersion}");
            if (shim is null || torch is null) { log.AppendLine("not found: left to TorchSharp"); return; }
            var dir = Path.GetDirectoryName(torch)!;
            foreach (var n in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" })
                if (!NativeLibrary.TryLoad(Path.Combine(dir, n), out _)) { log.AppendLine($"cannot load {n} of {dir}"); return; }
            if (NativeLibrary.TryLoad(shim, out _)) { log.AppendLine($"loaded {shim}"); return; }
            var bytes = File.ReadAllBytes(shim);
            if (!WeakenVersionNeed(bytes, "GLIBCXX_3.4.32")) { log.AppendLine($"cannot load {shim}"); return; }
            var copy = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "diffucoder", $"torchsharp-{TorchSharpVersion}", "libLibTorchSharp.so");
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (!File.Exists(copy) || new FileInfo(copy).Length != bytes.Length)
            {
                var tmp = $"{copy}.{Environment.ProcessId}";
                File.WriteAllBytes(tmp, bytes);
                File.Move(tmp, copy, true);
            }
            log.AppendLine(NativeLibrary.TryLoad(copy, out _) ? $"loaded the weakened copy {copy}" : $"cannot load {copy}");
        }
    }

    static string? Find(string file, string package)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES");
        if (string.IsNullOrEmpty(packages)) packages = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var here = Path.GetDirectoryName(typeof(TorchNative).Assembly.Location);
        IEnumerable<string?> dirs =
        [
            Environment.GetEnvironmentVariable("DIFFUCODER_LIBTORCH"),
            Path.Combine(AppContext.BaseDirectory, "runtimes/linux-x64/native"), AppContext.BaseDirectory,
            here is null ? null : Path.Combine(here, "runtimes/linux-x64/native"),
            Path.Combine(packages, package, "runtimes/linux-x64/native"),
        ];
        return dirs.Where(d => !string.IsNullOrEmpty(d)).Select(d => Path.Combine(d!, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>Sets VER_FLG_WEAK on an ELF64 file's needs for a symbol version. True if one was there.</summary>
    static bool WeakenVersionNeed(byte[] b, string version)
    {
        uint h = 0;
        foreach (var c in version) { h = (h << 4) + c; var g = h & 0xf0000000u; if (g != 0) h ^= g >> 24; h &= ~g; }
        if (b.Length < 64 || b[0] != 0x7F || b[1] != 'E' || b[4] != 2) return false;
        int size = BitConverter.ToUInt16(b, 0x3A), count = BitConverter.ToUInt16(b, 0x3C);
        var found = false;
        for (var i = 0; i < count; i++)
        {
            var section = (int)BitConverter.ToInt64(b, 0x28) + i * size;
            if (BitConverter.ToUInt32(b, section + 4) != 0x6ffffffe) continue; // SHT_GNU_verneed
            for (var need = (int)BitConverter.ToInt64(b, section + 0x18); ;)
            {
                var aux = need + BitConverter.ToInt32(b, need + 8);
                for (int k = BitConverter.ToUInt16(b, need + 2); k > 0; k--, aux += BitConverter.ToInt32(b, aux + 12))
                    if (BitConverter.ToUInt32(b, aux) == h) { b[aux + 4] |= 2; found = true; }
                var next = BitConverter.ToInt32(b, need + 12);
                if (next == 0) break;
                need += next;
            }
        }
        return found;
    }
}
