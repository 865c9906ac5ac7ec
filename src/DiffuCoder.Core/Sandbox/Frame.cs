using System.Buffers.Binary;
using System.Text;

namespace DiffuCoder.Sandbox;

/// <summary>What passes between the host and the Python side. The kinds are listed in <see cref="FrameKind"/>.</summary>
internal readonly record struct Frame(char Kind, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The payload as text.</summary>
    public string Text => Encoding.UTF8.GetString(Payload.Span);

    /// <summary>A frame as it is sent: length, kind, payload.</summary>
    public static byte[] Bytes(char kind, ReadOnlySpan<byte> payload)
    {
        var framed = new byte[5 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed, payload.Length);
        framed[4] = (byte)kind;
        payload.CopyTo(framed.AsSpan(5));
        return framed;
    }
}

/// <summary>The kinds of frames, as the Python side has them.</summary>
internal static class FrameKind
{
    /// <summary>To a template: run a child. To a child: its request.</summary>
    public const char Run = 'R';

    /// <summary>To a template: keep this script ready.</summary>
    public const char Load = 'L';

    /// <summary>Of a template: ready; unable, and why.</summary>
    public const char Hello = 'H', Failure = 'F';

    /// <summary>Of the tests' process: what became of the program; a test begins; its verdict; the answer of a script.</summary>
    public const char Program = 'P', Begin = 'B', Verdict = 'V', Answer = 'A';

    /// <summary>
    /// Of a template about a child: it ended by itself or by a signal; it was ended at a limit; what has been used of the processor.
    /// </summary>
    public const char Exited = 'X', Limit = 'L', Usage = 'U';

    /// <summary>Made by the host: a child has ended; nothing came in time.</summary>
    public const char Ended = '\0', Late = '\u0001';
}
