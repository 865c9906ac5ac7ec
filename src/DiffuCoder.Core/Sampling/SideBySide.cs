using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using DiffuCoder.Models;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>
/// Rows of a batch each on a thread of its own. The passes of a small model are too short to be shared out: two threads in one pass are hardly faster
/// than one, and two rows on a thread each are twice as fast.
/// </summary>
internal static class SideBySide
{
    /// <summary>Weights up to which it pays: those of larger models do not stay in the processor's caches, and a batch reads them once for all rows.</summary>
    private const long MostWeights = 50_000_000;

    /// <summary>Whether rows are better generated so than as one batch.</summary>
    public static bool Suits(MaskedLanguageModel model, int rows) =>
        rows > 1 && !model.Device.IsCuda && model is TransformerModel && get_num_threads() > 1
        && model.Parameters.Values.Sum(weight => weight.numel()) <= MostWeights && OneThread.IsPossible;

    /// <summary>Generates rows, as many at once as torch has threads.</summary>
    /// <param name="count">How many.</param>
    /// <param name="generate">Generates one.</param>
    /// <param name="cancellation">Ends it.</param>
    public static IReadOnlyList<Trajectory> Run(int count, Func<int, Trajectory> generate, CancellationToken cancellation)
    {
        var rows = new Trajectory[count];
        try
        {
            var next = Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering); // one row at a time: they differ in length
            Parallel.ForEach(next, new() { MaxDegreeOfParallelism = get_num_threads(), CancellationToken = cancellation }, i =>
            {
                using var alone = OneThread.Begin();
                rows[i] = generate(i);
            });
        }
        catch (AggregateException several)
        {
            // as one batch would fail: with what its model, options or hooks threw
            ExceptionDispatchInfo.Throw(several.InnerExceptions.FirstOrDefault(e => e is OperationCanceledException) ?? several.InnerExceptions[0]);
        }
        return rows;
    }
}
