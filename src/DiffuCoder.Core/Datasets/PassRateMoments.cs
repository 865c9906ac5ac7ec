namespace DiffuCoder.Datasets;

/// <summary>Mean and population standard deviation of a task's pass rates.</summary>
internal static class PassRateMoments
{
    /// <param name="task">The task.</param>
    /// <param name="models">Whose answers count; none: everybody's.</param>
    /// <exception cref="DataException">The task has no pass rates, or none of these models.</exception>
    public static (double Mean, double Spread) Of(CodingTask task, IReadOnlyList<string> models)
    {
        if (task.Answers.Count == 0)
            throw new DataException(
                $"The task \"{task.Id}\" has no pass rates; without them nobody knows how hard it is. "
                    + "Use data with reference answers, or name their columns.");
        double[] rates = [.. task.Answers.Where(answer => models.Count == 0 || models.Contains(answer.Model)).Select(answer => answer.PassRate)];
        if (rates.Length == 0)
            throw new DataException(
                $"The task \"{task.Id}\" has no answer of {string.Join(" or ", models)}; those that it has are of {Writers(task)}. "
                    + $"Name others in {nameof(HardSubset.Models)}, or none for all.");
        var mean = rates.Average();
        return (mean, Math.Sqrt(rates.Average(rate => (rate - mean) * (rate - mean))));
    }

    private static string Writers(CodingTask task) =>
        string.Join(", ", task.Answers.Select(answer => answer.Model.Length == 0 ? "nobody that is named" : answer.Model).Distinct());
}
