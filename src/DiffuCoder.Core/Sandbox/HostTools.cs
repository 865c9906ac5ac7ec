using System.Diagnostics;

namespace DiffuCoder.Sandbox;

/// <summary>What the host must have, and the line that mends it where it has not.</summary>
internal static class HostTools
{
    private const string Install = "apt-get install -y bubblewrap python3";

    /// <param name="options">Which Python, which libraries.</param>
    /// <param name="path">Where programs are looked for; null: as the environment says.</param>
    public static Isolation Strong(SandboxOptions options, string? path = null)
    {
        if (!OperatingSystem.IsLinux())
            throw new SandboxException("Untrusted code is isolated by bubblewrap, which needs Linux (on Windows: WSL 2).");
        var bubblewrap = Find("bwrap", path) ?? throw new SandboxException($"bubblewrap (bwrap) is not on the path; install it: {Install}");
        return new Isolation(
            Uncovered(Python(options)), bubblewrap, VersionOf(bubblewrap), Libraries(options));
    }

    public static Isolation None(SandboxOptions options) => OperatingSystem.IsWindows()
        ? throw new SandboxException("Programs cannot be run on Windows, not even without walls: the workers need fork. Use WSL 2.")
        : new Isolation(Python(options), null, new Version(), Libraries(options));

    /// <summary>Why a worker did not come up, from a start whose messages are read.</summary>
    public static SandboxException Diagnose(Isolation isolation)
    {
        using var process = Launcher.Start(isolation.Start("import ctypes, resource", "", [], quiet: false));
        process.StandardInput.Close();
        var said = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        if (process.ExitCode == 0)
            return new SandboxException($"A worker did not come up, though {isolation.Python} runs in {isolation.Description}.");
        return new SandboxException($"{isolation.Python} does not run in {isolation.Description}: {said}. {Remedy(said)}");
    }

    /// <summary>A worker came up and could not build the walls of a run.</summary>
    public static SandboxException Refused(Isolation isolation, string said) =>
        new($"{isolation.Description} runs, and inside it the walls of a run cannot be built: {said}. {Remedy(said)}");

    private static string Remedy(string said)
    {
        if (said.Contains("ModuleNotFoundError", StringComparison.Ordinal))
            return $"The interpreter lacks a part of its standard library; install it: {Install}";
        if (Says("/proc/sys/kernel/unprivileged_userns_clone", "0"))
            return "User namespaces are off; turn them on: sysctl kernel.unprivileged_userns_clone=1";
        if (Says("/proc/sys/user/max_user_namespaces", "0")) return "User namespaces are off; turn them on: sysctl user.max_user_namespaces=10000";
        if (Says("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1"))
            return "AppArmor forbids user namespaces; allow them: sysctl kernel.apparmor_restrict_unprivileged_userns=0";
        if (said.Contains("uid map", StringComparison.Ordinal))
            return "Unprivileged user namespaces are forbidden here; allow them, or run as root: "
                + "sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0";
        if (said.Contains("filter of system calls is known", StringComparison.Ordinal)) return "The sandbox runs on x86-64 and 64-bit ARM.";
        if (said.Contains("Can't find source path", StringComparison.Ordinal) || said.Contains("Permission denied", StringComparison.Ordinal))
            return $"The walls are built as user {(Isolation.User == 0 ? "of this process" : "nobody")}, "
                + "who must be able to read the interpreter and the libraries.";
        return "In a container, user namespaces must be allowed: for Docker, "
            + "run it with --security-opt seccomp=unconfined --security-opt systempaths=unconfined";
    }

    private static bool Says(string file, string value) => File.Exists(file) && File.ReadAllText(file).Trim() == value;

    private static string Python(SandboxOptions options)
    {
        if (options.Python is { } named)
            return Path.IsPathRooted(named) && File.Exists(named)
                ? named
                : throw new SandboxException($"Python is '{named}'; it must be the absolute path of an interpreter.");
        return File.Exists("/usr/bin/python3")
            ? "/usr/bin/python3"
            : Find("python3") ?? throw new SandboxException($"python3 is not on the path; install it: {Install}");
    }

    private static IReadOnlyList<string> Libraries(SandboxOptions options) =>
        options.Libraries.FirstOrDefault(folder => !Path.IsPathRooted(folder) || !Directory.Exists(folder)) is { } wrong
            ? throw new SandboxException($"Libraries has '{wrong}'; it must be the absolute path of a folder.")
            : options.Libraries;

    /// <summary>Refuses an interpreter that would not be seen inside, where these folders are the run's own.</summary>
    private static string Uncovered(string python) =>
        new[] { "/tmp/", "/proc/", "/dev/" }.FirstOrDefault(own => Path.GetFullPath(python).StartsWith(own, StringComparison.Ordinal)) is { } covered
            ? throw new SandboxException(
                $"Python is '{python}'; inside, {covered} is each run's own, so it would not be there. Put it elsewhere, such as /var/tmp or /opt.")
            : python;

    private static string? Find(string name, string? path = null) =>
        (path ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    private static Version VersionOf(string bubblewrap)
    {
        using var process = Process.Start(new ProcessStartInfo(bubblewrap, ["--version"]) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return Version.TryParse(said.Split(' ')[^1], out var version) ? version : new Version(0, 0);
    }
}
