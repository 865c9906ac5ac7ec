using System.Globalization;
using System.Runtime.InteropServices;

namespace DiffuCoder.Runtime;

/// <summary>
/// How many heaps ("arenas") glibc's malloc keeps on Linux: by itself 8 a core, which on few cores are fewer than a .NET process with libtorch has
/// threads. Threads that share one wait for each other at every allocation: updates in bfloat16 took twice as long where the thread that computes and
/// its helper were two of them. The user's own setting wins. It is too late where the limit was worked out already, from the ninth thread on.
/// </summary>
/// <param name="Limit">What malloc is told; null: nothing.</param>
/// <param name="Description">What was chosen, and by whom.</param>
internal sealed partial record MallocArenas(int? Limit, string Description)
{
    private const string Variable = "MALLOC_ARENA_MAX", Tunables = "GLIBC_TUNABLES", Tunable = "glibc.malloc.arena_max";

    /// <summary>From malloc.h.</summary>
    private const int ArenaMax = -8;

    /// <summary>An arena that nobody uses costs nothing, and those of threads that ended are used again.</summary>
    private const int Least = 128, PerCore = 32;

    /// <summary>What malloc is to be told, from the variables of the process.</summary>
    /// <param name="variable">The value of a variable, null where it is not set.</param>
    /// <param name="cores">Processors of the machine.</param>
    public static MallocArenas Choose(Func<string, string?> variable, int cores)
    {
        if (!string.IsNullOrEmpty(variable(Variable))) return new(null, $"arenas of malloc: by {Variable}={variable(Variable)}");
        if (variable(Tunables)?.Contains(Tunable, StringComparison.Ordinal) == true) return new(null, $"arenas of malloc: by {Tunables}");
        var limit = Math.Max(Least, PerCore * cores);
        return new(
            limit, string.Create(CultureInfo.InvariantCulture, $"arenas of malloc: at most {limit} (the kit's choice; {Variable} sets another)"));
    }

    /// <summary>Tells malloc, before libtorch starts threads.</summary>
    /// <returns>What was chosen.</returns>
    public static MallocArenas Apply()
    {
        var chosen = Choose(Environment.GetEnvironmentVariable, Environment.ProcessorCount);
        if (chosen.Limit is not { } limit) return chosen;
        try
        {
            return Tell(ArenaMax, limit) != 0 ? chosen : new(null, "arenas of malloc: as it has them by itself, which takes no setting");
        }
        catch (EntryPointNotFoundException)
        {
            return new(null, "arenas of malloc: as it has them by itself, since it is not glibc's");
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Tell(int parameter, int value);
}
