using DiffuCoder.Checkpoints;

namespace DiffuCoder.Hub;

/// <summary>
/// One repository in the cache's layout, which is that of Hugging Face's own tools: <c>blobs/HASH</c> holds contents, <c>snapshots/COMMIT/PATH</c>
/// links to them, <c>refs/REVISION</c> names a commit. Source: huggingface_hub, "Understand caching".
/// </summary>
internal sealed class HubCache(string folder, HubRepository repository)
{
    private readonly string root = Path.Combine(folder, FolderName(repository));

    public string Snapshot(string commit) => Path.Combine(root, "snapshots", commit);

    public string Blob(HubFile file) => Path.Combine(root, "blobs", file.Etag);

    /// <summary>What has come so far of a content.</summary>
    public string Incomplete(HubFile file) => Blob(file) + ".incomplete";

    /// <summary>Held by whoever downloads that content; Hugging Face's tools hold the same one.</summary>
    public string Lock(HubFile file) => Path.Combine(folder, ".locks", FolderName(repository), file.Etag + ".lock");

    /// <summary>A file of a snapshot; null where it is not there, or its content is not.</summary>
    public string? Find(string commit, string path)
    {
        var full = Path.Combine([Snapshot(commit), .. path.Split('/')]);
        return File.Exists(full) ? full : null; // follows links
    }

    /// <summary>The commit that a revision was when it was last asked for; null where it never was.</summary>
    public string? CommitOf(string revision)
    {
        if (HubRepository.IsCommitHash(revision)) return revision;
        var path = Path.Combine([root, "refs", .. revision.Split('/')]);
        return File.Exists(path) && File.ReadAllText(path).Trim() is var commit && HubRepository.IsCommitHash(commit) ? commit : null;
    }

    /// <summary>Keeps what commit a revision is now.</summary>
    public void Note(string revision, string commit)
    {
        if (HubRepository.IsCommitHash(revision) || CommitOf(revision) == commit) return;
        var path = Path.Combine([root, "refs", .. revision.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteAllText(path, commit);
    }

    /// <summary>Lets a snapshot have a file whose content is there.</summary>
    public void Link(string commit, HubFile file)
    {
        var path = Path.Combine([Snapshot(commit), .. file.Path.Split('/')]);
        var parent = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(parent);
        if (File.Exists(path)) return;
        File.Delete(path); // a link whose content is gone
        try
        {
            File.CreateSymbolicLink(path, Path.GetRelativePath(parent, Blob(file)));
        }
        catch (IOException) when (File.Exists(path))
        {
            // another process was faster
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var copy = $"{path}.{Path.GetRandomFileName()}.tmp"; // Windows gives links to few
            File.Copy(Blob(file), copy);
            File.Move(copy, path, overwrite: true);
        }
    }

    private static string FolderName(HubRepository repository) =>
        $"{(repository.Kind == HubKind.Model ? "models" : "datasets")}--{repository.Name.Replace("/", "--", StringComparison.Ordinal)}";
}
