using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DiffuCoder.Datasets;

/// <summary>
/// What becomes of columns that look like content and that a reading does not use, such as the <c>input</c> of an instruction: they are named, since
/// a model would learn from half of a row. Columns of names, sources, scores and the like are not meant.
/// </summary>
public sealed partial class UnusedColumns
{
    private static readonly ConcurrentDictionary<string, bool> Warned = new();

    /// <summary>Last words of column names that tell of a row and are no part of what it says.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "id", "uid", "uuid", "guid", "key", "idx", "index", "no", "number", "source", "origin", "url", "uri", "link", "path", "file",
        "filename", "repo", "repository", "commit", "branch", "name", "author", "owner", "license", "licence", "tag", "label", "category",
        "type", "kind", "class", "topic", "domain", "subject", "keyword", "difficulty", "level", "score", "rating", "quality", "rank", "rate",
        "count", "length", "len", "size", "token", "hash", "sha", "sha1", "sha256", "md5", "checksum", "time", "timestamp", "date", "created",
        "updated", "modified", "lang", "language", "locale", "encoding", "ext", "extension", "split", "subset", "dataset", "version", "model",
        "generator", "engine", "status", "point", "meta", "metadata", "info", "stat", "seed", "config", "format",
    ];

    private readonly Action<string>? report;

    private UnusedColumns(Action<string>? report) => this.report = report;

    /// <summary>They are named on standard error, the same only once a process. The default.</summary>
    public static UnusedColumns Warn { get; } = new(words =>
    {
        if (Warned.TryAdd(words, true)) Console.Error.WriteLine(words);
    });

    /// <summary>They are left out without a word.</summary>
    public static UnusedColumns Ignore { get; } = new(null);

    /// <summary>A function is told.</summary>
    /// <param name="report">Told once of each column of a file, in words, before the first record that lacks it.</param>
    public static UnusedColumns Report(Action<string> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new(report);
    }

    /// <summary>A conversion that tells of what it does not use.</summary>
    /// <param name="convert">The conversion.</param>
    /// <param name="seen">The columns of a row that was converted, and which of them it knows.</param>
    internal Func<DataRow, T> Watching<T>(Func<DataRow, T> convert, Func<DataRow, IEnumerable<SeenColumns>> seen)
    {
        if (report is null) return convert;
        var told = new HashSet<(string File, string Column)>();
        return row =>
        {
            var record = convert(row);
            string[] found =
            [
                .. seen(row).SelectMany(columns => columns.All.EnumerateObject().Where(column => Matters(column, columns.Used))
                    .Select(column => columns.Prefix + column.Name)).Where(name => told.Add((row.File, name))),
            ];
            if (found.Length > 0) report(Words(row, found));
            return record;
        };
    }

    private static bool Matters(JsonProperty column, IReadOnlyList<string> used) =>
        !used.Any(name => name == column.Name || name.StartsWith(column.Name + ".", StringComparison.Ordinal)) && !IsHarmless(column.Name)
            && IsContent(column.Value);

    private static bool IsHarmless(string name) =>
        Word().Matches(name) is { Count: > 0 } words && words[^1].Value.ToLowerInvariant() is var last
        && (Harmless.Contains(last) || Harmless.Contains(last.TrimEnd('s')));

    private static bool IsContent(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => HasText(value),
        JsonValueKind.Array => value.EnumerateArray().Any(item =>
            item.ValueKind is JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Array),
        _ => false,
    };

    private static bool HasText(JsonElement value)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(value.GetString());
        }
        catch (InvalidOperationException)
        {
            return true; // half a character: whoever uses the column is told
        }
    }

    private static string Words(DataRow row, string[] columns)
    {
        var names = string.Join(", ", columns.Select(column => $"\"{column}\""));
        return $"{row.File}, row {row.Row}: {(columns.Length == 1 ? $"the column {names} is" : $"the columns {names} are")} not used. "
            + $"Name what should be used in the columns of the reading; {nameof(UnusedColumns)}.{nameof(Ignore)} silences this.";
    }

    [GeneratedRegex("[A-Z]?[a-z0-9]+|[A-Z0-9]+")]
    private static partial Regex Word();
}
