using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using DiffuCoder.Models;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>
/// Rows each by itself, on as many threads as torch has. The passes of a small model are too short to be shared out: two threads in one pass are
/// hardly faster than one. It takes about as long as one batch, and a row is then the same to the last bit whatever stands beside it, which in
/// bfloat16 no batch can promise: it rounds by the shape of its products.
/// </summary>
internal static class SideBySide
{
    /// <summary>
    /// Weights up to which it pays: those of larger models do not stay in the processor's caches, and a batch reads them once for all rows.
    /// </summary>
    private const long MostWeights = 50_000_000;

    /// <summary>Whether rows are better generated so than as one batch.</summary>
    public static bool Suits(MaskedLanguageModel model, int rows) =>
        rows > 1 && !model.Device.IsCuda && model is TransformerModel
        && model.Config.WeightCount <= MostWeights && (get_num_threads() == 1 || OneThread.IsPossible);

    /// <summary>Generates rows, as many at once as torch has threads.</summary>
    /// <param name="count">How many.</param>
    /// <param name="generate">Generates one.</param>
    /// <param name="cancellation">Ends it.</param>
    public static IReadOnlyList<Trajectory> Run(int count, Func<int, Trajectory> generate, CancellationToken cancellation)
    {
        var threads = get_num_threads();
        if (threads == 1) return [.. Enumerable.Range(0, count).Select(generate)];
        var rows = new Trajectory[count];
        try
        {
            // one row at a time: they differ in length
            var next = Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering);
            Parallel.ForEach(next, new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
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
