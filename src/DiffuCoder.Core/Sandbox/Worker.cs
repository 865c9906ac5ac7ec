using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;

namespace DiffuCoder.Sandbox;

/// <summary>One warm Python process behind its walls, and the frames to and from it. Used by one thread at a time.</summary>
internal sealed class Worker : IDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(1);

    private static readonly string[] Common =
        ["abc", "bisect", "collections", "copy", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "heapq", "itertools", "json", "math", "operator", "random", "re", "string", "time", "typing"];

    // what programs import most, beside the common ones
    private static readonly string[] ForPrograms =
        ["array", "cmath", "contextlib", "hashlib", "inspect", "io", "numbers", "pprint", "queue", "statistics", "struct", "textwrap", "threading", "traceback", "types", "unicodedata", "warnings"];

    private readonly Process process;
    private readonly ControlGroup? group;
    private readonly Stream toWorker;
    private readonly PipeReader fromWorker;

    private Worker(Process process, long fileBytes, ControlGroup? group)
    {
        (this.process, this.group) = (process, group);
        FileBytes = fileBytes;
        toWorker = process.StandardInput.BaseStream;
        fromWorker = new(process.StandardOutput.BaseStream);
    }

    /// <summary>Size of its private folder.</summary>
    public long FileBytes { get; }

    /// <summary>Whether it may run another candidate.</summary>
    public bool IsSound { get; private set; } = true;

    /// <summary>Whether one that waits for work still does: it has nothing to say, so what can be read is its end.</summary>
    public bool IsWaiting => IsSound && !fromWorker.HasSome;

    public static Worker Start(Isolation isolation, WorkerRole role, long fileBytes)
    {
        var group = isolation.IsStrong && role == WorkerRole.Candidate ? ControlGroup.TryCreate() : null;
        var worker = new Worker(Launcher.Start(isolation.Start(fileBytes, PythonSources.Boot, group?.Folders ?? [])), fileBytes, group);
        try
        {
            worker.toWorker.Write(Configuration(isolation, role));
            if (worker.Read(StartTime, CancellationToken.None).Kind == FrameKind.Hello) return worker;
        }
        catch (IOException) { } // it ended before it read that; the diagnosis says why
        worker.Dispose();
        throw HostTools.Diagnose(isolation);
    }

    private static byte[] Configuration(Isolation isolation, WorkerRole role)
    {
        var isCandidate = role == WorkerRole.Candidate;
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            role = isCandidate ? "candidate" : "checker",
            kinds = isCandidate ? "PM" : "MBVA",
            alone = isolation.IsStrong,
            user = isolation.IsStrong ? 0 : Isolation.User,
            libraries = isolation.Libraries,
            preload = isCandidate ? [.. Common, .. ForPrograms] : Common,
            modules = PythonSources.Modules(role),
        });
        var framed = new byte[4 + json.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed, json.Length);
        json.CopyTo(framed, 4);
        return framed;
    }

    /// <summary>Sets what all processes of the coming run may use together, where the kernel is asked to see to it.</summary>
    public void Limit(SandboxLimits limits) => group?.Limit(limits);

    /// <summary>Sends a frame. That a worker is gone shows when it is read from.</summary>
    public void Write(char kind, ReadOnlyMemory<byte> payload)
    {
        var framed = new byte[5 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed, payload.Length);
        framed[4] = (byte)kind;
        payload.CopyTo(framed.AsMemory(5));
        try
        {
            toWorker.Write(framed);
        }
        catch (IOException)
        {
            IsSound = false;
        }
    }

    /// <summary>The next frame; <see cref="FrameKind.Late"/> when none comes in time, <see cref="FrameKind.Gone"/> when none will.</summary>
    public Frame Read(TimeSpan within, CancellationToken cancellation)
    {
        var frame = fromWorker.Read(within, cancellation);
        IsSound &= frame.Kind != FrameKind.Gone;
        return frame;
    }

    /// <summary>Tells it to end what runs in it.</summary>
    public void BeginStop() => Write(FrameKind.Stop, default);

    /// <summary>Waits until that has ended, and gives what it wrote. A worker that does not manage that at once is not sound any more.</summary>
    public ReadOnlyMemory<byte> EndStop()
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var frame = Read(StopTime - watch.Elapsed, CancellationToken.None);
            switch (frame.Kind)
            {
                case FrameKind.Ended when frame.Payload.Length > 0:
                    IsSound &= frame.Payload.Span[0] == 1;
                    return frame.Payload[1..];
                case FrameKind.Ended or FrameKind.Late or FrameKind.Gone:
                    IsSound = false;
                    return default;
            }
        }
    }

    /// <summary>
    /// Ends it. A warden whose input ends goes, and with the first process of a namespace all of them; bubblewrap is the last. One that does not go is killed.
    /// </summary>
    public void Dispose()
    {
        IsSound = false;
        try
        {
            toWorker.Dispose();
        }
        catch (IOException) { } // it has ended
        if (!process.WaitForExit(EndTime)) process.Kill();
        process.WaitForExit();
        process.Dispose();
        group?.Dispose();
    }
}
