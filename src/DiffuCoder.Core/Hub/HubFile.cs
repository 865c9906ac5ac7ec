using System.Text.RegularExpressions;

namespace DiffuCoder.Hub;

/// <summary>A file of a repository at a commit, as the server lists it.</summary>
/// <param name="Path">Its path within the repository, with slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Etag">The name of its content: SHA-256 of large files, of others the SHA-1 that git gives them.</param>
internal sealed partial record HubFile(string Path, long Bytes, string Etag)
{
    /// <summary>A file of a listing, after a check that nothing of it can lead outside the cache.</summary>
    /// <exception cref="HubException">It could.</exception>
    public static HubFile Checked(string repository, string path, long bytes, string etag)
    {
        var isInside = path.Length is > 0 and < 1000 && path[0] != '/' && !path.Contains('\\') && !path.Contains('\0') && !path.Contains(':')
            && path.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));
        var problem = !isInside ? $"a file \"{path}\", which is no path within a repository"
            : bytes < 0 ? $"{path} with {bytes} bytes"
            : !Etags().IsMatch(etag) ? $"{path} with the hash \"{etag}\", which is neither SHA-1 nor SHA-256"
            : null;
        return problem is null ? new(path, bytes, etag) : throw new HubException(HubFault.Server, $"{repository}: the server lists {problem}.");
    }

    [GeneratedRegex(@"^(?:[0-9a-f]{40}|[0-9a-f]{64})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Etags();
}
