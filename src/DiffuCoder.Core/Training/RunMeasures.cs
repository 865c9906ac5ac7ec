using System.Text.Json;
using DiffuCoder.Analysis;
using DiffuCoder.Datasets;

namespace DiffuCoder.Training;

/// <summary>Reads what runs wrote down, for charts and tables.</summary>
public static class RunMeasures
{
    /// <summary>The lines of <c>metrics.jsonl</c>: loss, learning rate, reward and whatever else was logged.</summary>
    /// <param name="path">A run's or a stage's directory, or the file itself.</param>
    /// <returns>In the order of steps. A last line that is still being written does not count.</returns>
    /// <exception cref="DataException">The file is missing, or a line is damaged; the message names it.</exception>
    public static IReadOnlyList<RunLine> Read(string path) => Lines(path, "metrics.jsonl");

    /// <summary>
    /// The lines of <c>timing.jsonl</c>: <c>seconds</c> since the run began, <c>tokens_per_second</c>,
    /// and since the line before <c>phases.rollout</c>, <c>phases.forward</c> and so on, in seconds.
    /// </summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<RunLine> ReadTiming(string path) => Lines(path, "timing.jsonl");

    /// <summary>One measure of a run, at the steps that have it.</summary>
    /// <param name="lines">What was read.</param>
    /// <param name="measure">Its name, as in the file.</param>
    /// <exception cref="TrainingException">No line has it; the message names those there are.</exception>
    public static IReadOnlyList<StepValue> Series(IReadOnlyList<RunLine> lines, string measure)
    {
        ArgumentNullException.ThrowIfNull(lines);
        StepValue[] values = [
            .. lines.Where(line => line.Measures.ContainsKey(measure)).Select(line => new StepValue(line.Step, line.Measures[measure]))];
        return values.Length > 0 ? values : throw new TrainingException(
            $"The run has no measure {measure}; it has {string.Join(", ", Names(lines).DefaultIfEmpty("no line"))}.");
    }

    private static IEnumerable<string> Names(IReadOnlyList<RunLine> lines) =>
        lines.SelectMany(line => line.Measures.Keys).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The mean of a measure over runs that differ in their seed, at each step over the runs that have it.</summary>
    /// <param name="runs">At least one.</param>
    /// <param name="options">
    /// How the bands are made; <see cref="BandOptions.Default"/> when null. The bootstrap is over runs: of a few it says little.
    /// </param>
    /// <returns>A point for each step, ascending.</returns>
    /// <exception cref="TrainingException">There are no runs.</exception>
    public static IReadOnlyList<CurvePoint> Mean(IReadOnlyList<IReadOnlyList<StepValue>> runs, BandOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0) throw new TrainingException("There are no runs of which to take a mean; give at least one.");
        return
        [
            .. runs.SelectMany(run => run).GroupBy(point => point.Step).OrderBy(group => group.Key)
                .Select(group => new CurvePoint(checked((int)group.Key), Band.Of(group.Select(point => point.Value), options))),
        ];
    }

    private static IReadOnlyList<RunLine> Lines(string path, string name)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, name) : path;
        var readings = JsonLineRows.Read(file).ToList();
        if (readings is [.., { Problem: not null }] && !EndsWithNewline(file)) readings.RemoveAt(readings.Count - 1);
        var lines = new List<RunLine>();
        foreach (var reading in readings)
        {
            var row = reading.Row;
            var step = (long)row.Number("step");
            if (lines.Count > 0 && step <= lines[^1].Step)
                throw row.Failure("step", $"is {step} after {lines[^1].Step}; steps ascend. Is this the record of one run?");
            lines.Add(new(step, Names(row.Columns).Where(column => column != "step").ToDictionary(column => column, row.Number)));
        }
        return lines;
    }

    /// <summary>The names of all numbers, those inside an object as dotted paths.</summary>
    private static IEnumerable<string> Names(JsonElement columns) => columns.EnumerateObject().SelectMany(column =>
        column.Value.ValueKind == JsonValueKind.Object ? Names(column.Value).Select(inner => $"{column.Name}.{inner}") : [column.Name]);

    private static bool EndsWithNewline(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (stream.Length == 0) return false;
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() == '\n';
    }
}
