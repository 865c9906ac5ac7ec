using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>Temperature, then top-p, then top-k, as the released sampler orders them. Logits and probabilities are float32 [N, V].</summary>
internal static class LogitFilter
{
    // rows whose nucleus is wider than this are sorted whole; the others, nearly all of a trained model's, are not
    private const int NarrowNucleus = 64;

    /// <summary>Logits after temperature and filters; removed entries hold the least float32. Belongs to the current dispose scope.</summary>
    public static Tensor Apply(Tensor logits, double temperature, double topP, int? topK)
    {
        using var scope = NewDisposeScope();
        using Scalar divisor = temperature; // scalars are held: TorchSharp frees one that nobody holds while its native call may still read it
        var scaled = temperature > 0 ? logits / divisor : logits;
        if (topP < 1) scaled = Keep(scaled, NucleusFloor(scaled, topP));
        if (topK is { } k && k < scaled.shape[1]) scaled = Keep(scaled, scaled.topk(k, -1).values.select(-1, k - 1));
        return scaled.alias().MoveToOuterDisposeScope();
    }

    private static Tensor Keep(Tensor logits, Tensor floor)
    {
        using Scalar removed = float.MinValue;
        return logits.masked_fill(logits < floor.unsqueeze(-1), removed);
    }

    // the least logit of the smallest set of likeliest tokens whose probability exceeds topP
    private static Tensor NucleusFloor(Tensor logits, double topP)
    {
        var width = (int)Math.Min(NarrowNucleus, logits.shape[1]);
        var total = logits.logsumexp(-1, keepdim: true);
        var (floor, crossed) = Floor(logits.topk(width, -1).values, total, topP);
        var wide = crossed.logical_not().nonzero().squeeze(-1);
        if (width == logits.shape[1] || wide.shape[0] == 0) return floor;
        var sorted = logits.index_select(0, wide).sort(-1, descending: true).Values;
        return floor.index_copy(0, wide, Floor(sorted, total.index_select(0, wide), topP).Floor);
    }

    // a token is kept while those before it hold at most topP; so the floor is the last such token
    private static (Tensor Floor, Tensor Crossed) Floor(Tensor descending, Tensor total, double topP)
    {
        var cumulative = (descending - total).exp_().cumsum(-1);
        using Scalar mass = topP, last = descending.shape[1] - 1;
        var kept = (cumulative <= mass).sum(-1, keepdim: true).clamp_max(last);
        return (descending.gather(-1, kept).squeeze(-1), cumulative.select(-1, -1) > mass);
    }
}
