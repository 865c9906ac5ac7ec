using System.Security.Cryptography;

namespace DiffuCoder.Runtime;

/// <summary>
/// A changed copy of a library, kept where only this user writes, so that neither the package cache nor the output folder is touched.
/// </summary>
internal static class PrivateCopy
{
    /// <summary>
    /// The user's folder for files that can be made again: <c>XDG_CACHE_HOME</c>, else <c>~/.cache</c>; null for a user without a home.
    /// </summary>
    public static string? CacheFolder
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(cache) || !Path.IsPathRooted(cache))
                cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.IsPathRooted(cache) ? Path.Combine(cache, "diffucoder") : null;
        }
    }

    /// <summary>
    /// Hands the path of a file with this content to <paramref name="use"/>: the one kept under <paramref name="folder"/> in a folder named after the
    /// content's hash, written first if it is missing or differs. Where that cannot be written, a copy in a new temporary folder
    /// serves, which is deleted after the use (Linux keeps a loaded library's pages).
    /// </summary>
    /// <param name="folder">Where copies are kept; null for nowhere.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="content">The file's content.</param>
    /// <param name="use">Loads the file.</param>
    /// <returns>The path that was used.</returns>
    public static string Use(string? folder, string name, ReadOnlySpan<byte> content, Action<string> use)
    {
        if (folder is not null && TryKeep(Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(content))[..16]), name, content) is { } kept)
        {
            use(kept);
            return kept;
        }

        var temporary = Directory.CreateTempSubdirectory("diffucoder-"); // readable by this user only
        try
        {
            var path = Path.Combine(temporary.FullName, name);
            File.WriteAllBytes(path, content);
            use(path);
            return path;
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static string? TryKeep(string folder, string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(folder, name);
        try
        {
            if (File.Exists(path) && content.SequenceEqual(File.ReadAllBytes(path))) return path;
            Directory.CreateDirectory(folder);
            var unfinished = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}");
            File.WriteAllBytes(unfinished, content);
            File.Move(unfinished, path, overwrite: true);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
