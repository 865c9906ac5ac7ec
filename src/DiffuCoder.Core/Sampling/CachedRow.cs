using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>What a cache knows of one row between passes.</summary>
/// <param name="cache">How it is kept.</param>
/// <param name="read">Its keys and values; belongs to this.</param>
/// <param name="source">Where the prediction of a position is read.</param>
internal sealed class CachedRow(Cache cache, KeyValueStore read, Func<int, int> source) : IDisposable
{
    private int[]? tokens; // the row as it was read last; null: nothing can be relied on
    private int passes, masksAtFull, masksLeft;
    private double movement;
    private Tensor? valuesAtFull; // of the last block

    /// <summary>Whether the next pass reads the whole row.</summary>
    public bool IsFull(ReadingRow row)
    {
        if (tokens is null) return true;
        var (start, end) = Window(row);
        return row.Asked.Any(position => source(position) < start || position >= end)
            || !row.Tokens.AsSpan(0, start).SequenceEqual(tokens.AsSpan(0, start))
            || !row.Tokens.AsSpan(end).SequenceEqual(tokens.AsSpan(end))
            || cache.Refreshes(Context(row));
    }

    /// <summary>What the next pass reads.</summary>
    public CanvasSpan Span(ReadingRow row)
    {
        var (start, end) = IsFull(row) ? (0, row.Tokens.Length) : Window(row);
        return new(row.Tokens, start, end, read);
    }

    /// <summary>Nothing that was read counts any more.</summary>
    public void Forget() => tokens = null;

    /// <summary>A pass over a span is done.</summary>
    public void Note(ReadingRow row, CanvasSpan span, int maskId)
    {
        tokens = [.. row.Tokens];
        var (start, end) = Window(row);
        long[] masked = [.. Enumerable.Range(start, end - start).Where(i => row.Tokens[i] == maskId).Select(i => (long)i)];
        masksLeft = masked.Length;
        if (span.Length < row.Tokens.Length)
        {
            (passes, movement) = (passes + 1, cache.IgnoresMovement ? 0 : Movement(masked));
            return;
        }
        (passes, masksAtFull, movement) = (0, masked.Length, 0);
        if (cache.IgnoresMovement) return;
        valuesAtFull?.Dispose();
        valuesAtFull = read.LastValues.clone().DetachFromDisposeScope();
    }

    public void Dispose()
    {
        read.Dispose();
        valuesAtFull?.Dispose();
    }

    private (int Start, int End) Window(ReadingRow row)
    {
        var (start, length) = (row.Block.FirstMask, row.Tokens.Length);
        if (start >= length) return (0, length);
        var end = cache.Window(Context(row));
        return end > start && end <= length
            ? (start, end)
            : throw new SamplerException($"The window of the cache \"{cache}\" ends at {end}; it has to end behind {start} and not behind {length}.");
    }

    private CacheContext Context(ReadingRow row) =>
        new(row.Block.FirstMask, row.Block.End, row.Tokens.Length, passes, masksAtFull - masksLeft, movement);

    private double Movement(long[] masked)
    {
        if (masked.Length == 0 || valuesAtFull is null) return 0;
        using var scope = NewDisposeScope();
        var places = tensor(masked, device: valuesAtFull.device);
        var then = valuesAtFull.index_select(2, places).to(ScalarType.Float32);
        var now = read.LastValues.index_select(2, places).to(ScalarType.Float32);
        return (now - then).norm().item<float>() / Math.Max(then.norm().item<float>(), float.Epsilon);
    }
}
