using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace DiffuCoder.Runtime;

/// <summary>
/// Loads libtorch before TorchSharp looks for it. On Linux TorchSharp alone fails where the system's libstdc++ is older than GCC 13's
/// (Debian 12, Ubuntu 22.04), and from the package cache it first copies half a gigabyte. Other systems are left to TorchSharp.
/// </summary>
/// <remarks>
/// Happens by itself when TorchSharp is loaded after any type of the kit was used; who only uses the tokenizer never loads libtorch. A program that
/// calls TorchSharp before it touches the kit calls <see cref="Load"/> first.
/// </remarks>
public static class TorchNative
{
    private const string TorchSharpName = "TorchSharp";

    /// <summary>
    /// The one version of libstdc++'s symbols that TorchSharp's library asks for and does not use: <c>std::ios_base_library_init</c>, which compilers
    /// from GCC 13 on mention in every file that includes iostream. Nothing in the library refers to it.
    /// </summary>
    private const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>The version of libtorch that goes with the kit's TorchSharp, as the packages <c>libtorch-*</c> count it.</summary>
    public static string LibTorchVersion => NativeFolders.LibTorchVersion;

    private static readonly Lock Gate = new();
    private static bool tried;
    private static string origin = "";
    private static string? fault;

    /// <summary>Where libtorch and TorchSharp's library were loaded from, how its threads wait and what malloc was told, one line each.</summary>
    /// <exception cref="DeviceException">They could not be found or loaded.</exception>
    public static string Origin
    {
        get
        {
            Load();
            return origin;
        }
    }

    /// <summary>Makes libtorch ready; does nothing the second time.</summary>
    /// <exception cref="DeviceException">It could not be found or loaded; the message says where it was looked for and what to do.</exception>
    public static void Load()
    {
        Try();
        if (fault is not null) throw new DeviceException(fault);
        Initialise(DeviceType.CPU);
    }

    /// <summary>Makes a libtorch with CUDA ready.</summary>
    /// <returns>Whether it sees a CUDA device.</returns>
    /// <exception cref="DeviceException">libtorch could not be found or loaded.</exception>
    internal static bool LoadWithCuda()
    {
        Try();
        try
        {
            return Initialise(DeviceType.CUDA);
        }
        catch (DeviceException) when (fault is not null) // neither found here nor by TorchSharp, which knows the packages with CUDA
        {
            throw new DeviceException(fault);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // keeps TorchSharp out of the callers until they are past the lock
    private static bool Initialise(DeviceType type)
    {
        try
        {
            return torch.TryInitializeDeviceType(type);
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or TypeInitializationException)
        {
            throw new DeviceException($"TorchSharp cannot load libtorch: {(e.InnerException ?? e).Message}");
        }
    }

#pragma warning disable CA2255 // a library's module initialiser: TorchSharp's own set-up must find libtorch loaded, whoever calls it first
    [ModuleInitializer]
    internal static void LoadWithTorchSharp()
    {
        if (!OperatingSystem.IsLinux()) return;
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
        {
            // the runtime lets no code of an assembly run before this event has been handled
            if (loaded.LoadedAssembly.GetName().Name == TorchSharpName) Try();
        };
        if (LoadedTorchSharp() is not null) Try();
    }
#pragma warning restore CA2255

    /// <summary>Loads what can be loaded and keeps the reason if that fails: an event handler must not throw.</summary>
    private static void Try()
    {
        lock (Gate) // nothing in here may load TorchSharp: whoever does so waits for this lock
        {
            if (tried) return;
            tried = true;
            try
            {
                origin = OperatingSystem.IsLinux() ? LoadOnLinux() : "found by TorchSharp";
            }
            catch (DeviceException e)
            {
                fault = e.Message;
            }
        }
    }

    private static string LoadOnLinux()
    {
        var chosen = Environment.GetEnvironmentVariable(NativeFolders.Variable);
        var libtorch = string.IsNullOrEmpty(chosen)
            ? NativeFile.Find("libtorch_cpu.so", Folders(NativeFolders.LibTorchPackage, NativeFolders.LibTorchVersion))
            : NativeFile.Find("libtorch_cpu.so", [chosen]);
        var shim = NativeFile.Find("libLibTorchSharp.so", Folders(TorchSharpName, NativeFolders.TorchSharpVersion));

        var waiting = WaitPolicy.Apply();
        var arenas = MallocArenas.Apply();
        var folder = Path.GetDirectoryName(libtorch)!;
        foreach (var library in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" }) // each needs the one before it
            NativeFile.Load(Path.Combine(folder, library));
        return $"libtorch from {folder}\n{LoadShim(shim)}\n{waiting.Description}\n{arenas.Description}";
    }

    private static string LoadShim(string shim)
    {
        if (NativeLibrary.TryLoad(shim, out _)) return $"libLibTorchSharp.so from {Path.GetDirectoryName(shim)}";
        var content = File.ReadAllBytes(shim);
        if (ElfVersionNeeds.Weaken(content, UnusedVersion) == 0) NativeFile.Load(shim); // throws, and says why
        var copy = PrivateCopy.Use(PrivateCopy.CacheFolder, Path.GetFileName(shim), content, NativeFile.Load);
        return $"libLibTorchSharp.so from {Path.GetDirectoryName(copy)}, a copy that does not insist on {UnusedVersion} of libstdc++";
    }

    private static IEnumerable<string> Folders(string package, string version)
    {
        var assemblies = new[] { typeof(TorchNative).Assembly, LoadedTorchSharp() }.Select(FolderOf).OfType<string>();
        return NativeFolders.Of(package, version, AppContext.BaseDirectory, assemblies, Environment.GetEnvironmentVariable);
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Of a program in one file none is asked for: its libraries lie beside it.")]
    private static string? FolderOf(Assembly? assembly) =>
        string.IsNullOrEmpty(assembly?.Location) ? null : Path.GetDirectoryName(assembly.Location);

    private static Assembly? LoadedTorchSharp() =>
        AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == TorchSharpName);
}
