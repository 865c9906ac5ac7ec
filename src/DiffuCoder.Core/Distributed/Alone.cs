namespace DiffuCoder.Distributed;

/// <summary>A job of one process. No MPI is loaded.</summary>
internal sealed class Alone : IRanks
{
    private Alone() { }

    /// <summary>It.</summary>
    public static IRanks Instance { get; } = new Alone();

    public int Rank => 0;

    public int Size => 1;

    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own) => [own.ToArray()];

    public void Exchange(ReadOnlySpan<float> numbers, Span<float> parts) => numbers.CopyTo(parts);

    public void Assemble(ReadOnlySpan<float> part, Span<float> numbers) => part.CopyTo(numbers);

    public void Abort() => throw new InvalidOperationException("A job of one process has nobody else to end.");
}
