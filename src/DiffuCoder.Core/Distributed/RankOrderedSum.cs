using System.Runtime.InteropServices;
using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Distributed;

/// <summary>
/// Sums of float32 tensors of all ranks, added one after another: rank 0's of the first round, rank 1's, and so on, then those of the next round.
/// That is the order in which one process adds them, so that the sums are equal to the bit; a sum that is built as a tree, as MPI's own, is not.
/// Each rank holds and adds a part of every tensor; the parts are put together at the end.
/// </summary>
/// <param name="ranks">The job.</param>
/// <param name="like">Tensors of the shapes and on the devices of the sums.</param>
internal sealed class RankOrderedSum(IRanks ranks, IReadOnlyList<Tensor> like) : IDisposable
{
    // numbers that are under way at once: 16 MB sent, as much received
    private const int Bucket = 1 << 22;

    private readonly Dictionary<(int Tensor, long First), Tensor> sums = [];

    /// <summary>Adds a round.</summary>
    /// <param name="own">This rank's tensors; null adds nothing, not even a zero.</param>
    public void Add(IReadOnlyList<Tensor?> own)
    {
        using var quiet = no_grad();
        var given = ranks.Gather([.. own.Select(tensor => tensor is null ? (byte)0 : (byte)1)]);
        for (var i = 0; i < like.Count; i++)
        {
            if (!given.Any(rank => rank[i] == 1)) continue;
            foreach (var (first, length) in Buckets(like[i])) Add((i, first), length, own[i], [.. given.Select(rank => rank[i] == 1)]);
        }
    }

    /// <summary>A whole sum, on every rank; null where no rank gave anything.</summary>
    /// <param name="place">Its place among the tensors.</param>
    public Tensor? Take(int place)
    {
        if (!sums.ContainsKey((place, 0))) return null;
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var whole = empty(like[place].shape, ScalarType.Float32, like[place].device);
        foreach (var (first, length) in Buckets(whole))
        {
            using var here = NewDisposeScope();
            var target = whole.view(-1).narrow(0, first, length);
            var numbers = whole.device_type == DeviceType.CPU ? target : empty(length, ScalarType.Float32, CPU);
            ranks.Assemble(Numbers(sums[(place, first)]), Numbers(numbers));
            if (whole.device_type != DeviceType.CPU) target.copy_(numbers);
        }
        return whole.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var sum in sums.Values) sum.Dispose();
    }

    private void Add((int Tensor, long First) at, int length, Tensor? own, bool[] given)
    {
        using var scope = NewDisposeScope();
        var numbers = own is null ? zeros(length, ScalarType.Float32, CPU) : own.detach().reshape(-1).narrow(0, at.First, length).cpu();
        var cuts = ranks.Cuts(length);
        var mine = cuts[ranks.Rank + 1] - cuts[ranks.Rank];
        var parts = empty(ranks.Size, mine, ScalarType.Float32, CPU);
        ranks.Exchange(Numbers(numbers), Numbers(parts));
        for (var rank = 0; rank < ranks.Size; rank++)
        {
            if (!given[rank]) continue;
            if (sums.TryGetValue(at, out var sum)) sum.AddInPlace(parts[rank]);
            else sums[at] = parts[rank].clone().DetachFromDisposeScope();
        }
    }

    private static IEnumerable<(long First, int Length)> Buckets(Tensor tensor)
    {
        for (long first = 0, all = tensor.numel(); first < all; first += Bucket) yield return (first, (int)Math.Min(Bucket, all - first));
    }

    private static Span<float> Numbers(Tensor tensor) => tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
