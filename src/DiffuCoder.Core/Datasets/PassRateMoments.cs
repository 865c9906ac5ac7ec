namespace DiffuCoder.Datasets;

/// <summary>Mean and population standard deviation of a task's pass rates.</summary>
internal static class PassRateMoments
{
    /// <exception cref="DataException">The task has no pass rates.</exception>
    public static (double Mean, double Spread) Of(CodingTask task)
    {
        if (task.PassRates.Count == 0)
            throw new DataException(
                $"The task \"{task.Id}\" has no pass rates; without them nobody knows how hard it is. "
                    + "Use data with reference answers, or name their columns.");
        var mean = task.PassRates.Average();
        return (mean, Math.Sqrt(task.PassRates.Average(rate => (rate - mean) * (rate - mean))));
    }
}
