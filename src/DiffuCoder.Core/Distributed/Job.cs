using System.Globalization;

namespace DiffuCoder.Distributed;

/// <summary>The job that this process is a part of. Open MPI's <c>mpirun</c> starts one; a process started otherwise is a job of its own.</summary>
public static class Job
{
    // what mpirun of Open MPI says to each process
    private const string SizeVariable = "OMPI_COMM_WORLD_SIZE";

    private static readonly Lazy<IRanks> current = new(() => Started(Environment.GetEnvironmentVariable(SizeVariable)));

    /// <summary>The number of this process in its job, from 0. Rank 0 writes what is written; the others are silent.</summary>
    /// <exception cref="DistributedException">It was started by mpirun, and MPI cannot be used.</exception>
    public static int Rank => current.Value.Rank;

    /// <summary>Processes of the job; 1 without mpirun.</summary>
    /// <inheritdoc cref="Rank" path="/exception"/>
    public static int Ranks => current.Value.Size;

    /// <summary>The ranks of the job. MPI is loaded here, and only where mpirun started more than one process.</summary>
    internal static IRanks Current => current.Value;

    private static IRanks Started(string? size) =>
        int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var ranks) && ranks > 1 ? MpiRanks.Start() : Alone.Instance;
}
