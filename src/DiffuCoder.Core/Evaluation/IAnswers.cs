using DiffuCoder.Sampling;

namespace DiffuCoder.Evaluation;

/// <summary>Where answers come from. A seam: runs are tested without a model.</summary>
internal interface IAnswers
{
    /// <summary>What answers depend on, by name, for the run's record.</summary>
    IReadOnlyDictionary<string, string> Identity { get; }

    /// <summary>Answers some problems together, each with its own seed, and tells how many answers the text so far comes to.</summary>
    IReadOnlyList<Answer> Answer(IReadOnlyList<(Problem Problem, long Seed)> asked, Action<double> written, CancellationToken cancellation);
}

/// <summary>What a model wrote.</summary>
/// <param name="Text">The text, without the prompt.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Ended">Whether the model ended it itself.</param>
internal sealed record Answer(string Text, int Tokens, bool Ended)
{
    /// <summary>How it was written; null for what no sampler wrote.</summary>
    public Trajectory? Trajectory { get; init; }
}
