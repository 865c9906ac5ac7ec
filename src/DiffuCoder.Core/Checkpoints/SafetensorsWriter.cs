using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using static TorchSharp.torch;

namespace DiffuCoder.Checkpoints;

/// <summary>Writes safetensors files. Source: github.com/huggingface/safetensors, README, "Format".</summary>
public static class SafetensorsWriter
{
    /// <summary>Elements that are copied at a time where a tensor is not on the CPU.</summary>
    const long chunk = 1 << 24;

    /// <summary>
    /// Writes tensors under a temporary name and renames it. Tensors of wide elements come first and the header's length is a multiple of eight,
    /// so that a reader can map every tensor where it lies.
    /// </summary>
    /// <param name="path">The target, replaced if it is there; its directory exists.</param>
    /// <param name="tensors">
    /// Names and tensors of any shape, device and strides; they stay the caller's. Two that share memory are both written.
    /// </param>
    /// <param name="metadata">Strings for <c>__metadata__</c>; null for none.</param>
    /// <exception cref="CheckpointException">A name is given twice or reserved, or the format has no place for a tensor's type.</exception>
    /// <exception cref="IOException">The system refuses; the target is as it was.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
            if (!IsUnicode(key) || !IsUnicode(value))
                throw new CheckpointException(
                    path, null, $"the metadata under {CheckpointException.Quote(key)} are not Unicode text: half of a surrogate pair stands alone.");
        var all = Checked(path, tensors).OrderByDescending(t => t.Value.ElementSize).ThenBy(t => t.Key, StringComparer.Ordinal).ToList();
        var header = Header(all, metadata);
        if (header.Length > SafetensorsHeader.MaxBytes)
            throw new CheckpointException(
                path, null, $"the header would have {header.Length} bytes, and the format allows {SafetensorsHeader.MaxBytes}.");
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var (_, tensor) in all) WriteElements(stream, tensor);
        });
    }

    /// <summary>The tensors as a list, after a check of what the format demands of names and types.</summary>
    /// <exception cref="CheckpointException">A name is given twice or reserved, or the format has no place for a tensor's type.</exception>
    internal static List<KeyValuePair<string, Tensor>> Checked(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        var list = tensors.ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, tensor) in list)
        {
            if (!names.Add(name)) throw new CheckpointException(path, name, "is given twice.");
            if (name == SafetensorsHeader.MetadataKey) throw new CheckpointException(path, name, "the name is reserved by the format.");
            if (!IsUnicode(name)) throw new CheckpointException(path, name, "the name is not Unicode text: half of a surrogate pair stands alone.");
            if (SafetensorsDtype.NameOf(tensor.dtype) is null)
                throw new CheckpointException(
                    path, name, $"its type {tensor.dtype} cannot be written; convert it to one of {SafetensorsDtype.Readable}.");
            if (tensor.is_sparse || tensor.is_meta)
                throw new CheckpointException(
                    path, name, $"is {(tensor.is_meta ? "on the meta device and has no elements" : "sparse")}; make it dense first.");
        }
        return list;
    }

    /// <summary>Size of a tensor's elements in bytes.</summary>
    internal static long BytesOf(Tensor tensor) => tensor.numel() * tensor.ElementSize;

    static byte[] Header(IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            var begin = 0L;
            foreach (var (name, tensor) in tensors)
            {
                var end = checked(begin + BytesOf(tensor));
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsDtype.NameOf(tensor.dtype));
                WriteNumbers(json, "shape", tensor.shape);
                WriteNumbers(json, "data_offsets", [begin, end]);
                json.WriteEndObject();
                begin = end;
            }
            json.WriteEndObject();
        }
        while (buffer.Length % sizeof(ulong) != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    static void WriteNumbers(Utf8JsonWriter json, string key, long[] numbers)
    {
        json.WriteStartArray(key);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    static void WriteElements(Stream stream, Tensor tensor)
    {
        using var detached = tensor.detach();
        using var flat = detached.reshape(-1);
        for (long done = 0, all = flat.numel(); done < all; done += chunk)
        {
            using var part = flat.narrow(0, done, Math.Min(chunk, all - done));
            using var here = part.cpu();
            using var packed = here.contiguous(); // an expanded tensor is flat and still strided
            stream.Write(packed.bytes);
        }
    }

    static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
