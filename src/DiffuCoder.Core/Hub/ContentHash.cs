using System.Security.Cryptography;
using System.Text;

namespace DiffuCoder.Hub;

/// <summary>The hash that names a content, taken while it comes in.</summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash hash;

    /// <param name="file">Whose content; 64 digits are SHA-256, 40 git's SHA-1 of <c>blob LENGTH\0</c> and the content.</param>
    public ContentHash(HubFile file)
    {
        hash = IncrementalHash.CreateHash(file.Etag.Length == 64 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (file.Etag.Length != 64) hash.AppendData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"blob {file.Bytes}\0")));
    }

    public void Add(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

    public string Name() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}
