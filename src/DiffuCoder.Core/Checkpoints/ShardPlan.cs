namespace DiffuCoder.Checkpoints;

/// <summary>Decides which tensors go into which shard.</summary>
internal static class ShardPlan
{
    /// <summary>Fills shards in the order given. Each holds at most <paramref name="shardBytes"/>, or one single larger item.</summary>
    /// <param name="items">What to place.</param>
    /// <param name="bytesOf">Size of an item.</param>
    /// <param name="shardBytes">Size of a shard.</param>
    /// <returns>At least one shard; none but the only one is empty.</returns>
    internal static IReadOnlyList<IReadOnlyList<T>> Split<T>(IEnumerable<T> items, Func<T, long> bytesOf, long shardBytes)
    {
        var shards = new List<List<T>> { new() };
        var filled = 0L;
        foreach (var item in items)
        {
            var bytes = bytesOf(item);
            if (shards[^1].Count > 0 && bytes > shardBytes - filled)
            {
                shards.Add([]);
                filled = 0;
            }
            shards[^1].Add(item);
            filled += bytes;
        }
        return shards;
    }
}
