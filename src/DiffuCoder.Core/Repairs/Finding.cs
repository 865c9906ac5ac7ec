using System.Text.Json.Serialization;

namespace DiffuCoder.Repairs;

/// <summary>What a checker says of an answer: that it holds, or where it hurts, or only that it does.</summary>
public sealed record Finding
{
    /// <summary>A finding.</summary>
    /// <param name="holds">There is nothing to repair.</param>
    /// <param name="score">How good the answer is, in [0, 1]: of two answers that do not hold, the better one is kept.</param>
    /// <param name="where">The part of the answer's text that is wrong; null where the checker cannot say.</param>
    /// <param name="message">For people: what is wrong.</param>
    /// <exception cref="RepairException">The score lies outside [0, 1].</exception>
    [JsonConstructor]
    public Finding(bool holds, double score, TextSpan? where = null, string? message = null) =>
        (Holds, Score, Where, Message) = (
            holds,
            score is >= 0 and <= 1
                ? score
                : throw new RepairException(FormattableString.Invariant($"A finding's score is {score}; it must lie between 0 and 1.")),
            where,
            message);

    /// <summary>Nothing to repair.</summary>
    public static Finding Good { get; } = new(true, 1);

    /// <summary>There is nothing to repair.</summary>
    public bool Holds { get; }

    /// <summary>How good the answer is, in [0, 1].</summary>
    public double Score { get; }

    /// <summary>The part of the answer's text that is wrong; null where the checker cannot say.</summary>
    public TextSpan? Where { get; }

    /// <summary>For people: what is wrong.</summary>
    public string? Message { get; }

    /// <summary>Something is wrong.</summary>
    /// <param name="message">For people.</param>
    /// <param name="where">The part of the answer's text that is; null where nobody can say.</param>
    /// <param name="score">How good the answer is nevertheless, in [0, 1].</param>
    /// <exception cref="RepairException">The score lies outside [0, 1].</exception>
    public static Finding Bad(string message, TextSpan? where = null, double score = 0) => new(false, score, where, message);

    /// <summary>Whether this is better than another: what holds is, then the higher score.</summary>
    internal bool IsAbove(Finding other) => Holds != other.Holds ? Holds : Score > other.Score;

    /// <inheritdoc/>
    public override string ToString() => Holds ? "holds" : Message is null ? "does not hold" : $"does not hold: {Message}";
}
