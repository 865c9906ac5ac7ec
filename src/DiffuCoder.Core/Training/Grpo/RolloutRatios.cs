using DiffuCoder.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>How much likelier the model finds the tokens of completions than the cache that they were drawn with: p_full / p_cached.</summary>
internal static class RolloutRatios
{
    /// <summary>For each token of the completion, its end included, the ratio of its last commitment; null where it was not measured.</summary>
    /// <param name="row">A finished trajectory.</param>
    public static float?[] Of(Trajectory row)
    {
        var ratios = new float?[RolloutBatch.Length(row)];
        foreach (var step in row.Steps)
            for (var i = 0; i < step.Reveals.Count; i++)
            {
                var place = step.Reveals[i].Position - row.CompletionStart;
                if (place >= 0 && place < ratios.Length) ratios[place] = step.Drift is { } drift && i < drift.Ratios.Count ? drift.Ratios[i] : null;
            }
        return ratios;
    }

    /// <summary>Truncated importance weights, min(cap, ratio), 1 where nothing was measured.</summary>
    /// <param name="rows">Finished trajectories, as in <see cref="RolloutBatch.Of"/>.</param>
    /// <param name="cap">The largest weight.</param>
    /// <param name="device">Where to put them.</param>
    /// <returns>float32 [B, Lc]; belongs to the current dispose scope.</returns>
    public static Tensor Weights(IReadOnlyList<Trajectory> rows, double cap, torch.Device device)
    {
        var completion = rows.Max(row => row.Final.Count - row.CompletionStart);
        var weights = new float[rows.Count * completion];
        Array.Fill(weights, 1);
        for (var r = 0; r < rows.Count; r++)
        {
            var ratios = Of(rows[r]);
            for (var i = 0; i < ratios.Length; i++)
                if (ratios[i] is { } ratio) weights[r * completion + i] = (float)Math.Min(cap, ratio);
        }
        return tensor(weights, [rows.Count, completion], device: device);
    }

    /// <summary>
    /// What is logged of a round, nothing where nothing was measured: the mean ratio of the measured tokens, the largest, and under a cap the share
    /// above it.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, Mean>> Measures(IEnumerable<Trajectory> rows, double? cap)
    {
        double[] measured = [.. rows.SelectMany(Of).OfType<float>()];
        if (measured.Length == 0) yield break;
        yield return new("rollout_ratio", new(measured.Sum(), measured.Length));
        yield return new("rollout_ratio_largest", new(measured.Max(), 1));
        if (cap is { } most) yield return new("rollout_ratio_truncated", new(measured.Count(ratio => ratio > most), measured.Length));
    }
}
