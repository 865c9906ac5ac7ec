using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>How well the text around holes follows from what fills them.</summary>
internal static class Surroundings
{
    /// <summary>
    /// The sum over known tokens c within a width of a hole of log p(c | the row with all of them masked), in nats; 0 where there are none. The first
    /// token of a row, which has nothing to its left to be told from, is left out.
    /// </summary>
    public static double LogProbability(HoleFilling filling, int width, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (config, row) = (filling.Model.Config, filling.Trajectory.Final.ToArray());
        var masked = Positions(filling, width, Canvas.MaskOf(config));
        if (masked.Length == 0) return 0;
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        var device = filling.Model.Device.Resolve();
        var targets = tensor([.. masked.Select(position => (long)row[position])], device: device);
        foreach (var position in masked) row[position] = Canvas.MaskOf(config);
        var batch = PaddedBatch.Of([row], config, device) with { Cancellation = cancellation };
        var at = tensor([.. masked.Select(position => (long)position)], device: device);
        return filling.Model.LogProbabilities(batch, at, targets).to(ScalarType.Float64).sum().ToDouble();
    }

    private static int[] Positions(HoleFilling filling, int width, int maskId)
    {
        var known = filling.Trajectory.Initial;
        bool IsKnown(int position) => position >= 1 && position < known.Count && known[position] != maskId;

        // known tokens one after another, away from each hole in both directions
        IEnumerable<int> From(int hole, int step) => Enumerable.Range(1, width).Select(distance => hole + step * distance).TakeWhile(IsKnown);

        return [.. filling.Positions.SelectMany(hole => From(hole, -1).Concat(From(hole, 1))).Distinct().Order()];
    }
}
