using System.Runtime.InteropServices;

namespace DiffuCoder.Tokenization;

/// <summary>
/// The words of a corpus as symbols, and how often each pair of neighbours occurs, kept up to date while pairs are merged. Neighbours overlap:
/// "aaa" has the pair (a, a) twice.
/// </summary>
internal sealed class PairCounts
{
    readonly List<int[]> words = [];
    readonly List<long> frequencies = [];
    readonly Dictionary<(int Left, int Right), long> counts = [];

    /// <summary>Words that had the pair at some time; it may have gone since.</summary>
    readonly Dictionary<(int Left, int Right), List<int>> wordsWith = [];

    /// <summary>Every pair with its count or one it once had: an outdated entry is put right when it comes up.</summary>
    readonly PriorityQueue<(int Left, int Right), (long Count, int Left, int Right)> queue = new(mostFrequentFirst);

    static readonly Comparer<(long Count, int Left, int Right)> mostFrequentFirst = Comparer<(long Count, int Left, int Right)>.Create((a, b) =>
        a.Count != b.Count ? b.Count.CompareTo(a.Count) : a.Left != b.Left ? a.Left.CompareTo(b.Left) : a.Right.CompareTo(b.Right));

    public PairCounts(IEnumerable<(int[] Symbols, long Frequency)> corpus)
    {
        foreach (var (symbols, frequency) in corpus)
        {
            if (symbols.Length < 2) continue;
            words.Add(symbols);
            frequencies.Add(frequency);
            for (var i = 0; i + 1 < symbols.Length; i++) Gain((symbols[i], symbols[i + 1]), words.Count - 1);
        }
        foreach (var (pair, count) in counts) queue.Enqueue(pair, (count, pair.Left, pair.Right));
    }

    /// <summary>The pair to merge next; null when none occurs often enough.</summary>
    public (int Left, int Right)? MostFrequent(long minimumCount)
    {
        while (queue.TryPeek(out var pair, out var entry) && entry.Count >= minimumCount)
        {
            var count = counts.GetValueOrDefault(pair);
            if (count == entry.Count) return pair;
            queue.DequeueEnqueue(pair, (count, pair.Left, pair.Right));
        }
        return null;
    }

    /// <summary>Replaces a pair by one symbol, in each word from the left.</summary>
    public void Merge(int left, int right, int joined)
    {
        if (!wordsWith.Remove((left, right), out var affected)) return;
        var grown = new HashSet<(int, int)>();
        foreach (var word in affected) MergeIn(word, left, right, joined, grown);
        counts.Remove((left, right));
        foreach (var pair in grown)
            if (counts.TryGetValue(pair, out var count) && count > 0)
                queue.Enqueue(pair, (count, pair.Item1, pair.Item2));
    }

    void MergeIn(int word, int left, int right, int joined, HashSet<(int, int)> grown)
    {
        var symbols = words[word];
        var length = 0;
        for (var i = 0; i < symbols.Length; i++)
        {
            if (symbols[i] != left || i + 1 == symbols.Length || symbols[i + 1] != right)
            {
                symbols[length++] = symbols[i];
                continue;
            }
            Lose((left, right), word);
            if (length > 0)
            {
                Lose((symbols[length - 1], left), word);
                Grow((symbols[length - 1], joined));
            }
            if (i + 2 < symbols.Length)
            {
                Lose((right, symbols[i + 2]), word);
                Grow((joined, symbols[i + 2]));
            }
            symbols[length++] = joined;
            i++;
        }
        if (length < symbols.Length) words[word] = symbols[..length];

        void Grow((int, int) pair)
        {
            Gain(pair, word);
            grown.Add(pair);
        }
    }

    void Gain((int, int) pair, int word)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(counts, pair, out _) += frequencies[word];
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(wordsWith, pair, out _);
        list ??= [];
        if (list.Count == 0 || list[^1] != word) list.Add(word);
    }

    void Lose((int, int) pair, int word)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(counts, pair);
        count -= frequencies[word];
    }
}
