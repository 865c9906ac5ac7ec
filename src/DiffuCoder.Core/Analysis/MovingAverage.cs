namespace DiffuCoder.Analysis;

/// <summary>Smoothing of curves for the eye.</summary>
public static class MovingAverage
{
    /// <summary>
    /// The mean of each value and its neighbours, as many before it as after it. Towards the ends the window
    /// narrows on both sides, so that nothing is shifted: the first value and the last stay as they are.
    /// </summary>
    /// <param name="values">The values, in order.</param>
    /// <param name="width">Values of a window, an odd number; 1 changes nothing.</param>
    /// <exception cref="AnalysisException">The width is even or below 1.</exception>
    public static IReadOnlyList<double> Centred(IReadOnlyList<double> values, int width)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (Need.AtLeast(1, width, "The width of a window") % 2 == 0)
            throw new AnalysisException($"The width of a window is {width}; it must be odd, to have as many values on either side.");
        return
        [
            .. values.Select((_, i) =>
            {
                var side = Math.Min(width / 2, Math.Min(i, values.Count - 1 - i));
                return values.Skip(i - side).Take(2 * side + 1).Average();
            }),
        ];
    }
}
