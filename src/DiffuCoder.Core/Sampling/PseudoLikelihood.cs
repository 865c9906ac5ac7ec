using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>
/// How well filled holes and the text around them fit together: each token told from all others (Besag 1975; for masked language models
/// Salazar et al. 2020, arXiv 1910.14659), not one at a time but every m-th of them, m passes for all.
/// </summary>
internal static class PseudoLikelihood
{
    /// <summary>
    /// P: the sum over the positions i of the holes and the known ones around them of log p(x_i | the row with every position j of these masked for
    /// which j = i modulo m), in nats. The first token of a row, which has nothing to its left to be told from, is left out where it is known.
    /// </summary>
    /// <param name="filling">The filled holes.</param>
    /// <param name="width">Known tokens on either side of each hole that P is about, w.</param>
    /// <param name="passes">m; they are one batch.</param>
    /// <param name="cancellation">Ends it between two blocks of the model.</param>
    /// <returns>P, and over how many tokens.</returns>
    public static (double Sum, int Count) Of(HoleFilling filling, int width, int passes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (config, final) = (filling.Model.Config, filling.Trajectory.Final);
        var positions = Positions(filling, width, Canvas.MaskOf(config));
        var classes = positions.GroupBy(position => position % passes).Select(some => some.ToArray()).ToArray();
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        var device = filling.Model.Device.Resolve();
        int[][] rows = [.. classes.Select(masked =>
        {
            var row = final.ToArray();
            foreach (var position in masked) row[position] = Canvas.MaskOf(config);
            return row;
        })];
        var at = classes.SelectMany((masked, row) => masked.Select(position => (long)row * final.Count + position)).ToArray();
        var targets = classes.SelectMany(masked => masked.Select(position => (long)final[position])).ToArray();
        var batch = PaddedBatch.Of(rows, config, device) with { Cancellation = cancellation };
        var each = filling.Model.LogProbabilities(batch, tensor(at, device: device), tensor(targets, device: device));
        return (each.to(ScalarType.Float64).sum().ToDouble(), positions.Length);
    }

    private static int[] Positions(HoleFilling filling, int width, int maskId)
    {
        var initial = filling.Trajectory.Initial;
        var end = Math.Min(initial.Count - 1, filling.Trajectory.TextEnd); // what stands behind a stop token is no part of the text
        bool IsKnown(int position) => position >= 1 && position <= end && initial[position] != maskId;

        // known tokens one after another, away from each hole in both directions
        IEnumerable<int> From(int hole, int step) => Enumerable.Range(1, width).Select(distance => hole + step * distance).TakeWhile(IsKnown);

        return [.. filling.Positions.SelectMany(hole => From(hole, -1).Concat(From(hole, 1)).Append(hole)).Distinct().Order()];
    }
}
