using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace DiffuCoder.Sandbox;

/// <summary>One warm template behind its walls, and the way to it. Used by one thread at a time, for one child at a time.</summary>
internal sealed class Worker : IDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(1);

    private static readonly string[] Common =
    [
        "abc", "bisect", "collections", "copy", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "heapq", "itertools", "json",
        "math", "operator", "random",
        "re", "string", "time", "typing",
    ];

    // what programs import most, beside the common ones
    private static readonly string[] ForPrograms =
    [
        "array", "cmath", "contextlib", "inspect", "io", "numbers", "pprint", "queue", "statistics", "struct", "textwrap", "threading", "traceback",
        "types",
        "unicodedata", "warnings",
    ];

    private readonly Process process;
    private readonly ControlGroup? group;
    private readonly Socket control;
    private readonly HashSet<string> scripts = [];
    private long killsBefore;

    private Worker(Process process, ControlGroup? group, Socket control) => (this.process, this.group, this.control) = (process, group, control);

    /// <summary>Whether it may run another child.</summary>
    public bool IsSound { get; private set; } = true;

    /// <summary>Whether one that waits for work still does: it has nothing to say, so what can be read is its end.</summary>
    public bool IsWaiting => IsSound && !control.Poll(0, SelectMode.SelectRead);

    /// <summary>Whether the kernel has ended a process of the present run for want of memory.</summary>
    public bool RanOutOfMemory => group is not null && group.MemoryKills > killsBefore;

    /// <summary>Starts one.</summary>
    /// <exception cref="SandboxException">It does not come up; the message says why and what mends it.</exception>
    public static Worker Start(Isolation isolation, WorkerRole role)
    {
        var group = isolation.IsGrouped && role == WorkerRole.Candidate ? ControlGroup.TryCreate() : null;
        using var listening = new Listening();
        var process = Launcher.Start(isolation.Start(PythonSources.Boot, listening.Address, group?.Folders ?? []));
        var control = listening.Accept(process, StartTime);
        if (control is not null)
        {
            var worker = new Worker(process, group, control);
            var said = worker.Greet(Configuration(isolation, role, group is { IsWhole: true }));
            if (said is { Kind: FrameKind.Hello }) return worker;
            worker.Dispose();
            if (said is { Kind: FrameKind.Failure } failure) throw HostTools.Refused(isolation, failure.Text);
        }
        else
        {
            End(process);
            group?.Dispose();
        }
        throw HostTools.Diagnose(isolation);
    }

    private Frame? Greet(byte[] configuration)
    {
        Posix.Send(control.SafeHandle, configuration, []);
        using var handle = new SafeFileHandle(control.Handle, ownsHandle: false);
        var reader = new FrameReader(handle);
        for (var watch = Stopwatch.StartNew(); !reader.IsAtEnd && watch.Elapsed < StartTime;)
        {
            if (reader.Next() is { } frame) return frame;
            if (control.Poll(100_000, SelectMode.SelectRead)) reader.Fill();
        }
        return reader.Next();
    }

    private static byte[] Configuration(Isolation isolation, WorkerRole role, bool isGrouped)
    {
        var isCandidate = role == WorkerRole.Candidate;
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            role = isCandidate ? "candidate" : "checker",
            walls = isolation.IsStrong,
            grouped = isGrouped,
            user = isolation.IsStrong ? 0 : Isolation.User,
            libraries = isolation.LibrariesInside,
            preload = isCandidate ? [.. Common, .. ForPrograms] : Common,
            modules = PythonSources.Modules(role),
        });
        var framed = new byte[4 + json.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed, json.Length);
        json.CopyTo(framed, 4);
        return framed;
    }

    /// <summary>Sets what all processes of the coming run may use together, where the kernel is asked to see to it.</summary>
    public void Limit(SandboxLimits limits)
    {
        group?.Limit(limits);
        killsBefore = group?.MemoryKills ?? 0;
    }

    /// <summary>Has a script kept ready, and gives the name that it is known by.</summary>
    public string Load(string script)
    {
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        if (scripts.Add(name)) Send(Frame.Bytes(FrameKind.Load, Encoding.UTF8.GetBytes($"{name}\n{script}")), []);
        return name;
    }

    /// <summary>Sends a frame, and descriptors with it. That a worker is gone shows when its child is waited for.</summary>
    public void Send(ReadOnlySpan<byte> frame, ReadOnlySpan<SafeFileHandle> handles) => IsSound &= Posix.Send(control.SafeHandle, frame, handles);

    /// <summary>It is not to be used again.</summary>
    public void GiveUp() => IsSound = false;

    /// <summary>
    /// Ends it. A template whose host is gone goes, and with the first process of a namespace all of them; bubblewrap is the last. One that does
    /// not go is killed.
    /// </summary>
    public void Dispose()
    {
        IsSound = false;
        control.Dispose();
        End(process);
        group?.Dispose();
    }

    private static void End(Process process)
    {
        if (!process.WaitForExit(EndTime)) process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
