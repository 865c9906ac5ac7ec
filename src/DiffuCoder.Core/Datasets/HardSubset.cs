using DiffuCoder.Runtime;

namespace DiffuCoder.Datasets;

/// <summary>
/// The hard tasks that coupled-GRPO learns from (DiffuCoder, arXiv 2506.20639, section 5): reference answers seldom pass,
/// and differ in how far they do. A task is chosen if the mean of its pass rates is at most, and their population standard
/// deviation at least, a percentile over all tasks (linear interpolation, numpy's default). The paper speaks of variance,
/// which chooses the same tasks. Whose pass rates the paper took it does not say.
/// </summary>
public sealed record HardSubset
{
    /// <summary>Rates are counts over counts: their rounding must not part what is equal.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Share of all tasks, those of lowest mean pass rate, in [0, 1]. Default 0.2.</summary>
    public double AccuracyShare { get; init => field = Require.Within(value, 0, 1); } = 0.2;

    /// <summary>Percentile of the spread from which a task is chosen, in [0, 100]. Default 60.</summary>
    public double SpreadPercentile { get; init => field = Require.Within(value, 0, 100); } = 60;

    /// <summary>The models whose reference answers count, by their names in the data set; none: all. Default none.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The paper's: the lowest 20 % in mean, the highest 40 % in variance.</summary>
    public static HardSubset Paper { get; } = new();

    /// <summary>
    /// The released code's (<c>recipes/process_data.py</c>): the lowest 20 % in mean, a standard deviation of at least the 40th percentile, of the
    /// answers of two of AceCode's models.
    /// </summary>
    public static HardSubset Release { get; } = new() { SpreadPercentile = 40, Models = ["qwen_coder_2.5", "llama3_instruct"] };

    /// <summary>The hard tasks of a file or directory, which is read twice; bad rows are reported once.</summary>
    /// <param name="path">What <see cref="DataFiles"/> reads.</param>
    /// <param name="columns">Where the tasks stand; null: <see cref="CodingTaskColumns.AceCode"/>.</param>
    /// <param name="badRows">What becomes of bad rows; null: they are fatal.</param>
    /// <param name="unused">What becomes of columns that look like content and are not used; null: they are named on standard error.</param>
    /// <exception cref="DataException">As in <see cref="CodingTasks"/>, or a task has no pass rates, or none of <see cref="Models"/>.</exception>
    public IEnumerable<CodingTask> Select(string path, CodingTaskColumns? columns = null, BadRows? badRows = null, UnusedColumns? unused = null)
    {
        var thresholds = Thresholds(CodingTasks.Read(path, columns, badRows, unused));
        return Chosen(() => CodingTasks.Read(path, columns, badRows?.Unreported, UnusedColumns.Ignore), thresholds);
    }

    /// <summary>The hard tasks of a stream, in its order. It is drawn twice, at once and lazily; only two numbers per task are held.</summary>
    /// <param name="tasks">Starts the stream; the same tasks each time.</param>
    /// <exception cref="DataException">There are no tasks, a task has no pass rates, or the stream is another one the second time.</exception>
    public IEnumerable<CodingTask> Select(Func<IEnumerable<CodingTask>> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var thresholds = Thresholds(tasks());
        return Chosen(tasks, thresholds);
    }

    /// <summary>The thresholds that a whole set gives.</summary>
    /// <param name="tasks">All tasks; drawn once.</param>
    /// <exception cref="DataException">There are no tasks, or a task has no pass rates.</exception>
    public HardSubsetThresholds Thresholds(IEnumerable<CodingTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        List<double> means = [], spreads = [];
        foreach (var task in tasks)
        {
            var (mean, spread) = PassRateMoments.Of(task, Models);
            means.Add(mean);
            spreads.Add(spread);
        }
        return means.Count == 0
            ? throw new DataException("There are no tasks to choose hard ones from. Is this the right file?")
            : new(Percentile.Of(means, AccuracyShare), Percentile.Of(spreads, SpreadPercentile / 100), means.Count);
    }

    private IEnumerable<CodingTask> Chosen(Func<IEnumerable<CodingTask>> tasks, HardSubsetThresholds thresholds)
    {
        var count = 0L;
        foreach (var task in tasks())
        {
            count++;
            var (mean, spread) = PassRateMoments.Of(task, Models);
            if (mean <= thresholds.Accuracy + Rounding && spread >= thresholds.Spread - Rounding) yield return task;
        }
        if (count != thresholds.Tasks)
            throw new DataException(
                $"There were {thresholds.Tasks} tasks the first time and {count} the second. The stream must be the same each time it is started.");
    }
}
