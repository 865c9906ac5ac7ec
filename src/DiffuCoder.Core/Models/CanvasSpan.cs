namespace DiffuCoder.Models;

/// <summary>The part of a row of tokens that is read now; what stands outside it is known by the keys and values that were read before.</summary>
/// <param name="Tokens">The whole row, without padding; rotary positions count from its first token.</param>
/// <param name="Start">First position that is read.</param>
/// <param name="End">The position after the last.</param>
/// <param name="Read">Keys and values of the row; those of the span are replaced.</param>
internal readonly record struct CanvasSpan(IReadOnlyList<int> Tokens, int Start, int End, KeyValueStore Read)
{
    public int Length => End - Start;
}
