using System.Text;

namespace DiffuCoder.Checkpoints;

/// <summary>
/// Files that are whole or not there: written under a temporary name beside the target, flushed to the disk, then renamed.
/// A crash leaves the former file as it was, at worst with a leftover <c>.NAME.*.tmp</c> beside it; an exception leaves not even that.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes bytes.</summary>
    /// <param name="path">The target, replaced if it is there; its directory exists.</param>
    /// <param name="bytes">The whole content.</param>
    /// <exception cref="IOException">The system refuses; the target is as it was.</exception>
    public static void WriteAllBytes(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <param name="path">The target, replaced if it is there; its directory exists.</param>
    /// <param name="text">The whole content.</param>
    /// <exception cref="IOException">The system refuses; the target is as it was.</exception>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes what <paramref name="write"/> puts into the stream.</summary>
    /// <param name="path">The target, replaced if it is there; its directory exists.</param>
    /// <param name="write">Fills the stream. If it throws, the target is as it was.</param>
    /// <exception cref="IOException">The system refuses; the target is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        if (!Directory.Exists(Path.GetDirectoryName(target)))
            throw new DirectoryNotFoundException($"{target} cannot be written: there is no folder {Path.GetDirectoryName(target)}. Make it first.");
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
