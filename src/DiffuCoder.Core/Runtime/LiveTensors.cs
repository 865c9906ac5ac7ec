using TorchSharp;

namespace DiffuCoder.Runtime;

/// <summary>
/// How many tensors are alive: for tests, and for hunting the one that is never disposed of. What is counted are TorchSharp's handles
/// (<see cref="torch.Tensor"/>); several can share one block of memory, as a view and its base do.
/// </summary>
public static class LiveTensors
{
    /// <summary>
    /// Handles of the whole process that were neither disposed of nor collected as garbage. Work of other threads moves this number, and a collection
    /// can hide a leak.
    /// </summary>
    public static long InProcess => torch.Tensor.TotalCount;

    /// <summary>
    /// Handles made on this thread minus handles disposed of on this thread. Other threads do not move it,
    /// and neither does a garbage collection (which works on a thread of its own), so a forgotten tensor
    /// stays counted: the number to compare before and after an operation that stays on its thread.
    /// </summary>
    public static long OnThisThread => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    /// <summary>How many more tensors are alive on this thread after an action than before.</summary>
    /// <param name="action">Work that stays on the calling thread.</param>
    public static long LeftBy(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var before = OnThisThread;
        action();
        return OnThisThread - before;
    }
}
