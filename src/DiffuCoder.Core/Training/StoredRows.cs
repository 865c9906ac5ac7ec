using DiffuCoder.Datasets;
using DiffuCoder.Runtime;

namespace DiffuCoder.Training;

/// <summary>
/// Rows of a token store in micro-batches of similar lengths. Every pass reads each row once: rows are drawn into windows, those
/// of a window sorted by length and cut into batches, which are read in a drawn order. Not safe for use by several threads.
/// </summary>
public sealed class StoredRows : ITrainingData, IDisposable
{
    private readonly TokenStore store;
    private readonly BatchOptions options;
    private readonly RandomSource source;

    // number of the first batch of each window so far, over all passes
    private readonly List<long> starts = [0];
    private (long Window, IReadOnlyList<long[]> Batches) current = (-1, []);

    /// <summary>Rows of a store.</summary>
    /// <param name="store">The store, which is closed with this.</param>
    /// <param name="options">How they are grouped.</param>
    /// <exception cref="TrainingException">A row is longer than a micro-batch.</exception>
    public StoredRows(TokenStore store, BatchOptions options)
    {
        if (store.Longest > options.Tokens)
            throw new TrainingException(
                $"{store.Path} has a row of {store.Longest} tokens, and {nameof(BatchOptions.Tokens)} is {options.Tokens}. "
                    + "Raise it, or leave longer rows out of the store.");
        (this.store, this.options, source) = (store, options, new(options.Seed));
        Description = $"{store.Rows} rows, {store.Tokens} tokens ({store.Sha256[..16]}), {options.Tokens} tokens a batch, "
            + $"padding {(options.LearnPadding ? "learned" : "left out")}, windows of {options.Window}, order of seed {options.Seed}";
    }

    /// <inheritdoc/>
    public string Description { get; }

    private long Windows => (store.Rows + options.Window - 1) / options.Window;

    /// <summary>Closes the store.</summary>
    public void Dispose() => store.Dispose();

    /// <inheritdoc/>
    public TrainingRows Next(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        while (starts[^1] <= batch) starts.Add(starts[^1] + Cut(starts.Count - 1).Count);
        var found = starts.BinarySearch(batch);
        var window = found >= 0 ? found : ~found - 1;
        if (current.Window != window) current = (window, Cut(window));
        var rows = current.Batches[(int)(batch - starts[window])];
        return RowBatch.Of([.. rows.Select(store.Row)], options.PadToken, options.LearnPadding, row => $"{store.Path}, row {rows[row] + 1}");
    }

    /// <summary>The batches of a window: rows by their numbers.</summary>
    private IReadOnlyList<long[]> Cut(long window)
    {
        var (pass, inPass) = Math.DivRem(window, Windows);
        var order = new RowOrder(store.Rows, source.Derive(pass));
        var first = inPass * options.Window;
        var rows = Enumerable.Range(0, (int)Math.Min(options.Window, store.Rows - first))
            .Select(i => order[first + i]).Select(row => (Row: row, store.Entry(row).Length)).OrderBy(row => row.Length);
        var batches = new List<List<long>>();
        foreach (var (row, length) in rows)
        {
            if (batches.Count == 0 || (batches[^1].Count + 1L) * length > options.Tokens) batches.Add([]);
            batches[^1].Add(row);
        }
        return [.. source.Derive(pass, inPass).Stream().Permutation(batches.Count).Select(i => batches[i].ToArray())];
    }
}
