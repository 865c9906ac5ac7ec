namespace DiffuCoder.Sandbox;

/// <summary>What passes between the host and a worker. The kinds are listed in <see cref="FrameKind"/>.</summary>
internal readonly record struct Frame(char Kind, ReadOnlyMemory<byte> Payload);

/// <summary>The kinds of frames, as the Python side has them.</summary>
internal static class FrameKind
{
    /// <summary>To a worker: run this. From it: ready.</summary>
    public const char Run = 'R', Hello = 'H';

    /// <summary>To a checker: let a script answer; and its answer.</summary>
    public const char Ask = 'A';

    /// <summary>To a worker: end it. From it: ended, and the output.</summary>
    public const char Stop = 'K', Ended = 'E';

    /// <summary>A question or an answer between candidate and tests; handed on, never read.</summary>
    public const char Message = 'M';

    /// <summary>What became of the program.</summary>
    public const char Program = 'P';

    /// <summary>A test begins; its verdict.</summary>
    public const char Begin = 'B', Verdict = 'V';

    /// <summary>The child ended by itself or at a limit.</summary>
    public const char Died = 'D';

    /// <summary>Made by the host: the worker itself is gone; nothing came in time.</summary>
    public const char Gone = '\0', Late = '\u0001';
}
