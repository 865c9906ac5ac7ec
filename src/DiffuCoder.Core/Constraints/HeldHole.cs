namespace DiffuCoder.Constraints;

/// <summary>A hole in a constrained text that is held to a language of its own, from its first position to its last.</summary>
/// <param name="Start">Its first position on the canvas.</param>
/// <param name="Length">How many positions; at least one.</param>
/// <param name="Pairs">The languages of the text and of the hole, read side by side.</param>
/// <param name="Sets">Sets of such pairs.</param>
internal sealed record HeldHole(int Start, int Length, PairAutomaton Pairs, StateSets Sets)
{
    /// <summary>The position behind its last.</summary>
    public int End => Start + Length;
}
