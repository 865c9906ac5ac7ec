namespace DiffuCoder.Datasets;

/// <summary>One stream after another; both stay open.</summary>
internal sealed class ConcatenatedStream(Stream first, Stream second) : ReadOnlyStream
{
    /// <summary>Whether the first is at its end.</summary>
    public bool IsPastFirst { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (!IsPastFirst && first.Read(buffer) is var length and > 0) return length;
        IsPastFirst |= buffer.Length > 0;
        return second.Read(buffer);
    }
}
