using System.Diagnostics;
using System.Text.Json;

namespace DiffuCoder.Sandbox;

/// <summary>What stands between a worker and the host, as a command line.</summary>
/// <param name="Python">The interpreter.</param>
/// <param name="Bubblewrap">The program that builds the walls; null: none.</param>
/// <param name="Version">Its version.</param>
/// <param name="Libraries">Folders to import from.</param>
internal sealed record Isolation(string Python, string? Bubblewrap, Version Version, IReadOnlyList<string> Libraries)
{
    // bubblewrap maps the user inside to the one who starts it. Started by root that would be root, for whom the kernel counts no processes.
    private const int Nobody = 65534;
    private static readonly string[] Interpreter = ["-s", "-S", "-B", "-X", "utf8", "-c"];

    public bool IsStrong => Bubblewrap is not null;

    /// <summary>Whether control groups are used where they can be made; false only to try the sandbox without.</summary>
    public bool UsesGroups { get; init; } = true;

    /// <summary>Whether the kernel limits all processes of a worker together.</summary>
    public bool IsGrouped => IsStrong && UsesGroups && ControlGroup.IsPossible;

    public string Description => !IsStrong ? "unsafe" : IsGrouped ? $"bubblewrap {Version} with control groups" : $"bubblewrap {Version}";

    /// <summary>The user that the kernel knows a candidate by, if not the caller.</summary>
    public static int User => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? Nobody : 0;

    /// <summary>How a worker is started.</summary>
    /// <param name="code">The code given to the interpreter.</param>
    /// <param name="address">Where it connects to; empty: nowhere.</param>
    /// <param name="groups">Control groups to join.</param>
    /// <param name="quiet">Whether what bubblewrap says is dropped.</param>
    public ProcessStartInfo Start(string code, string address, IReadOnlyList<string> groups, bool quiet = true)
    {
        string[] python = [Python, .. Interpreter, code];
        var info = new ProcessStartInfo(Python, ["-I", "-S", "-c", PythonSources.Launch, JsonSerializer.Serialize(new
        {
            groups,
            address,
            user = IsStrong ? User : 0, // without walls the child changes its user itself
            quiet,
            command = IsStrong ? [Bubblewrap!, .. Walls(), .. python] : python,
        })]);
        info.Environment.Clear();
        info.Environment["PYTHONHASHSEED"] = "0";
        info.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        info.RedirectStandardInput = true;
        info.RedirectStandardError = !quiet;
        return info;
    }

    private IEnumerable<string> Walls()
    {
        string[] fixedPart =
        [
            // the template needs all rights inside, to build the walls of each run; children give them up
            "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--as-pid-1", "--cap-add", "ALL",
            "--uid", "1000", "--gid", "1000",
            // glibc reserves 64 MiB of address space for each thread's own heap, which the limit of memory would count
            "--hostname", "sandbox", "--clearenv", "--setenv", "PYTHONHASHSEED", "0", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", "/tmp",
            "--setenv", "LANG", "C.UTF-8", "--setenv", "MALLOC_ARENA_MAX", "2", "--ro-bind", "/usr", "/usr", "--proc", "/proc",
            // not --dev, which has terminals and a writable folder without a limit
            "--tmpfs", "/dev", "--symlink", "/proc/self/fd", "/dev/fd", "--symlink", "/proc/self/fd/0", "/dev/stdin", "--symlink", "/proc/self/fd/1",
            "/dev/stdout",
            "--symlink", "/proc/self/fd/2", "/dev/stderr", "--symlink", "/tmp", "/dev/shm",
        ];
        var devices = new[] { "null", "zero", "full", "random", "urandom" }.SelectMany(
            name => new[] { "--dev-bind", $"/dev/{name}", $"/dev/{name}" });
        return
        [
            .. fixedPart, .. devices, .. SystemFolders(), .. PythonFolders(),
            .. Libraries.Zip(LibrariesInside).SelectMany(folder => new[] { "--ro-bind", folder.First, folder.Second }),
            "--tmpfs", "/tmp", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "--",
        ];
    }

    /// <summary><c>/lib</c> and its like are links into <c>/usr</c> on most systems, folders on some.</summary>
    private static IEnumerable<string> SystemFolders()
    {
        foreach (var name in new[] { "/bin", "/lib", "/lib32", "/lib64" })
        {
            var folder = new DirectoryInfo(name);
            if (!folder.Exists) continue;
            foreach (var part in folder.LinkTarget is { } target ? new[] { "--symlink", target, name } : ["--ro-bind", name, name]) yield return part;
        }
    }

    /// <summary>Where the folders to import from are seen inside: in places of their own, since a run has its own of some of the host's.</summary>
    public IReadOnlyList<string> LibrariesInside => IsStrong ? [.. Libraries.Select((_, number) => $"/libraries/{number}")] : Libraries;

    /// <summary>Where an interpreter that is not the system's has its library.</summary>
    private IEnumerable<string> PythonFolders()
    {
        var prefix = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(File.ResolveLinkTarget(Python, true)?.FullName ?? Python)))!;
        return new[] { prefix, Path.GetDirectoryName(Path.GetDirectoryName(Python))! }
            .Where(folder => folder.Length > 1 && folder != "/usr" && !folder.StartsWith("/usr/", StringComparison.Ordinal))
            .Distinct().SelectMany(folder => new[] { "--ro-bind", folder, folder });
    }
}
