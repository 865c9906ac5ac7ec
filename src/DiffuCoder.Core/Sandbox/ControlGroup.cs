using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace DiffuCoder.Sandbox;

/// <summary>
/// Kernel limits on a worker and all it starts together, where this process may make control groups (cgroups(7), version 1 or 2). Where it may not,
/// the watch of each template is what remains.
/// </summary>
internal sealed class ControlGroup : IDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const long OfHarness = 64 << 20;
    private static readonly Lazy<string[]> Parents = new(FindParents);

    /// <summary>The folders in which groups are made.</summary>
    public static IReadOnlyList<string> Places => Parents.Value;

    private static int count;

    private SandboxLimits? current;

    private ControlGroup(string[] folders) => Folders = folders;

    /// <summary>Whether it limits memory and processes and shares processors out.</summary>
    public bool IsWhole => Has("memory.max", "memory.limit_in_bytes") && Has("pids.max") && Has("cpu.weight", "cpu.shares");

    /// <summary>How many processes of it the kernel has ended for want of memory.</summary>
    public long MemoryKills => Existing("memory.events", "memory.oom_control").SelectMany(File.ReadLines)
        .Where(line => line.StartsWith("oom_kill ", StringComparison.Ordinal)).Sum(line => long.Parse(line.AsSpan(9), CultureInfo.InvariantCulture));

    private bool Has(params string[] files) => Existing(files).Any();

    /// <summary>Those of some files that there are; what one version calls one thing, the other calls another.</summary>
    private IEnumerable<string> Existing(params string[] files) =>
        Folders.SelectMany(folder => files.Select(file => Path.Combine(folder, file))).Where(File.Exists);

    /// <summary>The folders of the group: one, or one for each controller in version 1.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Whether workers get one here.</summary>
    public static bool IsPossible => Parents.Value.Length > 0;

    /// <summary>A new group, or null where none can be made.</summary>
    public static ControlGroup? TryCreate()
    {
        if (!IsPossible) return null;
        var name = string.Create(CultureInfo.InvariantCulture, $"diffucoder-{Environment.ProcessId}-{Interlocked.Increment(ref count)}");
        var group = new ControlGroup([.. Parents.Value.Select(parent => Path.Combine(parent, name))]);
        try
        {
            foreach (var folder in group.Folders) Directory.CreateDirectory(folder);
            group.Limit(new SandboxLimits());
            return group;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            group.Dispose();
            return null;
        }
    }

    /// <summary>Sets what a run may use.</summary>
    public void Limit(SandboxLimits limits)
    {
        if (current == limits) return;
        current = limits;
        foreach (var folder in Folders)
        {
            // the template and the first process are two; a little air, so that the limit of each process speaks first
            Write(folder, "pids.max", limits.Processes + 6);
            // files of the private folder are memory too
            Write(folder, "memory.max", limits.MemoryBytes + limits.FileBytes + OfHarness);
            Write(folder, "memory.limit_in_bytes", limits.MemoryBytes + limits.FileBytes + OfHarness);
            Write(folder, "memory.swap.max", 0);
        }
    }

    private static void Write(string folder, string file, long value)
    {
        var path = Path.Combine(folder, file);
        if (File.Exists(path)) File.WriteAllText(path, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Clears away the groups of processes that were killed.</summary>
    public static void ClearLeft()
    {
        foreach (var left in Parents.Value.SelectMany(parent => Directory.GetDirectories(parent, "diffucoder-*")))
            if (!IsOwned(left)) Remove(left);
    }

    /// <summary>Whether the process that made a group still runs; not another one that was given its number.</summary>
    private static bool IsOwned(string folder)
    {
        try
        {
            using var owner = Process.GetProcessById(int.Parse(Path.GetFileName(folder).Split('-')[1], CultureInfo.InvariantCulture));
            return owner.Id == Environment.ProcessId
                || owner.StartTime.ToUniversalTime() <= Directory.GetCreationTimeUtc(folder) + TimeSpan.FromSeconds(1);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException or Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Where groups can be made.</summary>
    private static string[] FindParents()
    {
        try
        {
            var lines = File.ReadLines("/proc/self/cgroup").Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3).ToArray();
            string[] parents = File.Exists($"{Root}/cgroup.controllers")
                ? [.. lines.Where(parts => parts[0] == "0").Select(parts => Path.GetDirectoryName(parts[2])).OfType<string>()
                    .Select(path => Root + path).Where(Hands)]
                : [.. lines.SelectMany(parts => parts[1].Split(',')
                    .Where(name => name is "pids" or "memory" or "cpu").Select(name => $"{Root}/{name}{parts[2]}"))];
            return [.. parents.Where(IsOpen)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>
    /// Whether the groups below one of version 2 get the controllers without which they are no use; that of processors need not be there.
    /// </summary>
    private static bool Hands(string folder) =>
        File.ReadAllText(Path.Combine(folder, "cgroup.subtree_control")).Split([' ', '\n']) is var names
            && names.Contains("pids") && names.Contains("memory");

    private static bool IsOpen(string parent)
    {
        var probe = Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"diffucoder-{Environment.ProcessId}-0"));
        try
        {
            Directory.CreateDirectory(probe);
            Remove(probe);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            // not Directory.Delete with its contents: the files of such a folder are the kernel's
            if (Directory.Exists(folder)) Directory.Delete(folder);
        }
        catch (IOException) { } // still in use: the next process to come clears it away
    }

    /// <summary>Removes the group, whose processes have ended or are just ending.</summary>
    public void Dispose()
    {
        for (var attempt = 0; attempt < 20 && Folders.Any(Directory.Exists); attempt++)
        {
            if (attempt > 0) Thread.Sleep(5);
            foreach (var folder in Folders) Remove(folder);
        }
    }
}
