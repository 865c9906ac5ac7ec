using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DiffuCoder.Datasets;

namespace DiffuCoder.Evaluation;

/// <summary>Reads files of one JSON object a line, plain or gzipped, with errors that name file and line.</summary>
internal static class JsonLines
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The rows of a file and its SHA-256 as stored.</summary>
    /// <exception cref="EvaluationException">It is missing, damaged, empty, or not what it should be.</exception>
    public static (IReadOnlyList<JsonRow> Rows, string Sha256) Read(string path)
    {
        var stored = Stored(path);
        var lines = Decoded(path, Unpacked(path, stored)).Split('\n');
        var rows = new List<JsonRow>();
        for (var i = 0; i < lines.Length; i++)
            if (!string.IsNullOrWhiteSpace(lines[i])) rows.Add(Row(lines[i], path, i + 1));
        return rows.Count > 0
            ? (rows, Convert.ToHexStringLower(SHA256.HashData(stored)))
            : throw new EvaluationException(path, null, "the file is empty; it should hold one JSON object a line.");
    }

    /// <summary>One line.</summary>
    public static JsonRow Row(string line, string path, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(PythonNumbers.ToJson(line), Deep);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new(json.RootElement.Clone(), path, number)
                : throw new EvaluationException(path, number, $"the line holds {json.RootElement.ValueKind}; it should be a JSON object.");
        }
        catch (JsonException e)
        {
            var hint = number == 1 && line.TrimStart().StartsWith('<')
                ? " The file looks like a web page: was it downloaded from a viewer instead of the raw file?"
                : "";
            if (e.Message.StartsWith("'N' is an invalid start", StringComparison.Ordinal))
                hint = " NaN is no JSON: a value that is not a number cannot be an argument or an answer here; write null, or leave the row out.";
            throw new EvaluationException(path, number, $"not a JSON object: {e.Message}{hint}", e);
        }
    }

    private static byte[] Stored(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationException(path, null, $"the file cannot be read ({e.Message})", e);
        }
    }

    private static byte[] Unpacked(string path, byte[] stored)
    {
        if (stored.AsSpan().StartsWith("version https://git-lfs"u8))
            throw new EvaluationException(path, null, "this is a Git LFS pointer, not the file itself. Run \"git lfs pull\" where it came from.");
        if (stored is not [0x1f, 0x8b, ..]) return stored;
        try
        {
            using var unpacked = new MemoryStream();
            using (var packed = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress)) packed.CopyTo(unpacked);
            // a cut file may read to an early end without an error; a gzip file closes with its length
            if (stored.Length < 18 || (uint)unpacked.Length != BitConverter.ToUInt32(stored, stored.Length - 4))
                throw new InvalidDataException("the length does not fit the end of the file");
            return unpacked.ToArray();
        }
        catch (InvalidDataException e)
        {
            throw new EvaluationException(path, null, $"the gzip file is cut off or damaged ({e.Message}). Fetch it again.", e);
        }
    }

    private static string Decoded(string path, byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            var line = bytes.AsSpan(0, Math.Min(e.Index, bytes.Length)).Count((byte)'\n') + 1;
            throw new EvaluationException(path, line, "the text is not UTF-8. Is this the right file, and whole?", e);
        }
    }
}
