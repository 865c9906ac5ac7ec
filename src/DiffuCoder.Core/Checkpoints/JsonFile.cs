using System.Text.Json;

namespace DiffuCoder.Checkpoints;

/// <summary>Reads the small JSON files of a checkpoint with errors that name the file.</summary>
internal static class JsonFile
{
    /// <summary>Longest file accepted: any real one is far smaller, and a mistaken one must not fill the memory.</summary>
    const long maxBytes = 100_000_000;

    /// <summary>The bytes of a file that is there.</summary>
    /// <exception cref="CheckpointException">It is missing, too large, a Git LFS pointer, or unreadable.</exception>
    internal static byte[] ReadBytes(string path)
    {
        using var file = MappedFile.Open(path);
        if (file.Length > maxBytes)
            throw new CheckpointException(path, null, $"the file has {file.Length} bytes; a JSON file of a checkpoint has at most {maxBytes}.");
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        FileSignature.Refuse(path, bytes);
        return bytes;
    }

    /// <summary>The object in a file.</summary>
    /// <exception cref="CheckpointException">As <see cref="ReadBytes"/>, or the file is not JSON or no valid Unicode, or it is not an
    /// object.</exception>
    internal static JsonElement ReadObject(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutByteOrderMark(ReadBytes(path)));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new CheckpointException(path, null, $"the file should hold a JSON object and holds {document.RootElement.ValueKind}.");
            RequireText(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (InvalidOperationException e)
        {
            throw new CheckpointException(path, null, $"a string in it is not valid Unicode. Is the file whole? ({e.Message})", e);
        }
        catch (JsonException e)
        {
            throw new CheckpointException(path, null, $"the file is not valid JSON ({e.Message})", e);
        }
    }

    // strings are transcoded only when they are asked for: better here, where the file is known
    static void RequireText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) RequireText(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    RequireText(member.Value);
                }
                break;
        }
    }

    internal static ReadOnlyMemory<byte> WithoutByteOrderMark(byte[] bytes) =>
        bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
}
