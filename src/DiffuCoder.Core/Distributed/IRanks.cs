namespace DiffuCoder.Distributed;

/// <summary>
/// The processes of a job, seen from one of them. Every call but <see cref="Abort"/> is made by all ranks, in the same order, and returns when all
/// have made it. Nothing here adds: sums are made from what was exchanged, in the order of ranks, so that they are equal to the bit everywhere.
/// </summary>
internal interface IRanks
{
    /// <summary>The number of this process, from 0.</summary>
    int Rank { get; }

    /// <summary>How many there are.</summary>
    int Size { get; }

    /// <summary>What each rank gives, by rank; lengths may differ.</summary>
    IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own);

    /// <summary>Cuts the numbers as <see cref="Cuts"/> does and gives each rank its part of everyone's.</summary>
    /// <param name="numbers">As many on every rank.</param>
    /// <param name="parts">Room for this rank's part, as often as there are ranks: those of rank 0, of rank 1 and so on.</param>
    void Exchange(ReadOnlySpan<float> numbers, Span<float> parts);

    /// <summary>Puts together the parts that <see cref="Exchange"/> gave.</summary>
    /// <param name="part">This rank's part.</param>
    /// <param name="numbers">Room for all, which every rank gets.</param>
    void Assemble(ReadOnlySpan<float> part, Span<float> numbers);

    /// <summary>Ends all processes of the job at once, with an exit code that is not 0. Does not return.</summary>
    void Abort();

    /// <summary>Where the part of each rank begins among so many numbers; one more than there are ranks, the last of them the end.</summary>
    int[] Cuts(int length) => [.. Enumerable.Range(0, Size + 1).Select(rank => (int)((long)length * rank / Size))];
}
