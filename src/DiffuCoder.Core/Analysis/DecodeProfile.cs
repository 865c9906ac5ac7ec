namespace DiffuCoder.Analysis;

/// <summary>When each position was written: from left to right it is a straight line from 0 to 1, at random it is flat.</summary>
public static class DecodeProfile
{
    /// <summary>
    /// The share of the steps that had passed when each position was revealed: i / (m - 1) at step
    /// i of m, where steps that revealed nothing do not count; 0 when there was only one step.
    /// </summary>
    /// <param name="order">The order of decoding.</param>
    /// <returns>In [0, 1], by position from the start of the completion; NaN where a position was not revealed.</returns>
    public static IReadOnlyList<double> Of(DecodingOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var shares = new double[order.Flattened.Count == 0 ? 0 : order.Flattened.Max() + 1];
        Array.Fill(shares, double.NaN);
        for (var i = 0; i < order.Steps.Count; i++)
            foreach (var position in order.Steps[i]) shares[position] = (double)i / Math.Max(1, order.Steps.Count - 1);
        return shares;
    }

    /// <summary>The mean over generations, at each position over those that revealed it.</summary>
    /// <param name="orders">At least one.</param>
    /// <param name="options">How the bands are made; <see cref="BandOptions.Default"/> when null.</param>
    /// <returns>A point for each position that was revealed at all, from left to right.</returns>
    /// <exception cref="AnalysisException">There are no orders.</exception>
    public static IReadOnlyList<CurvePoint> Mean(IReadOnlyList<DecodingOrder> orders, BandOptions? options = null)
    {
        IReadOnlyList<double>[] profiles = [.. Need.Some(orders).Select(Of)];
        return
        [
            .. Enumerable.Range(0, profiles.Max(profile => profile.Count))
                .Select(
                    position => new CurvePoint(
                        position, Band.Of(profiles.Where(profile => position < profile.Count).Select(profile => profile[position]), options)))
                .Where(point => point.Value.Count > 0),
        ];
    }
}
