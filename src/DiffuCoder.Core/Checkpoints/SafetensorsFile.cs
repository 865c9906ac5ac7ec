using System.Buffers.Binary;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Checkpoints;

/// <summary>
/// A safetensors file, opened for reading. Tensors are views of the memory-mapped file: reading one costs no copy and no resident memory
/// until its elements are touched. Source: github.com/huggingface/safetensors, README, "Format".
/// </summary>
/// <remarks>
/// Tensors outlive the <see cref="SafetensorsFile"/>. On Unix the file may be deleted, or replaced by a rename, while they live; nobody may write
/// into it or shorten it in place, as for any mapped file. Changing a tensor in place changes that tensor alone, never the file.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    readonly MappedFile file;
    readonly SafetensorsHeader header;
    readonly long dataOffset;

    SafetensorsFile(string path, MappedFile file, SafetensorsHeader header, long dataOffset)
    {
        Path = path;
        this.file = file;
        this.header = header;
        this.dataOffset = dataOffset;
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>The tensors of the file by name, all checked: within the file, end to end, as long as shape and type say.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries => header.Entries;

    /// <summary>The strings under <c>__metadata__</c>; empty where there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Opens a file and checks the whole of its header; reads no element.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">The file is missing, truncated, damaged, or something else than safetensors.</exception>
    public static SafetensorsFile Open(string path)
    {
        const int prefix = sizeof(ulong);
        var file = MappedFile.Open(path);
        try
        {
            Span<byte> start = stackalloc byte[(int)Math.Min(FileSignature.Length, file.Length)];
            file.Read(start, 0);
            if (start is not [_, _, _, _, _, _, _, _, (byte)'{', ..])
                FileSignature.Refuse(path, start); // the length itself may look like a signature
            if (start.Length < prefix)
                throw new CheckpointException(
                    path, null,
                    $"the file has {file.Length} bytes, and a safetensors file has at least {prefix}. It is truncated; download it again.");
            var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
            if (length > (ulong)(file.Length - prefix))
                throw new CheckpointException(
                    path, null,
                    $"the header should have {length} bytes, but the file ends after {file.Length - prefix}. "
                        + "The file is truncated, or it is not a safetensors file.");
            if (length > SafetensorsHeader.MaxBytes)
                throw new CheckpointException(
                    path, null, $"the header has {length} bytes, more than the {SafetensorsHeader.MaxBytes} that the format allows.");
            var json = new byte[length];
            file.Read(json, prefix);
            var dataOffset = prefix + (long)length;
            return new SafetensorsFile(path, file, SafetensorsHeader.Parse(path, json, file.Length - dataOffset), dataOffset);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// One tensor, on the CPU, with the shape and type of its entry. A view of the mapped file, except that a tensor whose
    /// place is no multiple of its element size is copied. The caller disposes it; it stays valid when this object is disposed.
    /// </summary>
    /// <param name="name">A key of <see cref="Entries"/>.</param>
    /// <exception cref="CheckpointException">
    /// There is no such tensor, TorchSharp has no type for its elements, a boolean is neither 0 nor 1, or the file was changed since it was opened.
    /// </exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public Tensor Read(string name)
    {
        if (!Entries.TryGetValue(name, out var entry))
            throw new CheckpointException(Path, name, "there is no tensor of this name in the file.");
        if (entry.Dtype is not { } dtype)
            throw new CheckpointException(
                Path, name, $"its type {entry.DtypeName} cannot be read; convert it to one of {SafetensorsDtype.Readable}.");
        if (dtype == ScalarType.Bool) CheckBooleans(entry);
        return file.View(dtype, dataOffset + entry.Begin, [.. entry.Shape]);
    }

    /// <summary>Closes the file. Tensors that were read stay valid.</summary>
    public void Dispose() => file.Dispose();

    /// <summary>Compiled code takes a boolean for a byte of 0 or 1; others give results that differ from operation to operation.</summary>
    void CheckBooleans(TensorEntry entry)
    {
        using var bytes = file.View(ScalarType.Byte, dataOffset + entry.Begin, [.. entry.Shape]);
        using Scalar one = 1;
        using var wrong = bytes.gt(one);
        using var any = wrong.any();
        if (any.item<bool>())
            throw new CheckpointException(
                Path, entry.Name, "holds bytes other than 0 and 1, which are no booleans. The file is damaged; download it again.");
    }
}
