using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>Identifies weights in a manifest.</summary>
internal static class WeightHash
{
    private const long Chunk = 1 << 24;

    /// <summary>SHA-256 over names and elements in the order of the names, in hexadecimal; under an adapter those of both.</summary>
    public static string Of(MaskedLanguageModel model) => Of(model.AllWeights);

    /// <summary>The same of some weights.</summary>
    public static string Of(IReadOnlyDictionary<string, Tensor> weights)
    {
        using var quiet = no_grad();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, weight) in weights.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            for (long done = 0, all = weight.numel(); done < all; done += Chunk)
            {
                using var scope = NewDisposeScope();
                hash.AppendData(weight.detach().reshape(-1).narrow(0, done, Math.Min(Chunk, all - done)).cpu().bytes);
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
