using System.Text.Json;

namespace DiffuCoder.Hub;

/// <summary>What a repository holds at a commit.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Files">Its files by path.</param>
internal sealed record HubListing(string Commit, IReadOnlyDictionary<string, HubFile> Files)
{
    /// <summary>Reads the answer of <c>api/models/NAME/revision/REVISION?blobs=true</c>.</summary>
    /// <exception cref="HubException">It is not in that form.</exception>
    public static HubListing Read(HubRepository repository, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var commit = document.RootElement.GetProperty("sha").GetString();
            if (commit is null || !HubRepository.IsCommitHash(commit)) throw Bad(repository, $"names \"{commit}\" as the commit", null);
            if (repository.IsCommit && repository.Revision != commit) throw Bad(repository, $"answers with commit {commit}", null);
            var files = new Dictionary<string, HubFile>(StringComparer.Ordinal);
            foreach (var sibling in document.RootElement.GetProperty("siblings").EnumerateArray())
            {
                var file = FileOf(repository, sibling);
                if (!files.TryAdd(file.Path, file)) throw Bad(repository, $"lists {file.Path} twice", null);
            }
            return new(commit, files);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Bad(repository, "answers in another form than that of the hub's listing", e);
        }
    }

    private static HubFile FileOf(HubRepository repository, JsonElement sibling)
    {
        var path = sibling.GetProperty("rfilename").GetString() ?? "";
        return sibling.TryGetProperty("lfs", out var large) && large.ValueKind == JsonValueKind.Object
            ? HubFile.Checked(repository.Name, path, large.GetProperty("size").GetInt64(), large.GetProperty("sha256").GetString() ?? "")
            : HubFile.Checked(repository.Name, path, sibling.GetProperty("size").GetInt64(), sibling.GetProperty("blobId").GetString() ?? "");
    }

    private static HubException Bad(HubRepository repository, string problem, Exception? cause) =>
        new(HubFault.Server, $"{repository}: the server {problem}. Is HF_ENDPOINT the address of a hub?", cause);
}
