using DiffuCoder.Models;
using DiffuCoder.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>The completions of a round as tensors: prompts on the left of one column, completions on its right.</summary>
internal static class RolloutBatch
{
    /// <summary>Rows in the order given; tensors belong to the current dispose scope.</summary>
    /// <param name="rows">Finished trajectories; their completions are of one length.</param>
    /// <param name="config">For the padding.</param>
    /// <param name="device">Where to put them.</param>
    public static Completions Of(IReadOnlyList<Trajectory> rows, ModelConfig config, torch.Device device)
    {
        var prompt = rows.Max(row => row.CompletionStart);
        var completion = rows.Max(row => row.Final.Count - row.CompletionStart);
        var width = prompt + completion;
        var tokens = new long[rows.Count * width];
        var (real, counted) = (new bool[tokens.Length], new bool[rows.Count * completion]);
        Array.Fill(tokens, config.PadTokenId ?? config.EndOfTextId ?? 0);
        for (var r = 0; r < rows.Count; r++)
        {
            var row = rows[r];
            var begin = r * width + prompt - row.CompletionStart;
            for (var i = 0; i < row.Final.Count; i++) (tokens[begin + i], real[begin + i]) = (row.Final[i], true);
            Array.Fill(counted, true, r * completion, Length(row));
        }
        return new(tensor(tokens, [rows.Count, width], device: device), prompt, tensor(counted, [rows.Count, completion], device: device))
        {
            AttentionMask = Array.TrueForAll(real, value => value) ? null : tensor(real, [rows.Count, width], device: device),
        };
    }

    /// <summary>Tokens the model wrote, the first end token included.</summary>
    public static int Length(Trajectory row) => Math.Min(row.Final.Count, row.TextEnd + 1) - row.CompletionStart;

    /// <summary>Some rows of a batch, as views.</summary>
    public static Completions Slice(this Completions all, long first, long count) =>
        new(all.Tokens.narrow(0, first, count), all.PromptLength, all.Counted.narrow(0, first, count))
        {
            AttentionMask = all.AttentionMask?.narrow(0, first, count),
        };
}
