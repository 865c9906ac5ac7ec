using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace DiffuCoder.Sandbox;

/// <summary>Puts the frames of a pipe together from whatever comes at a time, so that nobody ever waits for the rest of one.</summary>
internal sealed class FrameReader(SafeFileHandle handle)
{
    private const int LargestFrame = 1 << 30, HeadLength = 5;
    private byte[] buffer = new byte[4096];
    private int start;
    private int end;

    /// <summary>The pipe.</summary>
    public SafeFileHandle Handle => handle;

    /// <summary>Whether nothing more will come; frames may still wait.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Reads what is there: for when something is, for it waits otherwise.</summary>
    public void Fill()
    {
        if (start > 0) buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var count = Posix.Read(handle, buffer.AsSpan(end));
        end += count;
        IsAtEnd |= count == 0;
    }

    /// <summary>The next whole frame; null when there is none yet. A frame that is no frame ends the pipe.</summary>
    public Frame? Next()
    {
        if (end - start < HeadLength) return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(start));
        if (length is < 0 or > LargestFrame || !char.IsAsciiLetterUpper((char)buffer[start + 4]))
        {
            IsAtEnd = true;
            start = end;
            return null;
        }
        if (end - start < HeadLength + length) return null;
        var frame = new Frame((char)buffer[start + 4], buffer[(start + HeadLength)..(start + HeadLength + length)]);
        start += HeadLength + length;
        return frame;
    }
}
