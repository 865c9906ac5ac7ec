using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>Keys and values of what a causal model has read, so that a further token costs one position. Whoever makes it disposes of it.</summary>
/// <param name="layers">Blocks of the model.</param>
internal sealed class KeyValueCache(int layers) : IDisposable
{
    private readonly (Tensor Keys, Tensor Values)?[] read = new (Tensor, Tensor)?[layers];

    /// <summary>True where what was read is real, bool [B, L]; null when all of it is.</summary>
    public Tensor? Real { get; private set; }

    /// <summary>Rotary position of the next token of each row, int64 [B, 1]; null before anything was read.</summary>
    public Tensor? Next { get; private set; }

    /// <summary>Adds the keys and values of a block, [B, heads, L, d], and gives all of them; they stay the cache's.</summary>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
    {
        using var scope = NewDisposeScope();
        var before = read[layer];
        var all = before is { } old
            ? (cat([old.Keys, keys], 2).DetachFromDisposeScope(), cat([old.Values, values], 2).DetachFromDisposeScope())
            : (keys.clone().DetachFromDisposeScope(), values.clone().DetachFromDisposeScope());
        before?.Keys.Dispose();
        before?.Values.Dispose();
        read[layer] = all;
        return all;
    }

    /// <summary>Notes what a batch adds.</summary>
    public void Advance(TokenBatch batch)
    {
        using var scope = NewDisposeScope();
        var fresh = batch.AttentionMask ?? ones(batch.Rows, batch.Length, ScalarType.Bool, batch.Tokens.device);
        var next = fresh.to(ScalarType.Int64).sum(1, keepdim: true).Plus(Next ?? zeros(batch.Rows, 1, ScalarType.Int64, batch.Tokens.device));
        if (Real is not null || batch.AttentionMask is not null)
            Set(real: Real is { } before ? cat([before, fresh], 1) : Next is null ? fresh.clone() : throw new InvalidOperationException("Padding stands before the first token only."));
        Next?.Dispose();
        Next = next.DetachFromDisposeScope();
    }

    public void Dispose()
    {
        foreach (var layer in read)
        {
            layer?.Keys.Dispose();
            layer?.Values.Dispose();
        }
        Real?.Dispose();
        Next?.Dispose();
    }

    private void Set(Tensor real)
    {
        Real?.Dispose();
        Real = real.DetachFromDisposeScope();
    }
}
