using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>Where a family reads what it predicts.</summary>
internal static class TokenSource
{
    /// <summary>
    /// Families that keep the alignment of their autoregressive ancestor predict position i at position i - 1. The first real token of a row has
    /// no such neighbour and reads its own output (the released sampler does so at column 0, and under left padding reads a padding position there).
    /// </summary>
    /// <param name="batch">The canvas.</param>
    /// <param name="at">Flat positions asked for, int64 [N].</param>
    /// <returns>Flat positions to read, int64 [N].</returns>
    public static Tensor Shifted(TokenBatch batch, Tensor at)
    {
        using var scope = NewDisposeScope();
        using Scalar length = batch.Length, one = 1L; // held: TorchSharp frees a scalar that nobody holds while its native call may still read it
        var row = at.div(length, RoundingMode.floor);
        var column = at - row.mul(length);
        var first = batch.AttentionMask is { } mask ? mask.to(ScalarType.Int32).argmax(1, false).index_select(0, row) : zeros_like(at);
        return where(column > first, at.sub(one), at).MoveToOuterDisposeScope();
    }
}
