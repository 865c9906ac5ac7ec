using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using static DiffuCoder.Checkpoints.CheckpointException;

namespace DiffuCoder.Checkpoints;

/// <summary>Reads and builds <c>model.safetensors.index.json</c>, which says in which shard each tensor lies.</summary>
internal static class ShardIndex
{
    /// <summary>The <c>weight_map</c>: tensor name to file name, both checked.</summary>
    /// <param name="path">The index.</param>
    /// <exception cref="CheckpointException">The index is damaged, names a tensor twice, or a file outside its directory.</exception>
    internal static IReadOnlyDictionary<string, string> Read(string path)
    {
        var json = JsonFile.WithoutByteOrderMark(JsonFile.ReadBytes(path)).Span;
        if (!Utf8.IsValid(json)) throw new CheckpointException(path, null, "the file is not UTF-8 text.");
        try
        {
            return WeightMap(path, new Utf8JsonReader(json))
                ?? throw new CheckpointException(path, null, "the index has no weight_map, which should say in which file each tensor lies.");
        }
        catch (JsonException e)
        {
            throw new CheckpointException(path, null, $"the index is not valid JSON ({e.Message})", e);
        }
        catch (InvalidOperationException e) // an escaped half of a surrogate pair
        {
            throw new CheckpointException(path, null, "the index holds a string that is not Unicode text.", e);
        }
    }

    /// <summary>The index of shards.</summary>
    /// <param name="weightMap">Tensor name and file name.</param>
    /// <param name="totalBytes">Size of all elements.</param>
    internal static JsonObject Build(IEnumerable<KeyValuePair<string, string>> weightMap, long totalBytes) => new()
    {
        ["metadata"] = new JsonObject { ["total_size"] = totalBytes },
        ["weight_map"] = new JsonObject(
            weightMap.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => KeyValuePair.Create(w.Key, (JsonNode?)w.Value))),
    };

    static Dictionary<string, string>? WeightMap(string path, Utf8JsonReader reader)
    {
        Dictionary<string, string>? map = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new CheckpointException(path, null, "the index is not a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMap = reader.ValueTextEquals("weight_map");
            reader.Read();
            if (!isMap)
            {
                reader.Skip();
                continue;
            }
            if (map is not null) throw new CheckpointException(path, null, "the index names weight_map twice.");
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new CheckpointException(path, null, "weight_map is not an object of file names.");
            map = new(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var tensor = reader.GetString()!;
                if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                    throw new CheckpointException(path, tensor, "weight_map holds no file name for it.");
                if (!map.TryAdd(tensor, Inside(path, tensor, reader.GetString()!)))
                    throw new CheckpointException(path, tensor, "weight_map names it twice.");
            }
        }
        reader.Read(); // throws on anything but white space after the object
        return map;
    }

    /// <summary>
    /// A file name that stays in the index's directory whatever the operating system. Links within the directory may point elsewhere.
    /// </summary>
    static string Inside(string path, string tensor, string file)
    {
        var outside = Path.IsPathRooted(file) || file.Contains(':') || file.Split('/', '\\').Contains("..");
        if (outside)
            throw new CheckpointException(path, tensor, $"weight_map names the file {Quote(file)}, which is outside the checkpoint's directory.");
        if (file.Length == 0 || file.Contains('\0') || file[0] == '\\')
            throw new CheckpointException(path, tensor, $"weight_map names {Quote(file)}, which is no file name.");
        return file;
    }
}
