using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace DiffuCoder.Sandbox;

/// <summary>
/// Starts processes from one thread that lives as long as this process. The kernel sends the death signal that
/// <c>--die-with-parent</c> asks for when the thread ends that started the process, and threads of the pool come and go.
/// </summary>
internal static class Launcher
{
    private static readonly BlockingCollection<Action> Work = Begin();

    public static Process Start(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>();
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(info)!);
            }
            catch (Exception error) when (error is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
            {
                started.SetException(new SandboxException($"{info.FileName} could not be started: {error.Message}", error));
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Action> Begin()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable()) action();
        })
        {
            IsBackground = true,
            Name = "sandbox launcher",
        }.Start();
        return work;
    }
}
