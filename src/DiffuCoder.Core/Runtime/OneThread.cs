using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DiffuCoder.Runtime;

/// <summary>
/// While it is held, torch computes on the calling thread alone, and other threads as before: <c>torch.set_num_threads</c> changes all of the
/// process. OpenMP's number of threads belongs to the calling thread, and so does MKL's local one.
/// </summary>
internal readonly unsafe struct OneThread : IDisposable
{
    private static readonly Lazy<Numbers?> Native = new(Find);

    private readonly int ownOpenMp, ownMkl;

    private OneThread(int ownOpenMp, int ownMkl) => (this.ownOpenMp, this.ownMkl) = (ownOpenMp, ownMkl);

    /// <summary>Whether the libraries that were loaded can do it; on Linux, with the libtorch of the packages.</summary>
    public static bool IsPossible => Native.Value is not null;

    /// <summary>Begins.</summary>
    /// <exception cref="InvalidOperationException">It is not possible.</exception>
    public static OneThread Begin()
    {
        var native = Native.Value
            ?? throw new InvalidOperationException("The libraries of this libtorch do not offer a number of threads of the caller's own.");
        var own = get_num_threads(); // a thread takes the number of the process on its first question, which would undo what is set before it
        native.SetOpenMp(1);
        return new(own, native.SetMkl is null ? 0 : native.SetMkl(1));
    }

    /// <summary>The thread's own numbers hold again.</summary>
    public void Dispose()
    {
        if (ownOpenMp == 0 || Native.Value is not { } native) return;
        native.SetOpenMp(ownOpenMp);
        if (native.SetMkl is not null) _ = native.SetMkl(ownMkl);
    }

    private sealed class Numbers(nint openMp, nint mkl)
    {
        public readonly delegate* unmanaged<int, void> SetOpenMp = (delegate* unmanaged<int, void>)openMp;
        public readonly delegate* unmanaged<int, int> SetMkl = (delegate* unmanaged<int, int>)mkl;
    }

    private static Numbers? Find()
    {
        if (!OperatingSystem.IsLinux()) return null;
        TorchNative.Load();
        var loaded = File.ReadLines("/proc/self/maps")
            .Select(line => line[(line.IndexOf('/', StringComparison.Ordinal) is >= 0 and var at ? at : line.Length)..])
            .Distinct().Where(path => path.Length > 0).ToArray();
        var openMp = Export(loaded, "libgomp", "omp_set_num_threads");
        return openMp == 0 ? null : new(openMp, Export(loaded, "libtorch_cpu", "MKL_Set_Num_Threads_Local"));
    }

    private static nint Export(string[] loaded, string library, string function)
    {
        var path = Array.Find(loaded, path => Path.GetFileName(path).StartsWith(library, StringComparison.Ordinal));
        return path is not null && NativeLibrary.TryLoad(path, out var handle) && NativeLibrary.TryGetExport(handle, function, out var address)
            ? address
            : 0;
    }
}
