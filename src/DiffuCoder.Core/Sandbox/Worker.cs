using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace DiffuCoder.Sandbox;

/// <summary>One warm Python process behind its walls, and the frames to and from it.</summary>
internal sealed class Worker : IDisposable
{
    private const int LargestFrame = 1 << 30;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(10); // a warden reads at once, or is stuck
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2);

    private static readonly string[] Common =
        ["abc", "bisect", "collections", "copy", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "heapq", "itertools", "json", "math", "operator", "random", "re", "string", "time", "typing"];

    // what programs import most, beside the common ones
    private static readonly string[] ForPrograms = ["array", "cmath", "contextlib", "hashlib", "inspect", "io", "numbers", "pprint", "queue", "statistics", "struct", "textwrap", "threading", "traceback", "types", "unicodedata", "warnings"];

    private readonly Process process;
    private readonly Stream toWorker;
    private readonly Channel<Frame> frames = Channel.CreateUnbounded<Frame>(new() { SingleWriter = true });

    private readonly ControlGroup? group;

    private Worker(Process process, long fileBytes, ControlGroup? group)
    {
        (this.process, this.group) = (process, group);
        FileBytes = fileBytes;
        toWorker = process.StandardInput.BaseStream;
        new Thread(ReadAll) { IsBackground = true, Name = "sandbox reader" }.Start();
    }

    /// <summary>Size of its private folder.</summary>
    public long FileBytes { get; }

    /// <summary>Whether it may run another candidate.</summary>
    public bool IsSound { get => field && !frames.Reader.Completion.IsCompleted; private set; } = true;

    /// <summary>The process as the host knows it.</summary>
    public int Id => process.Id;

    public static async Task<Worker> StartAsync(Isolation isolation, WorkerRole role, long fileBytes)
    {
        var group = isolation.IsStrong && role == WorkerRole.Candidate ? ControlGroup.TryCreate() : null;
        var start = isolation.Start(fileBytes, PythonSources.Boot, group?.Folders ?? []);
        var worker = new Worker(await Launcher.StartAsync(start).ConfigureAwait(false), fileBytes, group);
        try
        {
            await worker.WriteRawAsync(Configuration(isolation, role)).ConfigureAwait(false);
            if ((await worker.ReadAsync(StartTime, CancellationToken.None).ConfigureAwait(false)).Kind == FrameKind.Hello) return worker;
        }
        catch (Exception error) when (error is IOException or TimeoutException) { } // it ended before it read that; the diagnosis says why
        worker.Dispose();
        throw await HostTools.DiagnoseAsync(isolation).ConfigureAwait(false);
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

    /// <summary>Sends a frame. A worker that is gone shows when it is read from.</summary>
    public async Task WriteAsync(char kind, ReadOnlyMemory<byte> payload)
    {
        var framed = new byte[5 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed, payload.Length);
        framed[4] = (byte)kind;
        payload.CopyTo(framed.AsMemory(5));
        try
        {
            await WriteRawAsync(framed).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            IsSound = false;
        }
    }

    private Task WriteRawAsync(byte[] data) => toWorker.WriteAsync(data).AsTask().WaitAsync(WriteTime);

    /// <summary>The next frame; <see cref="FrameKind.Late"/> when none comes in time, <see cref="FrameKind.Gone"/> when none will.</summary>
    public async ValueTask<Frame> ReadAsync(TimeSpan within, CancellationToken cancellation)
    {
        if (frames.Reader.TryRead(out var frame)) return frame;
        if (within <= TimeSpan.Zero) return new(FrameKind.Late, default);
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        clock.CancelAfter(within);
        try
        {
            return await frames.Reader.ReadAsync(clock.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(FrameKind.Late, default);
        }
        catch (ChannelClosedException)
        {
            IsSound = false;
            return new(FrameKind.Gone, default);
        }
    }

    /// <summary>Ends what runs in it, and gives what that wrote. A worker that does not manage that at once is not sound any more.</summary>
    public async Task<ReadOnlyMemory<byte>> StopAsync()
    {
        var watch = Stopwatch.StartNew();
        await WriteAsync(FrameKind.Stop, default).ConfigureAwait(false);
        while (true)
        {
            var frame = await ReadAsync(StopTime - watch.Elapsed, CancellationToken.None).ConfigureAwait(false);
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

    private void ReadAll()
    {
        try
        {
            var stream = process.StandardOutput.BaseStream;
            var head = new byte[5];
            while (stream.ReadAtLeast(head, 5, throwOnEndOfStream: false) == 5)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(head);
                if (length is < 0 or > LargestFrame) break;
                var payload = new byte[length];
                stream.ReadExactly(payload);
                frames.Writer.TryWrite(new((char)head[4], payload));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException) { } // gone
        frames.Writer.TryComplete();
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
