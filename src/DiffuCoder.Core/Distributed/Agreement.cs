using System.Text;

namespace DiffuCoder.Distributed;

/// <summary>What ranks do so that none goes its own way.</summary>
internal static class Agreement
{
    /// <summary>Work of all ranks: where it fails on one, that rank says why on the error output and the whole job ends.</summary>
    public static T Together<T>(this IRanks ranks, Func<T> work)
    {
        if (ranks.Size == 1) return work();
        try
        {
            return work();
        }
        catch (Exception e)
        {
            // the others wait for this rank in an exchange, where no exception can reach them
            Console.Error.WriteLine($"Rank {ranks.Rank} of {ranks.Size} ends the job: {e}");
            Console.Error.Flush();
            ranks.Abort();
            throw;
        }
    }

    /// <summary>Work on the disk that rank 0 does before the others, which find it done.</summary>
    public static T FirstThenOthers<T>(this IRanks ranks, Func<T> work)
    {
        if (ranks.Rank > 0) ranks.Wait();
        var result = work();
        if (ranks.Rank == 0) ranks.Wait();
        return result;
    }

    /// <summary>Returns when every rank has come here.</summary>
    public static void Wait(this IRanks ranks) => ranks.Gather([]);

    /// <summary>What rank 0 gives; null where that is null.</summary>
    public static string? OfFirst(this IRanks ranks, string? own)
    {
        if (ranks.Size == 1) return own;
        var first = ranks.Gather(own is null ? [] : [1, .. Encoding.UTF8.GetBytes(own)])[0];
        return first.Length == 0 ? null : Encoding.UTF8.GetString(first, 1, first.Length - 1);
    }

    /// <summary>Whether any rank says yes.</summary>
    public static bool Any(this IRanks ranks, bool own) => ranks.Size == 1 ? own : ranks.Gather([own ? (byte)1 : (byte)0]).Any(said => said[0] == 1);

    /// <summary>What each rank says, by rank.</summary>
    public static IReadOnlyList<string> Texts(this IRanks ranks, string own) =>
        [.. ranks.Gather(Encoding.UTF8.GetBytes(own)).Select(text => Encoding.UTF8.GetString(text))];
}
