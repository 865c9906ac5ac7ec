using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace DiffuCoder.Sandbox;

/// <summary>One child of a template, from its fork until nothing of it is left. All that is known of how it does comes from the template.</summary>
internal sealed class ChildRun : IDisposable
{
    private readonly SafeFileHandle life;
    private readonly MemoryStream output = new();
    private readonly int outputBytes;
    private readonly byte[] part = new byte[1 << 14];

    private ChildRun(Worker worker, SafeFileHandle report, SafeFileHandle status, SafeFileHandle output, SafeFileHandle life, int outputBytes)
    {
        (Worker, Report, Status, Output) = (worker, new(report), new(status), output);
        (this.life, this.outputBytes) = (life, outputBytes);
    }

    /// <summary>Where it runs.</summary>
    public Worker Worker { get; }

    /// <summary>What the tests' side says.</summary>
    public FrameReader Report { get; }

    /// <summary>What the template says of it.</summary>
    public FrameReader Status { get; }

    /// <summary>What it prints; null when that has ended.</summary>
    public SafeFileHandle? Output { get; private set; }

    /// <summary>Whether every process of it has ended.</summary>
    public bool IsOver => Status.IsAtEnd;

    /// <summary>How it ended, in words; null as long as it runs, or when nobody was left to say.</summary>
    public string? Ending { get; private set; }

    /// <summary>Whether it ended as something does that is killed from outside: not by itself, not at a limit.</summary>
    public bool IsKilled => Ending is null ? IsOver : Ending == "killed by SIGKILL" && !Worker.RanOutOfMemory;

    /// <summary>
    /// Seconds of processor that its processes used, and that the one of them that waited longest for a processor did so, as last told.
    /// </summary>
    public (double Worked, double Waited) Used { get; private set; }

    /// <summary>How many times it has told what was used.</summary>
    public int UsesTold { get; private set; }

    /// <summary>What it printed, as much of it as is kept.</summary>
    public ReadOnlyMemory<byte> Printed => output.GetBuffer().AsMemory(0, (int)output.Length);

    /// <summary>Forks a child and gives it its request. That this fails shows when it is waited for.</summary>
    /// <param name="worker">Whose child.</param>
    /// <param name="task">Limits, for the template.</param>
    /// <param name="request">For the child alone.</param>
    /// <param name="outputBytes">How much of what it prints is kept.</param>
    /// <param name="peer">The way to the other child of the run.</param>
    public static ChildRun Begin(Worker worker, byte[] task, byte[] request, int outputBytes, SafeFileHandle? peer)
    {
        var (asked, ask) = Posix.Pipe();
        var (report, reports) = Posix.Pipe();
        var (output, prints) = Posix.Pipe();
        var (status, says) = Posix.Pipe();
        var (lives, life) = Posix.Pipe();
        using (asked) using (reports) using (prints) using (says) using (lives) using (ask)
        {
            SafeFileHandle[] ends = peer is null ? [asked, reports, prints, says, lives] : [asked, reports, prints, says, lives, peer];
            worker.Send(Frame.Bytes(FrameKind.Run, task), ends);
            asked.Dispose(); // or writing would wait for a child that is not there
            Posix.Write(ask, Frame.Bytes(FrameKind.Run, request));
            return new(worker, report, status, output, life, outputBytes);
        }
    }

    /// <summary>Reads what it printed, when there is something.</summary>
    public void TakeOutput()
    {
        var count = Posix.Read(Output!, part);
        output.Write(part, 0, (int)Math.Min(count, outputBytes - output.Length));
        if (count > 0) return;
        Output!.Dispose();
        Output = null;
    }

    /// <summary>Reads what it printed before it ended, which may still lie in the pipe.</summary>
    public void TakeLastOutput()
    {
        Span<bool> ready = stackalloc bool[1];
        while (Output is not null && Posix.Wait([Output], ready, TimeSpan.Zero)) TakeOutput();
    }

    /// <summary>Takes in what the template has said.</summary>
    public void Listen()
    {
        while (Status.Next() is { } frame)
        {
            if (frame.Kind != FrameKind.Usage)
            {
                Ending ??= frame.Text;
                continue;
            }
            var numbers = frame.Text.Split(' ');
            Used = (double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture));
            UsesTold++;
        }
    }

    /// <summary>Asks what has been used.</summary>
    public void AskUsage() => Posix.Write(life, "Q"u8);

    /// <summary>Has the template end everything of it.</summary>
    public void BeginEnd() => Posix.Write(life, "K"u8);

    public void Dispose()
    {
        life.Dispose();
        Report.Handle.Dispose();
        Status.Handle.Dispose();
        Output?.Dispose();
    }
}
