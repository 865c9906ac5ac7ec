namespace DiffuCoder.Distributed;

/// <summary>The processes that mpirun started, over Open MPI.</summary>
internal sealed class MpiRanks : IRanks
{
    private readonly MpiLibrary mpi;

    private MpiRanks(MpiLibrary mpi) => (this.mpi, Rank, Size) = (mpi, mpi.Rank(), mpi.Size());

    public int Rank { get; }

    public int Size { get; }

    /// <summary>Joins the job that mpirun started; it is left when the process ends.</summary>
    public static IRanks Start()
    {
        var mpi = MpiLibrary.Load();
        mpi.Initialize();
        // a process that failed does not wait for the others, which may be waiting for it: mpirun ends them when it sees its exit code
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Environment.ExitCode == 0) mpi.Finish();
        };
        return new MpiRanks(mpi);
    }

    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own)
    {
        var counts = new int[Size];
        mpi.Gather(own.Length, counts);
        var starts = Starts(counts);
        var all = new byte[counts.Sum()];
        mpi.GatherParts(own, mpi.Byte, all, counts, starts);
        return [.. counts.Zip(starts, (count, start) => all[start..(start + count)])];
    }

    public void Exchange(ReadOnlySpan<float> numbers, Span<float> parts)
    {
        var cuts = ((IRanks)this).Cuts(numbers.Length);
        var own = cuts[Rank + 1] - cuts[Rank];
        int[] receives = [.. Enumerable.Repeat(own, Size)];
        mpi.Exchange(numbers, Counts(cuts), cuts.AsSpan(0, Size), parts, receives, Starts(receives));
    }

    public void Assemble(ReadOnlySpan<float> part, Span<float> numbers)
    {
        var cuts = ((IRanks)this).Cuts(numbers.Length);
        mpi.GatherParts(part, mpi.Float, numbers, Counts(cuts), cuts.AsSpan(0, Size));
    }

    public void Abort() => mpi.Abort(1);

    private static int[] Counts(int[] cuts) => [.. cuts.Skip(1).Zip(cuts, (end, start) => end - start)];

    private static int[] Starts(int[] counts)
    {
        var starts = new int[counts.Length];
        for (var i = 1; i < counts.Length; i++) starts[i] = starts[i - 1] + counts[i - 1];
        return starts;
    }
}
