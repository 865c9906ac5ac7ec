using System.Text.Json;
using System.Text.Unicode;
using static DiffuCoder.Checkpoints.CheckpointException;

namespace DiffuCoder.Checkpoints;

/// <summary>
/// The parsed and checked header of a safetensors file. Whatever passes describes tensors that lie end to end over exactly the bytes
/// of the file, each as long as its shape and type say. Format: github.com/huggingface/safetensors, README, "Format".
/// </summary>
internal sealed record SafetensorsHeader(IReadOnlyDictionary<string, TensorEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Longest header accepted, the limit of the format's own implementation.</summary>
    internal const long MaxBytes = 100_000_000;

    internal const string MetadataKey = "__metadata__";

    /// <summary>libtorch keeps sets of dimensions in 64 bits.</summary>
    const int maxDimensions = 64;

    /// <summary>Reads a header.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="json">The header's bytes, without the length before them.</param>
    /// <param name="dataBytes">How many bytes follow the header in the file.</param>
    /// <exception cref="CheckpointException">The header breaks a rule of the format.</exception>
    internal static SafetensorsHeader Parse(string path, ReadOnlySpan<byte> json, long dataBytes)
    {
        if (json.IsEmpty || json[0] != '{')
            throw new CheckpointException(
                path, null, "the header is not a JSON object: this is not a safetensors file, or it is damaged. Download it again.");
        if (!Utf8.IsValid(json))
            throw new CheckpointException(
                path, null, "the header is not UTF-8 text: this is not a safetensors file, or it is damaged. Download it again.");
        try
        {
            var header = new Parser(path).Header(new Utf8JsonReader(json));
            CheckLayout(path, header.Entries, dataBytes);
            return header;
        }
        catch (JsonException e)
        {
            throw new CheckpointException(path, null, $"the header is not valid JSON ({e.Message}) The file is damaged; download it again.", e);
        }
    }

    /// <summary>The tensors must cover the data section from its first byte to its last, without overlap or gap.</summary>
    static void CheckLayout(string path, IReadOnlyDictionary<string, TensorEntry> entries, long dataBytes)
    {
        var promised = entries.Values.Select(e => e.End).DefaultIfEmpty(0).Max();
        if (promised > dataBytes)
            throw new CheckpointException(path, entries.Values.First(e => e.End > dataBytes).Name,
                $"out of range: the header promises {promised} bytes of tensors and the file holds {dataBytes} after the header. "
                    + "The file is truncated; download it again.");
        var (end, before) = (0L, "the header");
        foreach (var entry in entries.Values.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin < end)
                throw new CheckpointException(path, entry.Name, $"data_offsets [{entry.Begin}, {entry.End}] overlap {before}, which ends at {end}.");
            if (entry.Begin > end)
                throw new CheckpointException(
                    path, entry.Name,
                    $"data_offsets [{entry.Begin}, {entry.End}] leave a gap after {before}, which ends at {end}; the format allows none.");
            (end, before) = (entry.End, $"tensor {Quote(entry.Name)}");
        }
        if (end < dataBytes)
            throw new CheckpointException(
                path, null,
                $"{dataBytes - end} bytes follow the last tensor, which ends at {end}; the format allows none. The file is damaged; "
                    + "download it again.");
    }

    /// <summary>
    /// One pass over the tokens, since a document model would keep duplicate names in silence.
    /// </summary>
    readonly struct Parser(string path)
    {
        readonly string path = path;

        internal SafetensorsHeader Header(Utf8JsonReader reader)
        {
            var entries = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
            Dictionary<string, string>? metadata = null;
            reader.Read();
            while (NextName(ref reader) is { } name)
            {
                if (name == MetadataKey)
                {
                    if (metadata is not null)
                        throw new CheckpointException(path, null, $"the header names {MetadataKey} twice.");
                    metadata = ReadMetadata(ref reader);
                }
                else if (!entries.TryAdd(name, ReadEntry(ref reader, name)))
                {
                    throw new CheckpointException(path, name, "the header names it twice.");
                }
            }
            reader.Read(); // throws on anything but white space after the object
            return new SafetensorsHeader(entries, metadata ?? []);
        }

        Dictionary<string, string> ReadMetadata(ref Utf8JsonReader reader)
        {
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            if (reader.TokenType == JsonTokenType.Null) return metadata; // as the format's own reader
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new CheckpointException(path, null, $"{MetadataKey} is not an object of strings.");
            while (NextName(ref reader) is { } key)
            {
                if (reader.TokenType != JsonTokenType.String)
                    throw new CheckpointException(path, null, $"{MetadataKey} holds something other than a string under {Quote(key)}.");
                if (!metadata.TryAdd(key, Text(ref reader)))
                    throw new CheckpointException(path, null, $"{MetadataKey} names {Quote(key)} twice.");
            }
            return metadata;
        }

        TensorEntry ReadEntry(ref Utf8JsonReader reader, string name)
        {
            string? dtypeName = null;
            List<long>? shape = null, offsets = null;
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new CheckpointException(path, name, "is not described by an object with dtype, shape and data_offsets.");
            while (NextName(ref reader) is { } key)
            {
                if ((key == "dtype" && dtypeName is not null) || (key == "shape" && shape is not null)
                    || (key == "data_offsets" && offsets is not null))
                    throw new CheckpointException(path, name, $"names {key} twice.");
                switch (key)
                {
                    case "dtype":
                        if (reader.TokenType != JsonTokenType.String) throw new CheckpointException(path, name, "dtype is not a string.");
                        dtypeName = Text(ref reader);
                        break;
                    case "shape": shape = Sizes(ref reader, name, key, maxDimensions); break;
                    case "data_offsets": offsets = Sizes(ref reader, name, key, 2); break;
                    default: reader.Skip(); break; // the format's own implementation passes over further keys
                }
            }
            if (dtypeName is null || shape is null || offsets is not { Count: 2 })
                throw new CheckpointException(
                    path, name, $"lacks {(dtypeName is null ? "dtype" : shape is null ? "shape" : "data_offsets of two numbers")}.");
            return Checked(name, dtypeName, shape, offsets[0], offsets[1]);
        }

        TensorEntry Checked(string name, string dtypeName, List<long> shape, long begin, long end)
        {
            if (!SafetensorsDtype.TryParse(dtypeName, out var dtype, out var bits))
                throw new CheckpointException(path, name, $"dtype {Quote(dtypeName)} is not one of the safetensors format.");
            if (begin > end)
                throw new CheckpointException(path, name, $"data_offsets [{begin}, {end}] end before they begin.");
            Int128 elements = 1, strides = 1;
            foreach (var size in shape)
            {
                elements *= size;
                strides *= Math.Max(size, 1); // an empty tensor still has strides, and they must be representable too
                if (strides * bits > long.MaxValue)
                    throw new CheckpointException(
                        path, name, $"shape [{string.Join(", ", shape)}] of {dtypeName} is larger than any file: the product overflows.");
            }
            if (elements * bits != (Int128)(end - begin) * 8)
                throw new CheckpointException(
                    path, name,
                    $"shape [{string.Join(", ", shape)}] of {dtypeName} takes {(elements * bits + 7) / 8} bytes, but data_offsets [{begin}, "
                        + $"{end}] hold {end - begin}.");
            return new TensorEntry(name, dtypeName, dtype, shape.AsReadOnly(), begin, end);
        }

        List<long> Sizes(ref Utf8JsonReader reader, string name, string key, int most)
        {
            if (reader.TokenType != JsonTokenType.StartArray) throw new CheckpointException(path, name, $"{key} is not an array.");
            var sizes = new List<long>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var size) || size < 0)
                    throw new CheckpointException(path, name, $"{key} holds something other than whole numbers from 0 to 2^63-1.");
                if (sizes.Count == most) throw new CheckpointException(path, name, $"{key} holds more than {most} numbers.");
                sizes.Add(size);
            }
            return sizes;
        }

        /// <summary>Moves to the next property of the object and then to its value; null at the object's end.</summary>
        string? NextName(ref Utf8JsonReader reader)
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.EndObject) return null;
            var name = Text(ref reader);
            reader.Read();
            return name;
        }

        string Text(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.GetString()!;
            }
            catch (InvalidOperationException e) // an escaped half of a surrogate pair
            {
                throw new CheckpointException(
                    path, null, "the header holds a string that is not Unicode text. The file is damaged; download it again.", e);
            }
        }
    }
}
