using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace DiffuCoder.Checkpoints;

/// <summary>
/// A file whose bytes become tensors without a copy. libtorch maps the file privately (copy on write): a tensor may be changed in place
/// and the file stays as it is. Each tensor keeps the mapping alive by itself, so the file may be closed, and on Unix also deleted or
/// replaced by a rename, while tensors live.
/// </summary>
internal sealed class MappedFile : IDisposable
{
    readonly string path;
    readonly SafeFileHandle handle;
    readonly DateTime modified;
    readonly Dictionary<ScalarType, Tensor> whole = [];
    readonly Lock gate = new();
    bool disposed;

    MappedFile(string path, SafeFileHandle handle)
    {
        this.path = path;
        this.handle = handle;
        Length = RandomAccess.GetLength(handle);
        modified = File.GetLastWriteTimeUtc(handle);
    }

    /// <summary>Size of the file in bytes when it was opened.</summary>
    internal long Length { get; }

    /// <summary>Opens the file for reading; maps nothing yet.</summary>
    /// <exception cref="CheckpointException">It is not there or cannot be read.</exception>
    internal static MappedFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return new MappedFile(path, handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            handle?.Dispose();
            throw new CheckpointException(path, null, Directory.Exists(path) ? "this is a directory, not a file."
                : e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file."
                : $"the file cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Copies bytes of the file.</summary>
    /// <exception cref="CheckpointException">The file ends before.</exception>
    internal void Read(Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            int read;
            try
            {
                read = RandomAccess.Read(handle, bytes, offset);
            }
            catch (IOException e)
            {
                throw new CheckpointException(path, null, $"the file cannot be read: {e.Message}", e);
            }
            if (read == 0)
                throw new CheckpointException(
                    path, null, $"the file ends at byte {offset}, before its time: it is truncated, or it changed while it was read.");
            bytes = bytes[read..];
            offset += read;
        }
    }

    /// <summary>
    /// A tensor over bytes of the file: a view of the mapping where the offset is a multiple of the element's size, else a copy.
    /// The caller has checked that the bytes lie within <see cref="Length"/>.
    /// </summary>
    /// <exception cref="CheckpointException">The file was changed since it was opened, or cannot be mapped.</exception>
    internal Tensor View(ScalarType dtype, long offset, ReadOnlySpan<long> shape)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            CheckUnchanged();
            var sizes = shape.ToArray();
            var size = SafetensorsDtype.SizeOf(dtype);
            if (sizes.Contains(0)) return empty(sizes, dtype, CPU);
            return offset % size == 0
                ? Whole(dtype, size).as_strided(sizes, ContiguousStrides(sizes), offset / size)
                : Copy(dtype, size, offset, sizes);
        }
    }

    /// <summary>Closes the file. Tensors that were handed out stay valid.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            foreach (var mapping in whole.Values) mapping.Dispose();
            handle.Dispose();
        }
    }

    /// <summary>Touching a mapped page beyond the end of a file kills the process, hence a look before each view.</summary>
    void CheckUnchanged()
    {
        var length = RandomAccess.GetLength(handle);
        if (length != Length || File.GetLastWriteTimeUtc(handle) != modified)
            throw new CheckpointException(
                path, null,
                $"the file was changed after it was opened (it had {Length} bytes, it has {length}). "
                    + "Open it again, and replace files by a rename instead of writing into them.");
    }

    Tensor Whole(ScalarType dtype, int size)
    {
        if (whole.TryGetValue(dtype, out var mapping)) return mapping;
        try
        {
            mapping = from_file(MapPath, shared: false, size: Length / size, dtype: dtype, device: CPU).DetachFromDisposeScope();
        }
        catch (ExternalException e)
        {
            throw new CheckpointException(path, null, $"the file cannot be mapped into memory: {e.Message.Split('\n')[0]}", e);
        }
        whole.Add(dtype, mapping);
        return mapping;
    }

    /// <summary>On Linux the name of the open handle: the very file that was checked, even if another has taken its path since.</summary>
    string MapPath
    {
        get
        {
            var open = $"/proc/self/fd/{handle.DangerousGetHandle()}";
            return OperatingSystem.IsLinux() && File.Exists(open) ? open : path;
        }
    }

    Tensor Copy(ScalarType dtype, int size, long offset, long[] shape)
    {
        const long chunk = 1 << 26;
        var copy = empty(shape, dtype, CPU);
        try
        {
            using var flat = copy.view(-1);
            for (long done = 0, all = flat.numel(); done < all; done += chunk)
            {
                using var part = flat.narrow(0, done, Math.Min(chunk, all - done));
                Read(part.bytes, offset + done * size);
            }
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    static long[] ContiguousStrides(long[] shape)
    {
        var strides = new long[shape.Length];
        for (var (i, stride) = (shape.Length - 1, 1L); i >= 0; i--) (strides[i], stride) = (stride, stride * shape[i]);
        return strides;
    }
}
