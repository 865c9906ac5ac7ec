namespace DiffuCoder.Datasets;

/// <summary>Reads coding tasks as a stream.</summary>
public static class CodingTasks
{
    /// <summary>The tasks of a file or directory.</summary>
    /// <param name="path">What <see cref="DataFiles"/> reads.</param>
    /// <param name="columns">Where they stand; null: <see cref="CodingTaskColumns.AceCode"/>.</param>
    /// <param name="badRows">What becomes of bad rows; null: they are fatal.</param>
    /// <param name="unused">What becomes of columns that look like content and are not used; null: they are named on standard error.</param>
    /// <exception cref="DataException">As in <see cref="DataFiles"/>. Bad are also rows with no test, a blank one, or a pass rate outside
    /// [0, 1].</exception>
    public static IEnumerable<CodingTask> Read(string path, CodingTaskColumns? columns = null, BadRows? badRows = null, UnusedColumns? unused = null)
    {
        columns ??= CodingTaskColumns.AceCode;
        string[] used = [columns.Id, columns.Question, columns.Tests, columns.Inferences, .. columns.LeftOut];
        return DataFiles.Records(path, row => Task(row, columns), badRows, unused, row => [new(row.Columns, "", used)]);
    }

    private static CodingTask Task(DataRow row, CodingTaskColumns columns) =>
        new(row.Text(columns.Id), row.Text(columns.Question), Tests(row, columns.Tests), Answers(row, columns));

    private static IReadOnlyList<string> Tests(DataRow row, string column)
    {
        var tests = row.Texts(column);
        if (tests.Count == 0) throw row.Failure(column, "is empty; a task needs a test. Mend the row, or skip bad rows.");
        for (var i = 0; i < tests.Count; i++)
            if (string.IsNullOrWhiteSpace(tests[i])) throw row.Failure($"{column}[{i}]",
                "is blank; it should be a test. Mend the row, or skip bad rows.");
        return tests;
    }

    private static IReadOnlyList<ReferenceAnswer> Answers(DataRow row, CodingTaskColumns columns) => row.Has(columns.Inferences)
        ? [.. row.Items(columns.Inferences).Select(inference => new ReferenceAnswer(
            inference.TextOr(columns.Model, ""), inference.TextOr(columns.Answer, ""), PassRate(inference, columns.PassRate)))]
        : [];

    private static double PassRate(DataRow inference, string column) => inference.Number(column) is var rate and >= 0 and <= 1
        ? rate
        : throw inference.Failure(column,
            FormattableString.Invariant($"is {inference.Number(column)}; it should lie in [0, 1]. Mend the row, or skip bad rows."));
}
