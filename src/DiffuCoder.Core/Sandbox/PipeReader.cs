using System.Buffers.Binary;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace DiffuCoder.Sandbox;

/// <summary>Reads frames from a pipe with a limit on the wait, on the thread that asks: poll(2), then read.</summary>
internal sealed partial class PipeReader(Stream stream)
{
    private const int LargestFrame = 1 << 30;
    private const short Readable = 1;

    // how soon a cancelled wait ends
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    private readonly SafeHandle handle = stream switch
    {
        PipeStream pipe => pipe.SafePipeHandle,
        FileStream file => file.SafeFileHandle,
        _ => throw new SandboxException($"A process's output is a {stream.GetType().Name}, which cannot be waited for."),
    };

    private readonly byte[] head = new byte[5];

    /// <summary>Whether something came, or the other end was closed, at this moment.</summary>
    public bool HasSome => Poll(TimeSpan.Zero);

    /// <summary>The next frame; <see cref="FrameKind.Late"/> when none comes in time, <see cref="FrameKind.Gone"/> when none will.</summary>
    public Frame Read(TimeSpan within, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var left = within; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Poll(left < Slice ? left : Slice)) return Next();
            left = within - TimeProvider.System.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) return new(FrameKind.Late, default);
        }
    }

    private Frame Next()
    {
        try
        {
            if (stream.ReadAtLeast(head, 5, throwOnEndOfStream: false) < 5) return new(FrameKind.Gone, default);
            var length = BinaryPrimitives.ReadInt32BigEndian(head);
            if (length is < 0 or > LargestFrame) return new(FrameKind.Gone, default);
            var payload = new byte[length];
            stream.ReadExactly(payload);
            return new((char)head[4], payload);
        }
        catch (IOException)
        {
            return new(FrameKind.Gone, default);
        }
    }

    private bool Poll(TimeSpan within)
    {
        var added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            var wait = new PollDescriptor { Descriptor = (int)handle.DangerousGetHandle(), Events = Readable };
            return PollNative(ref wait, 1, within <= TimeSpan.Zero ? 0 : (int)Math.Ceiling(within.TotalMilliseconds)) > 0; // an interrupted wait is a short one
        }
        finally
        {
            if (added) handle.DangerousRelease();
        }
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int PollNative(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
