using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// Keys and values of one row in every block, as they were when each position was read last: two tensors [1, key heads, L, d] a block, so that memory
/// grows with the length and not with its square. Keys are turned to their positions already. Whoever makes it disposes of it.
/// </summary>
/// <param name="layers">Blocks of the model.</param>
/// <param name="length">Positions of the row, L.</param>
internal sealed class KeyValueStore(int layers, int length) : IDisposable
{
    private readonly (Tensor Keys, Tensor Values)?[] read = new (Tensor, Tensor)?[layers];

    /// <summary>Bytes held.</summary>
    public long Bytes => read.Sum(layer => layer is { } pair ? 2 * pair.Keys.numel() * pair.Keys.element_size() : 0);

    /// <summary>The values of the last block, [1, key heads, L, d]; they stay the store's.</summary>
    public Tensor LastValues => read[^1]?.Values ?? throw new InvalidOperationException("Nothing was read yet.");

    /// <summary>Puts keys and values, [1, key heads, n, d], at n positions from a start on.</summary>
    public void Write(int layer, int start, Tensor keys, Tensor values)
    {
        using var scope = NewDisposeScope();
        var (allKeys, allValues) = read[layer] ??= (Empty(keys), Empty(values));
        allKeys.narrow(2, start, keys.shape[2]).copy_(keys);
        allValues.narrow(2, start, values.shape[2]).copy_(values);
    }

    /// <summary>Views of the keys and values before a position, in the current dispose scope.</summary>
    public (Tensor Keys, Tensor Values) Before(int layer, int end) => read[layer] is { } all
        ? (all.Keys.narrow(2, 0, end), all.Values.narrow(2, 0, end))
        : throw new InvalidOperationException($"Block {layer} has read nothing yet.");

    public void Dispose()
    {
        for (var layer = 0; layer < read.Length; layer++)
        {
            read[layer]?.Keys.Dispose();
            read[layer]?.Values.Dispose();
            read[layer] = null;
        }
    }

    private Tensor Empty(Tensor like) =>
        empty(1, like.shape[1], length, like.shape[3], dtype: like.dtype, device: like.device).DetachFromDisposeScope();
}
