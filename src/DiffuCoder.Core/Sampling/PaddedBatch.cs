using DiffuCoder.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>Rows of unequal length as one rectangle, padded on the left.</summary>
internal static class PaddedBatch
{
    /// <summary>The batch; its tensors belong to the current dispose scope. Without padding there is no attention mask, which is faster.</summary>
    public static TokenBatch Of(IReadOnlyList<int[]> rows, ModelConfig config, torch.Device device)
    {
        var width = rows.Max(row => row.Length);
        var tokens = new long[rows.Count * width];
        var real = new bool[tokens.Length];
        Array.Fill(tokens, config.PadTokenId ?? config.EndOfTextId ?? 0);
        for (var r = 0; r < rows.Count; r++)
        {
            var begin = (r + 1) * width - rows[r].Length;
            for (var i = 0; i < rows[r].Length; i++) (tokens[begin + i], real[begin + i]) = (rows[r][i], true);
        }
        return new(tensor(tokens, [rows.Count, width], device: device))
        {
            AttentionMask = Array.TrueForAll(real, value => value) ? null : tensor(real, [rows.Count, width], device: device),
        };
    }
}
