namespace DiffuCoder.Constraints;

/// <summary>
/// What was made last, and is not made again as long as it is asked for: the tables of an automaton are tens of megabytes, where the vocabulary is
/// large. May be used by several threads at once.
/// </summary>
internal sealed class LatestOnes<TKey, TValue>
    where TKey : notnull
{
    private const int Most = 4;

    private readonly List<(TKey Key, TValue Value)> kept = [];
    private readonly Lock gate = new();

    /// <summary>What belongs to a key.</summary>
    public TValue Of(TKey key, Func<TValue> make)
    {
        lock (gate)
        {
            var place = kept.FindIndex(known => known.Key.Equals(key));
            var found = place < 0 ? (key, make()) : kept[place];
            if (place >= 0) kept.RemoveAt(place);
            else if (kept.Count == Most) kept.RemoveAt(0);
            kept.Add(found);
            return found.Item2;
        }
    }
}
