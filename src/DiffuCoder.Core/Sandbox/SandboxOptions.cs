namespace DiffuCoder.Sandbox;

/// <summary>How a sandbox is set up. Every value is checked where it is set.</summary>
public sealed record SandboxOptions
{
    /// <summary>How many candidates run at once. Default: one per processor.</summary>
    public int Workers
    {
        get;
        init => field = value is >= 1 and <= 1024 ? value : throw new SandboxException($"Workers is {value}; it must lie between 1 and 1024.");
    } = Environment.ProcessorCount;

    /// <summary>
    /// The Python interpreter, an absolute path. Its installation is visible inside, read-only. Default: <c>/usr/bin/python3</c>, else the first
    /// <c>python3</c> on the path.
    /// </summary>
    public string? Python { get; init; }

    /// <summary>
    /// Folders that programs and tests may import from beside the standard library. Inside they are read-only and have places of their own, so that
    /// nothing in them may name its own folder. Default: none.
    /// </summary>
    public IReadOnlyList<string> Libraries { get; init; } = [];

    /// <summary>What a candidate may use where a run does not say.</summary>
    public SandboxLimits Limits { get; init; } = new();
}
