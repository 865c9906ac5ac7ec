using DiffuCoder.Constraints;

namespace DiffuCoder.Sampling;

/// <summary>A part of a canvas whose text, from its first position to its last, has to be in a language. No text ends in it.</summary>
/// <param name="Start">Its first position.</param>
/// <param name="Length">How many positions.</param>
/// <param name="Constraint">The language.</param>
public sealed record ConstrainedHole(int Start, int Length, Constraint Constraint)
{
    /// <summary>Whether a position lies in it.</summary>
    internal bool Holds(int position) => Start <= position && position < Start + Length;
}
