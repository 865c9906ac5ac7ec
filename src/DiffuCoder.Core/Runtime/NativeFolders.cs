using System.Reflection;
using System.Runtime.InteropServices;

namespace DiffuCoder.Runtime;

/// <summary>Where libtorch and TorchSharp's library over it may lie.</summary>
internal static class NativeFolders
{
    /// <summary>The environment variable that names the folder of a libtorch of the user's choice. When it is set, no other is looked at.</summary>
    public const string Variable = "DIFFUCODER_LIBTORCH";

    /// <summary>The version of the package TorchSharp that the kit was built with.</summary>
    public static string TorchSharpVersion { get; } = Metadata("TorchSharpVersion");

    /// <summary>The version of the packages <c>libtorch-*</c> that this TorchSharp needs.</summary>
    public static string LibTorchVersion { get; } = Metadata("LibTorchVersion");

    /// <summary>The system as packages call it: <c>linux-x64</c>.</summary>
    public static string System { get; } = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>The package with libtorch for the processor.</summary>
    public static string LibTorchPackage { get; } = $"libtorch-cpu-{System}";

    /// <summary>
    /// The folders to look into for a file of a package, the most specific first: those of the program (an executable or a test keeps its libraries
    /// there) and of the loader, then the package itself in the caches of NuGet (F# Interactive and notebooks load from there).
    /// </summary>
    /// <param name="package">For example <c>torchsharp</c>.</param>
    /// <param name="version">Its version.</param>
    /// <param name="program">The program's folder.</param>
    /// <param name="assemblies">The folders from which the kit and TorchSharp were loaded; packages are looked for next to theirs.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static IEnumerable<string> Of(
        string package, string version, string program, IEnumerable<string> assemblies, Func<string, string?> variable)
    {
        var native = Path.Combine("runtimes", System, "native");
        var loaded = assemblies.ToList();
        var loader = (variable("LD_LIBRARY_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        // a package's assembly lies in <cache>/<package>/<version>/lib/<framework>
        var caches = loaded.Select(folder => Path.GetFullPath(Path.Combine(folder, "..", "..", "..", "..")))
            .Append(variable("NUGET_PACKAGES") ?? "")
            .Append(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"))
            .Where(Path.IsPathRooted);
        return loaded.Prepend(program).SelectMany(folder => new[] { Path.Combine(folder, native), folder })
            .Concat(loader.Where(Path.IsPathRooted)) // never from the working folder, which may be anybody's
            .Concat(caches.Select(cache => Path.Combine(cache, package.ToLowerInvariant(), version, native)))
            .Select(Path.TrimEndingDirectorySeparator)
            .Distinct();
    }

    private static string Metadata(string key) =>
        typeof(NativeFolders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == key).Value!;
}
