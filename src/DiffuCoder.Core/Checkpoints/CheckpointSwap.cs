using System.Runtime.InteropServices;

namespace DiffuCoder.Checkpoints;

/// <summary>
/// Replaces a directory as a whole. The new one is completed as <c>.NAME.saving</c> beside it. Where the system can exchange two names at once
/// (Linux), that is the whole of it; elsewhere the old one is renamed to <c>.NAME.previous</c> for the moment in between,
/// and <see cref="Locate"/> finds it there.
/// </summary>
/// <param name="exchange">Exchanges two directories in one step; false where that is not possible.</param>
/// <param name="step">Told after each change on the disk; tests look at the state a crash would leave.</param>
internal sealed partial class CheckpointSwap(Func<string, string, bool> exchange, Action<string> step)
{
    internal static CheckpointSwap Default { get; } = new(TryExchange, _ => { });

    /// <summary>Where a checkpoint is: at its own path, or set aside by a process that died while it replaced it.</summary>
    internal static string Locate(string directory)
    {
        var target = Resolve(directory);
        return !Directory.Exists(target) && Directory.Exists(Beside(target, "previous")) ? Beside(target, "previous") : target;
    }

    /// <summary>
    /// Fills a new directory and puts it in the place of <paramref name="directory"/>; on an exception the old one is in its place.
    /// </summary>
    /// <param name="directory">The target; it need not be there.</param>
    /// <param name="fill">Writes all files of the new one into the directory it is given.</param>
    /// <param name="replaced">Other files of the old one that the new one replaces even where it has none of their name.</param>
    internal void Replace(string directory, Action<string> fill, IReadOnlyList<string>? replaced = null)
    {
        var target = Resolve(directory);
        if (Path.GetDirectoryName(target) is not { } parent)
            throw new CheckpointException(target, null, "is the root of a file system; name a directory for the checkpoint.");
        if (File.Exists(target)) throw new CheckpointException(target, null, "is a file; name a directory for the checkpoint.");
        Directory.CreateDirectory(parent);
        using var only = Lock(target);
        string staging = Beside(target, "saving"), previous = Beside(target, "previous");
        if (!Directory.Exists(target) && Directory.Exists(previous)) Directory.Move(previous, target);
        Remove(previous);
        Remove(staging);
        try
        {
            Directory.CreateDirectory(staging);
            step("staging created");
            fill(staging);
            step("files written");
            if (Directory.Exists(target)) CarryOver(target, staging, replaced ?? []);
            step("other files carried over");
            Exchange(staging, target, previous);
        }
        catch
        {
            Remove(staging);
            throw;
        }
        RemoveOld(staging, previous);
        step("done");
    }

    void Exchange(string staging, string target, string previous)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(staging, target);
        }
        else if (!exchange(staging, target))
        {
            Directory.Move(target, previous);
            try
            {
                step("old set aside");
                Directory.Move(staging, target);
            }
            catch
            {
                Directory.Move(previous, target);
                throw;
            }
        }
        step("new in place");
    }

    /// <summary>Copies what saving does not write itself, so that replacing the directory loses no file of the user's.</summary>
    static void CarryOver(string target, string staging, IReadOnlyList<string> replaced)
    {
        foreach (var entry in new DirectoryInfo(target).EnumerateFileSystemInfos())
        {
            var copy = Path.Combine(staging, entry.Name);
            if (CheckpointFiles.IsOwn(entry.Name) || File.Exists(copy) || replaced.Contains(entry.Name)) continue;
            if (entry.LinkTarget is { } link) File.CreateSymbolicLink(copy, link);
            else if (entry is FileInfo file) file.CopyTo(copy);
            else throw new CheckpointException(
                target, null, $"holds the directory \"{entry.Name}\", which saving would have to move. Save into a directory of its own.");
        }
    }

    static FileStream Lock(string target)
    {
        try
        {
            return new FileStream(Beside(target, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e)
        {
            throw new CheckpointException(target, null, $"another process is saving this checkpoint ({e.Message})", e);
        }
    }

    static string Beside(string target, string role) =>
        Path.Combine(Path.GetDirectoryName(target) ?? target, $".{Path.GetFileName(target)}.{role}");

    /// <summary>The new checkpoint is in place whatever happens here; what cannot be deleted now is deleted by the next save.</summary>
    static void RemoveOld(params IEnumerable<string> directories)
    {
        foreach (var directory in directories)
        {
            try
            {
                Remove(directory);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    /// <summary>The absolute path, of the directory itself where a link leads to it.</summary>
    static string Resolve(string directory)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        return new DirectoryInfo(target) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : target;
    }

    static void Remove(string directory)
    {
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }

    /// <summary>Exchanges two directories in one step; false where the system or the file system cannot.</summary>
    internal static bool TryExchange(string first, string second)
    {
        const int currentDirectory = -100; // AT_FDCWD; the paths are absolute
        const uint exchange = 2; // RENAME_EXCHANGE
        try
        {
            return OperatingSystem.IsLinux() && RenameAt(currentDirectory, first, currentDirectory, second, exchange) == 0;
        }
        catch (EntryPointNotFoundException) // a C library older than the call
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt(int firstDirectory, string first, int secondDirectory, string second, uint flags);
}
