namespace DiffuCoder.Sampling;

/// <summary>What a constraint kept the model from at a step. Probabilities are the model's own, before temperature and filters, without the mask
/// token.</summary>
/// <param name="Constrained">Tokens that the step committed under a constraint.</param>
/// <param name="Mass">
/// The probability of all that was forbidden where they stand, as the sum over them: from 0 to <paramref name="Constrained"/>.
/// </param>
/// <param name="Refused">The first choices of the model that were forbidden, from left to right.</param>
public sealed record ConstraintCost(int Constrained, double Mass, IReadOnlyList<RefusedToken> Refused)
{
    /// <summary>No commitment under a constraint.</summary>
    internal static ConstraintCost None { get; } = new(0, 0, []);
}

/// <summary>What the model would have written before anything else, and might not.</summary>
/// <param name="Position">Index into the canvas.</param>
/// <param name="Token">The model's first choice.</param>
/// <param name="Probability">How probable it was.</param>
public readonly record struct RefusedToken(int Position, int Token, float Probability);
