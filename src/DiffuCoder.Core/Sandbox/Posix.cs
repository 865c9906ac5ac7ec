using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DiffuCoder.Sandbox;

/// <summary>
/// Pipes, sockets and the passing of descriptors, which .NET has no names for. Every handle is closed in programs that are started.
/// </summary>
internal static unsafe partial class Posix
{
    private const int UnixSockets = 1, Streams = 1, Rights = 1;
    private const int CloseOnExecute = 0x80000; // O_CLOEXEC and SOCK_CLOEXEC of Linux
    private const int Interrupted = 4;
    private const short Readable = 1;
    private static readonly bool IsLinux = OperatingSystem.IsLinux();

    /// <summary>The two ends of a new pipe.</summary>
    public static (SafeFileHandle Read, SafeFileHandle Write) Pipe()
    {
        var ends = stackalloc int[2];
        return Ends(IsLinux ? PipeOfLinux(ends, CloseOnExecute) : PipeOfOthers(ends), ends, "A pipe");
    }

    /// <summary>The two ends of a new pair of sockets.</summary>
    public static (SafeFileHandle One, SafeFileHandle Other) SocketPair()
    {
        var ends = stackalloc int[2];
        return Ends(SocketPair(UnixSockets, IsLinux ? Streams | CloseOnExecute : Streams, 0, ends), ends, "A pair of sockets");
    }

    private static (SafeFileHandle, SafeFileHandle) Ends(int result, int* ends, string what)
    {
        if (result != 0) throw new SandboxException($"{what} could not be made: {Marshal.GetLastPInvokeErrorMessage()}");
        if (!IsLinux)
            for (var i = 0; i < 2; i++) Control(ends[i], 2, 1); // F_SETFD, FD_CLOEXEC
        return (new(ends[0], true), new(ends[1], true));
    }

    /// <summary>Which of some handles can be read from, or have been closed at the other end.</summary>
    /// <returns>False when none can within the time, or when the wait was interrupted.</returns>
    public static bool Wait(ReadOnlySpan<SafeFileHandle> handles, Span<bool> ready, TimeSpan within)
    {
        var waits = stackalloc PollDescriptor[handles.Length];
        for (var i = 0; i < handles.Length; i++) waits[i] = new() { Descriptor = (int)handles[i].DangerousGetHandle(), Events = Readable };
        var found = Poll(waits, (nuint)handles.Length, within <= TimeSpan.Zero ? 0 : (int)Math.Ceiling(within.TotalMilliseconds));
        for (var i = 0; i < handles.Length; i++) ready[i] = found > 0 && waits[i].Returned != 0;
        return found > 0;
    }

    /// <summary>What can be read at once; 0 at the end.</summary>
    public static int Read(SafeFileHandle handle, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
            while (true)
            {
                var count = Read((int)handle.DangerousGetHandle(), start, (nuint)buffer.Length);
                if (count >= 0) return (int)count;
                if (Marshal.GetLastPInvokeError() != Interrupted) return 0;
            }
    }

    /// <summary>Writes all of it; false when the other end is gone.</summary>
    public static bool Write(SafeFileHandle handle, ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
            for (var done = 0; done < data.Length;)
            {
                var count = Write((int)handle.DangerousGetHandle(), start + done, (nuint)(data.Length - done));
                if (count >= 0) done += (int)count;
                else if (Marshal.GetLastPInvokeError() != Interrupted) return false;
            }
        return true;
    }

    /// <summary>Sends bytes, the first of which carries descriptors along (unix(7), SCM_RIGHTS); false when the other end is gone.</summary>
    public static bool Send(SafeHandle socket, ReadOnlySpan<byte> data, ReadOnlySpan<SafeFileHandle> handles)
    {
        // the head of a control message: its length as a word of the machine on Linux, as 32 bits on others; then level and type
        var (level, head, word) = IsLinux ? (1, 16, sizeof(nuint)) : (0xffff, 12, 4);
        var (length, space) = (head + 4 * handles.Length, head + (4 * handles.Length + word - 1) / word * word);
        var control = stackalloc byte[space];
        new Span<byte>(control, space).Clear();
        *(uint*)control = (uint)length;
        ((int*)(control + head))[-2] = level;
        ((int*)(control + head))[-1] = Rights;
        for (var i = 0; i < handles.Length; i++) ((int*)(control + head))[i] = (int)handles[i].DangerousGetHandle();
        fixed (byte* start = data)
        {
            var part = new Part { Start = start, Length = (nuint)data.Length };
            var message = IsLinux
                ? new() { Parts = &part, PartCount = 1, Control = control, ControlLength = (nuint)space }
                : new Message { Parts = &part, PartCount = 1, Control = control, ControlLength = (uint)space };
            nint sent;
            do sent = SendMessage((int)socket.DangerousGetHandle(), &message, IsLinux ? 0x4000 : 0); // MSG_NOSIGNAL
            while (sent < 0 && Marshal.GetLastPInvokeError() == Interrupted);
            if (sent < 0) return false;
            using var rest = new SafeFileHandle(socket.DangerousGetHandle(), false);
            return sent == data.Length || Write(rest, data[(int)sent..]);
        }
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int PipeOfLinux(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "pipe", SetLastError = true)]
    private static partial int PipeOfOthers(int* ends);

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int SocketPair(int domain, int type, int protocol, int* ends);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int value);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint SendMessage(int socket, Message* message, int flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public byte* Start;
        public nuint Length;
    }

    // of Linux; on macOS the counts have 32 bits, whose upper halves are padding and zero here
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public byte* Name;
        public nuint NameLength;
        public Part* Parts;
        public nuint PartCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
