using System.Globalization;

namespace DiffuCoder.Runtime;

/// <summary>
/// Memory that the process may use in all. The runtime's own figure is not it: within a container it is the garbage collector's share.
/// </summary>
internal static class MachineMemory
{
    private const string Information = "/proc/meminfo";

    private static readonly string[] ContainerLimits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];

    /// <summary>In bytes: the machine's, or the container's where that is less.</summary>
    public static long Bytes { get; } = ContainerLimits.Select(Limit).Append(Installed()).OfType<long>()
        .DefaultIfEmpty(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes).Min();

    /// <summary>The line <c>MemTotal: N kB</c> of such a file; null where there is none.</summary>
    internal static long? Total(IEnumerable<string> lines) => lines
        .Where(line => line.StartsWith("MemTotal:", StringComparison.Ordinal))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(words => long.TryParse(words.ElementAtOrDefault(1), CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes * 1024 : (long?)null)
        .FirstOrDefault();

    private static long? Installed() => File.Exists(Information) ? Total(File.ReadLines(Information)) : null;

    // "max" is no limit; the older files have a number beyond all memory
    private static long? Limit(string file) =>
        File.Exists(file) && long.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
}
