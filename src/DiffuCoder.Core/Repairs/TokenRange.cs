namespace DiffuCoder.Repairs;

/// <summary>Some positions of a canvas beside each other.</summary>
/// <param name="Start">The first.</param>
/// <param name="Length">How many; 0 marks a place between two.</param>
public readonly record struct TokenRange(int Start, int Length)
{
    /// <summary>The position behind the last.</summary>
    public int End => Start + Length;
}
