using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>How well the text around holes follows from what fills them, or from their lengths alone.</summary>
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

    /// <summary>
    /// The sum over known tokens c within a width of a hole, from left to right, of log p(c | the text beyond them, those before c, and as many
    /// masks as the holes have), in nats: by the chain rule log p(the tokens around | the text beyond them, the holes' lengths); 0 where there are
    /// none.
    /// </summary>
    public static double OfLengths(HoleFilling filling, int width, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (config, known) = (filling.Model.Config, filling.Trajectory.Initial);
        var around = Positions(filling, width, Canvas.MaskOf(config));
        if (around.Length == 0) return 0;
        var row = known.ToArray();
        foreach (var position in around) row[position] = Canvas.MaskOf(config);
        var rows = new List<int[]>();
        foreach (var position in around)
        {
            rows.Add([.. row]);
            row[position] = known[position];
        }
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        var device = filling.Model.Device.Resolve();
        var batch = PaddedBatch.Of(rows, config, device) with { Cancellation = cancellation };
        var at = tensor([.. around.Select((position, i) => (long)i * row.Length + position)], device: device);
        var targets = tensor([.. around.Select(position => (long)known[position])], device: device);
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
