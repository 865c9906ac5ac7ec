namespace DiffuCoder.Sandbox;

/// <summary>What a candidate may use. Every value is checked where it is set.</summary>
public sealed record SandboxLimits
{
    /// <summary>Wall time of the program's own top level and of each test. Default 3 s, as in the field's harnesses.</summary>
    public TimeSpan TestTime { get; init => field = Positive(value, nameof(TestTime)); } = TimeSpan.FromSeconds(3);

    /// <summary>Wall time of all of it. Default 30 s.</summary>
    public TimeSpan CandidateTime { get; init => field = Positive(value, nameof(CandidateTime)); } = TimeSpan.FromSeconds(30);

    /// <summary>Address space of a process, bytes. Default 1 GiB.</summary>
    public long MemoryBytes { get; init => field = AtLeast(value, 64L << 20, nameof(MemoryBytes)); } = 1L << 30;

    /// <summary>Size of a file, and of all files together, bytes. Default 16 MiB.</summary>
    public long FileBytes { get; init => field = AtLeast(value, 1L << 16, nameof(FileBytes)); } = 16L << 20;

    /// <summary>Processes and threads of a candidate together. Default 32.</summary>
    public int Processes { get; init => field = (int)AtLeast(value, 4, nameof(Processes)); } = 32;

    /// <summary>Open descriptors of a process. Default 256.</summary>
    public int OpenFiles { get; init => field = (int)AtLeast(value, 16, nameof(OpenFiles)); } = 256;

    /// <summary>Kept of standard output and error, bytes. Default 64 KiB.</summary>
    public int OutputBytes { get; init => field = (int)AtLeast(value, 0, nameof(OutputBytes)); } = 1 << 16;

    /// <summary>
    /// Size of one value that a call may take or return, serialised, bytes. Default 512 MiB: what a right answer needs is bounded by its memory
    /// alone.
    /// </summary>
    public int ValueBytes { get; init => field = (int)AtLeast(value, 1024, nameof(ValueBytes)); } = 512 << 20;

    private static TimeSpan Positive(TimeSpan value, string name) =>
        value > TimeSpan.Zero && value < TimeSpan.FromDays(1)
            ? value
            : throw new SandboxException($"{name} is {value}; it must lie between 0 and a day.");

    private static long AtLeast(long value, long least, string name) =>
        value >= least ? value : throw new SandboxException($"{name} is {value}; it must be at least {least}.");
}
