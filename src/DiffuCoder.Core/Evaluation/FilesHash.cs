using System.Security.Cryptography;
using System.Text;

namespace DiffuCoder.Evaluation;

/// <summary>Identifies a set of files in a manifest.</summary>
internal static class FilesHash
{
    /// <summary>SHA-256 over names, lengths and contents in the order of the names, hexadecimal.</summary>
    public static string Of(IReadOnlyDictionary<string, byte[]> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {bytes.Length}\n"));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
