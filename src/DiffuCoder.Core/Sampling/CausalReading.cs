using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>A causal model reading rows that grow by a token a step. Holds keys and values between steps.</summary>
internal sealed class CausalReading(MaskedLanguageModel model) : IDisposable
{
    private readonly KeyValueCache cache = new(model.Config.Layers);
    private bool begun;

    /// <summary>Logits of the next token of some rows, float32 [asked, V], in the current dispose scope.</summary>
    /// <param name="rows">All rows; what is not written yet is <see cref="Canvas.Unwritten"/>.</param>
    /// <param name="starts">Where each row's completion begins.</param>
    /// <param name="step">Tokens that each row has written.</param>
    /// <param name="asked">Rows that go on.</param>
    public Tensor Next(IReadOnlyList<int[]> rows, IReadOnlyList<int> starts, int step, IReadOnlyList<int> asked)
    {
        var device = model.Device.Resolve();
        // a row that has ended is read on as padding, which nobody looks at
        var fresh = begun
            ? new(tensor(rows.Select((row, i) => (long)row[Math.Min(starts[i] + step, row.Length) - 1]).ToArray(), [rows.Count, 1], device: device))
            : PaddedBatch.Of([.. rows.Select((row, i) => row[..starts[i]])], model.Config, device);
        begun = true;
        return ((TransformerModel)model).Continue(fresh, cache).index_select(0, tensor(asked.Select(i => (long)i).ToArray(), device: device));
    }

    public void Dispose() => cache.Dispose();
}
