namespace DiffuCoder.Datasets;

/// <summary>Lines of a stream, one at a time, in a buffer that never holds more than the longest allowed.</summary>
/// <param name="stream">The text; not disposed.</param>
/// <param name="longest">Longest line, in bytes.</param>
internal sealed class LineReader(Stream stream, int longest)
{
    private const int FirstBytes = 1 << 16;
    private byte[] buffer = new byte[FirstBytes];
    private int start, end, line, length;

    /// <summary>The line, without its newline; empty when it is too long.</summary>
    public ReadOnlySpan<byte> Line => buffer.AsSpan(line, length);

    /// <summary>Whether the line was longer than allowed, and left out.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Goes to the next line; false at the end.</summary>
    public bool Next()
    {
        IsTooLong = false;
        var searched = 0;
        while (true)
        {
            var newline = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (newline >= 0) return Take(searched + newline, newlineBytes: 1);
            searched = end - start;
            if (searched > longest) Drop(ref searched);
            if (!Fill()) return (searched > 0 || IsTooLong) && Take(searched, newlineBytes: 0);
        }
    }

    private bool Take(int bytes, int newlineBytes)
    {
        IsTooLong |= bytes > longest;
        (line, length) = (start, IsTooLong ? 0 : bytes);
        start += bytes + newlineBytes;
        return true;
    }

    private void Drop(ref int searched)
    {
        IsTooLong = true;
        if (buffer.Length > FirstBytes) buffer = new byte[FirstBytes];
        (start, end, searched) = (0, 0, 0);
    }

    private bool Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, Math.Max(longest + 2L, buffer.Length + 1L)));
        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }
}
