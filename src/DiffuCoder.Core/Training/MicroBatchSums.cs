using System.Text;
using TorchSharp;

namespace DiffuCoder.Training;

/// <summary>What a micro-batch adds to its step beside its gradient.</summary>
/// <param name="Loss">The loss's numerator.</param>
/// <param name="Normalizer">Its denominator.</param>
/// <param name="Tokens">Real tokens read.</param>
/// <param name="Measures">Further means, by name.</param>
internal sealed record MicroBatchSums(double Loss, double Normalizer, long Tokens, IReadOnlyDictionary<string, Mean> Measures)
{
    /// <summary>Those of an evaluated micro-batch.</summary>
    public static MicroBatchSums Of(LossSum part, long tokens) => new(part.Sum.detach().ToDouble(), part.Normalizer, tokens, part.Measures);

    /// <summary>For another process, every number to the bit.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(Loss);
            writer.Write(Normalizer);
            writer.Write(Tokens);
            writer.Write(Measures.Count);
            foreach (var (name, mean) in Measures)
            {
                writer.Write(name);
                writer.Write(mean.Sum);
                writer.Write(mean.Weight);
            }
        }
        return bytes.ToArray();
    }

    /// <summary>From another process.</summary>
    public static MicroBatchSums FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var (loss, normalizer, tokens, count) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt64(), reader.ReadInt32());
        var measures = new Dictionary<string, Mean>();
        for (var i = 0; i < count; i++) measures[reader.ReadString()] = new(reader.ReadDouble(), reader.ReadDouble());
        return new(loss, normalizer, tokens, measures);
    }
}
