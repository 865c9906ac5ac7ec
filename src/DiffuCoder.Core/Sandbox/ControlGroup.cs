using System.Globalization;

namespace DiffuCoder.Sandbox;

/// <summary>
/// Kernel limits on a worker and all it starts together, where this process may make control groups (cgroups(7), version 1 or 2). Where it may not, the warden's
/// own watch is what remains.
/// </summary>
internal sealed class ControlGroup : IDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const long OfWarden = 64 << 20;
    private static readonly Lazy<string[]> Parents = new(FindParents);
    private static int count;

    private SandboxLimits? current;

    private ControlGroup(string[] folders) => Folders = folders;

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
            Write(folder, "pids.max", limits.Processes + 4); // the warden is one; a little air, so that the limit of each process speaks first
            // files of the private folder are memory too
            Write(folder, "memory.max", limits.MemoryBytes + limits.FileBytes + OfWarden);
            Write(folder, "memory.limit_in_bytes", limits.MemoryBytes + limits.FileBytes + OfWarden);
            Write(folder, "memory.swap.max", 0);
        }
    }

    private static void Write(string folder, string file, long value)
    {
        var path = Path.Combine(folder, file);
        if (File.Exists(path)) File.WriteAllText(path, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Where groups can be made, after the ones of processes that were killed are cleared away.</summary>
    private static string[] FindParents()
    {
        try
        {
            var lines = File.ReadLines("/proc/self/cgroup").Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3).ToArray();
            string[] parents = File.Exists($"{Root}/cgroup.controllers")
                ? [.. lines.Where(parts => parts[0] == "0").Select(parts => Path.GetDirectoryName(parts[2])).OfType<string>().Select(path => Root + path).Where(Hands)]
                : [.. lines.SelectMany(parts => parts[1].Split(',').Where(name => name is "pids" or "memory").Select(name => $"{Root}/{name}{parts[2]}"))];
            foreach (var parent in parents) Try(parent);
            return parents;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Whether the groups below one of version 2 get both controllers.</summary>
    private static bool Hands(string folder) =>
        File.ReadAllText(Path.Combine(folder, "cgroup.subtree_control")).Split([' ', '\n']) is var names && names.Contains("pids") && names.Contains("memory");

    private static void Try(string parent)
    {
        foreach (var left in Directory.GetDirectories(parent, "diffucoder-*"))
            if (!Directory.Exists($"/proc/{Path.GetFileName(left).Split('-')[1]}")) Remove(left);
        var probe = Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"diffucoder-{Environment.ProcessId}-0"));
        Directory.CreateDirectory(probe);
        Remove(probe);
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

    /// <summary>Removes the group, whose processes must have ended.</summary>
    public void Dispose()
    {
        foreach (var folder in Folders) Remove(folder);
    }
}
