using System.Globalization;

namespace DiffuCoder.Evaluation;

/// <summary>
/// A share of a benchmark's problems, for processes or machines that share out a run: <c>2/4</c> is the second of four. Each has a directory of its
/// own; an <see cref="Evaluator"/> makes one run of them.
/// </summary>
public sealed record Shard
{
    /// <summary>A share.</summary>
    /// <param name="number">Which, from 1.</param>
    /// <param name="count">Of how many.</param>
    /// <exception cref="EvaluationException">The number does not lie from 1 to the count.</exception>
    public Shard(int number, int count)
    {
        if (number < 1 || number > count)
            throw new EvaluationException($"{number}/{count} is no shard: they are counted from 1, and are as many as the number behind the stroke.");
        (Number, Count) = (number, count);
    }

    /// <summary>Which, from 1.</summary>
    public int Number { get; }

    /// <summary>Of how many.</summary>
    public int Count { get; }

    /// <summary>Reads <c>2/4</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="EvaluationException">It is no shard.</exception>
    public static Shard Parse(string text) =>
        text.Split('/') is [var number, var count] && Whole(number) is { } first && Whole(count) is { } second
            ? new(first, second)
            : throw new EvaluationException($"\"{text}\" is no shard; write 2/4 for the second of four.");

    /// <summary>The benchmark with the problems of this shard: neighbours, so that batches are those of one process where they fill them.</summary>
    /// <exception cref="EvaluationException">There are fewer problems than shards.</exception>
    internal Benchmark Of(Benchmark benchmark)
    {
        var problems = benchmark.Problems.Count;
        if (problems < Count) throw new EvaluationException($"{benchmark.Name} has {problems} problems, too few for {Count} shards.");
        var (begin, end) = ((int)((long)problems * (Number - 1) / Count), (int)((long)problems * Number / Count));
        return benchmark with { Problems = [.. benchmark.Problems.Skip(begin).Take(end - begin)] };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
