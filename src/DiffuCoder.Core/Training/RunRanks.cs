using System.Text.Json;
using DiffuCoder.Distributed;
using DiffuCoder.Models;

namespace DiffuCoder.Training;

/// <summary>What must be equal on all ranks of a run, checked.</summary>
internal sealed class RunRanks(IRanks ranks, MaskedLanguageModel model)
{
    /// <summary>Refuses ranks that run under other options than rank 0.</summary>
    /// <exception cref="DistributedException">Some do; rank and options are named.</exception>
    public void RequireEqual(IReadOnlyDictionary<string, string> options)
    {
        if (ranks.Size == 1) return;
        var all = ranks.Texts(JsonSerializer.Serialize(options))
            .Select(text => JsonSerializer.Deserialize<Dictionary<string, string>>(text)!).ToList();
        for (var rank = 1; rank < all.Count; rank++)
        {
            var different = RunOptions.Differences(all[0], all[rank], "rank 0", "here");
            if (different.Count > 0)
                throw new DistributedException(
                    $"Rank {rank} trains under other options than rank 0:\n  {string.Join("\n  ", different)}\n"
                        + "Give all ranks the same program and arguments; threads are set by TrainingOptions.Threads or OMP_NUM_THREADS.");
        }
    }

    /// <summary>Refuses ranks whose weights are not those of rank 0.</summary>
    /// <exception cref="DistributedException">Some are not; the ranks are named.</exception>
    public void RequireEqualWeights(long step)
    {
        if (ranks.Size == 1) return;
        var all = ranks.Texts(WeightHash.Of(model));
        var different = Enumerable.Range(1, all.Count - 1).Where(rank => all[rank] != all[0]).ToList();
        if (different.Count > 0)
            throw new DistributedException(
                $"At step {step} the weights of rank {string.Join(", ", different)} are not those of rank 0, so nothing was saved. "
                    + "All ranks need the same program, libtorch, threads and kind of processor; start again from the last checkpoint.");
    }
}
