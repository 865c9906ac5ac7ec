using System.Text.Json.Serialization;

namespace DiffuCoder.Repairs;

/// <summary>Positions of a canvas beside each other that are taken out, and how many masks come in their place.</summary>
/// <param name="Start">The first position.</param>
/// <param name="Length">How many; 0 puts masks between two.</param>
/// <param name="Masks">How many masks; 0 only takes out.</param>
public sealed record RepairSegment(int Start, int Length, int Masks)
{
    /// <summary>The position behind the last.</summary>
    [JsonIgnore]
    public int End => Start + Length;

    /// <summary>By how much the text grows; below 0, shrinks.</summary>
    internal int Growth => Masks - Length;

    /// <inheritdoc/>
    public override string ToString() => $"{Length} tokens at {Start} by {Masks} masks";
}
