namespace DiffuCoder.Datasets;

/// <summary>The formats that are read.</summary>
internal enum DataFormat
{
    JsonLines,
    Json,
    Parquet,
}

/// <summary>Which files are read, and as what.</summary>
internal static class DataFormats
{
    private static readonly string[] JsonLines = [".jsonl", ".ndjson", ".json-lines", ".jsonl.gz", ".ndjson.gz", ".json-lines.gz"];
    private static readonly string[] Json = [".json", ".json.gz"];
    private const string Parquet = ".parquet";

    private static string Known => string.Join(", ", [.. JsonLines, .. Json, Parquet]);

    /// <summary>The format that a name says; null when it says none.</summary>
    public static DataFormat? Of(string path) =>
        path.EndsWith(Parquet, StringComparison.OrdinalIgnoreCase) ? DataFormat.Parquet
        : JsonLines.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) ? DataFormat.JsonLines
        : Json.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) ? DataFormat.Json
        : null;

    /// <summary>Files as they are, directories as the files in them, in order.</summary>
    /// <exception cref="DataException">One is not there or of an unknown format.</exception>
    public static IReadOnlyList<string> Files(IEnumerable<string> paths) => [.. paths.SelectMany(Files)];

    private static IEnumerable<string> Files(string path) =>
        Directory.Exists(path) ? FilesIn(path)
        : !File.Exists(path) ? throw new DataException(path, "there is no such file or directory. Check the path.")
        : Of(path) is null ? throw new DataException(path,
            $"the extension names no format that is read ({Known}). Convert the file, or rename it if it is one of them.")
        : [path];

    private static IReadOnlyList<string> FilesIn(string directory)
    {
        string[] files = [.. Directory.EnumerateFiles(directory).Where(IsData).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new DataException(directory,
            $"the directory holds no file that is read ({Known}; of those with .json only such as hold a list). "
                + "Directories inside it are not searched.");
    }

    /// <summary>Data sets have descriptions beside them, which are JSON objects: name such a file to have it read.</summary>
    private static bool IsData(string file) => Of(file) is { } format && (format != DataFormat.Json || JsonFileRows.IsList(file));
}
