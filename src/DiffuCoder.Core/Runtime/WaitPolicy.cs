using System.Runtime.InteropServices;

namespace DiffuCoder.Runtime;

/// <summary>
/// How threads of libtorch wait for each other on Linux. Its OpenMP library spins by itself for a long while, and with any other process computing
/// beside it every wait costs a time slice: a generation of half a second takes 3 to 32. With a short spin it gives way. The library reads its
/// settings when it is loaded; the user's own win.
/// </summary>
/// <param name="Settings">Variables to hand to the native library, which does not see what .NET sets.</param>
/// <param name="Description">What was chosen, and by whom.</param>
internal sealed partial record WaitPolicy(IReadOnlyList<(string Name, string Value)> Settings, string Description)
{
    private const string SpinCount = "GOMP_SPINCOUNT", Policy = "OMP_WAIT_POLICY", Library = "libgomp";

    /// <summary>Turns of a spin before a thread sleeps: no slower alone, and 3 instead of 6 to 60 times slower beside another process.</summary>
    private const string Turns = "1000";

    /// <summary>What is to be set, from the variables of the process.</summary>
    /// <param name="variable">The value of a variable, null where it is not set.</param>
    /// <param name="isLoaded">Whether the OpenMP library is there already.</param>
    public static WaitPolicy Choose(Func<string, string?> variable, bool isLoaded)
    {
        var given = new[] { SpinCount, Policy }.Select(name => (Name: name, Value: variable(name)))
            .Where(setting => !string.IsNullOrEmpty(setting.Value)).ToList();
        var words = string.Join(", ", given.Select(setting => $"{setting.Name}={setting.Value}"));
        return (given.Count, isLoaded) switch
        {
            (0, false) =>
                new([(SpinCount, Turns)], $"threads wait: {Turns} turns, then asleep (the kit's choice; {SpinCount} or {Policy} set another)"),
            (0, true) => new([], $"threads wait: as {Library} does by itself, which was loaded before the kit; "
                + $"set {SpinCount}={Turns} before the program starts if it crawls beside others"),
            (_, false) => new([.. given.Select(setting => (setting.Name, setting.Value!))], $"threads wait: by {words}"),
            (_, true) => new([], $"threads wait: by {words}, if set before {Library} was loaded"),
        };
    }

    /// <summary>Sets what is to be set, before libtorch is loaded.</summary>
    /// <returns>What was chosen.</returns>
    public static WaitPolicy Apply()
    {
        var policy = Choose(Environment.GetEnvironmentVariable, IsLoaded());
        foreach (var (name, value) in policy.Settings) _ = SetVariable(name, value, 1);
        return policy;
    }

    private static bool IsLoaded()
    {
        try
        {
            return File.ReadLines("/proc/self/maps").Any(line => line.Contains(Library, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
