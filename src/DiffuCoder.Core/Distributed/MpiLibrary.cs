using System.Runtime.InteropServices;
using System.Text;

namespace DiffuCoder.Distributed;

/// <summary>The functions of Open MPI that are used, found at run time: handles are addresses of the library's own objects there.</summary>
internal sealed unsafe class MpiLibrary
{
    private const string NeedsOpenMpi = "Training in several processes needs Open MPI 4 (Debian: openmpi-bin, libopenmpi3)";

    // that of Open MPI 4 and 5 on Linux and macOS, then what another MPI may have, to say which it is
    private static readonly string[] names = ["libmpi.so.40", "libmpi.40.dylib", "libmpi.so", "libmpi.dylib", "libmpi.so.12", "msmpi.dll"];

    private readonly nint library;
    private readonly string name;

    private MpiLibrary(string name, nint library)
    {
        (this.name, this.library) = (name, library);
        World = Object("ompi_mpi_comm_world");
        Byte = Object("ompi_mpi_byte");
        Float = Object("ompi_mpi_float");
        Int = Object("ompi_mpi_int");
        initialize = (delegate* unmanaged<nint, nint, int, int*, int>)Object("MPI_Init_thread");
        finish = (delegate* unmanaged<int>)Object("MPI_Finalize");
        abort = (delegate* unmanaged<nint, int, int>)Object("MPI_Abort");
        rank = (delegate* unmanaged<nint, int*, int>)Object("MPI_Comm_rank");
        size = (delegate* unmanaged<nint, int*, int>)Object("MPI_Comm_size");
        gather = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int>)Object("MPI_Allgather");
        gatherParts = (delegate* unmanaged<void*, int, nint, void*, int*, int*, nint, nint, int>)Object("MPI_Allgatherv");
        exchange = (delegate* unmanaged<void*, int*, int*, nint, void*, int*, int*, nint, nint, int>)Object("MPI_Alltoallv");
    }

    private readonly delegate* unmanaged<nint, nint, int, int*, int> initialize;
    private readonly delegate* unmanaged<int> finish;
    private readonly delegate* unmanaged<nint, int, int> abort;
    private readonly delegate* unmanaged<nint, int*, int> rank, size;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int> gather;
    private readonly delegate* unmanaged<void*, int, nint, void*, int*, int*, nint, nint, int> gatherParts;
    private readonly delegate* unmanaged<void*, int*, int*, nint, void*, int*, int*, nint, nint, int> exchange;

    /// <summary>MPI_BYTE, MPI_FLOAT, MPI_INT.</summary>
    public nint Byte { get; }

    /// <inheritdoc cref="Byte"/>
    public nint Float { get; }

    /// <inheritdoc cref="Byte"/>
    public nint Int { get; }

    private nint World { get; }

    /// <summary>Finds it.</summary>
    /// <exception cref="DistributedException">It is not there, or another MPI is.</exception>
    public static MpiLibrary Load() => Load(names);

    /// <inheritdoc cref="Load()"/>
    internal static MpiLibrary Load(IReadOnlyList<string> names)
    {
        foreach (var name in names)
            if (NativeLibrary.TryLoad(name, out var library)) return new(name, library);
        throw new DistributedException($"{NeedsOpenMpi}, and none of {string.Join(", ", names)} is found.");
    }

    /// <summary>Joins the job. Calls may come from any thread, one at a time.</summary>
    public void Initialize()
    {
        const int serialized = 2; // MPI_THREAD_SERIALIZED
        int provided;
        Check("MPI_Init_thread", initialize(0, 0, serialized, &provided));
        if (provided < serialized)
            throw new DistributedException($"{NeedsOpenMpi} built with threads, and {name} provides level {provided} of them.");
    }

    /// <summary>Leaves the job; waits for all ranks.</summary>
    public void Finish() => Check("MPI_Finalize", finish());

    /// <summary>Ends all processes of the job.</summary>
    public void Abort(int code) => _ = abort(World, code);

    public int Rank() => Number("MPI_Comm_rank", rank);

    public int Size() => Number("MPI_Comm_size", size);

    /// <summary>MPI_Allgather of one int.</summary>
    public void Gather(int own, Span<int> all)
    {
        fixed (int* to = all) Check("MPI_Allgather", gather(&own, 1, Int, to, 1, Int, World));
    }

    /// <summary>MPI_Allgatherv.</summary>
    public void GatherParts<T>(ReadOnlySpan<T> own, nint type, Span<T> all, ReadOnlySpan<int> counts, ReadOnlySpan<int> starts) where T : unmanaged
    {
        fixed (T* from = own, to = all)
        fixed (int* count = counts, start = starts) Check("MPI_Allgatherv", gatherParts(from, own.Length, type, to, count, start, type, World));
    }

    /// <summary>MPI_Alltoallv.</summary>
    public void Exchange(
        ReadOnlySpan<float> own, ReadOnlySpan<int> sendCounts, ReadOnlySpan<int> sendStarts, Span<float> parts,
        ReadOnlySpan<int> receiveCounts, ReadOnlySpan<int> receiveStarts)
    {
        fixed (float* from = own, to = parts)
        fixed (int* sends = sendCounts, sendAt = sendStarts, receives = receiveCounts, receiveAt = receiveStarts)
            Check("MPI_Alltoallv", exchange(from, sends, sendAt, Float, to, receives, receiveAt, Float, World));
    }

    private int Number(string function, delegate* unmanaged<nint, int*, int> ask)
    {
        int number;
        Check(function, ask(World, &number));
        return number;
    }

    private void Check(string function, int code)
    {
        if (code != 0) throw new DistributedException($"{function} of {name} failed with code {code}.");
    }

    private nint Object(string symbol) => NativeLibrary.TryGetExport(library, symbol, out var found) ? found
        : throw new DistributedException($"{NeedsOpenMpi}, and {name} is another MPI ({Version()}): it has no {symbol}.");

    // what any MPI answers before it is initialised
    private string Version()
    {
        if (!NativeLibrary.TryGetExport(library, "MPI_Get_library_version", out var ask)) return "it does not say which";
        const int longest = 8192; // MPICH's MPI_MAX_LIBRARY_VERSION_STRING, the longest of all
        var text = stackalloc byte[longest];
        int length;
        _ = ((delegate* unmanaged<byte*, int*, int>)ask)(text, &length);
        return Encoding.UTF8.GetString(text, length).Split('\n', 2)[0].Trim();
    }
}
