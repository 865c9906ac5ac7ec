namespace DiffuCoder.Sampling;

/// <summary>Holes filled at given lengths.</summary>
/// <param name="Lengths">The length of each hole, in tokens.</param>
/// <param name="Trajectory">How they were filled: what the sampler writes when it is given these lengths.</param>
/// <param name="Score">How good it is; higher is better.</param>
/// <param name="LogProbability">S, as <see cref="HoleFilling.LogProbability"/> gives it.</param>
/// <param name="Tokens">n, the tokens that S is about: of all holes, up to the end of the text.</param>
public sealed record HoleCandidate(IReadOnlyList<int> Lengths, Trajectory Trajectory, double Score, double LogProbability, int Tokens)
{
    /// <summary>What decides among candidates of the same score (<see cref="HoleScore.AmongEquals"/>), higher first; S / n unless another is given.
    /// </summary>
    public double AmongEquals { get; init; } = LogProbability / Tokens;

    /// <summary>The text of each hole; null without a tokenizer.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>A stop token stands in a hole, so that the text ends there and what was known behind it, stop tokens aside, is lost.</summary>
    public bool IsCut { get; init; }

    /// <summary>The whole text; null without a tokenizer.</summary>
    public string? Text => Trajectory.Text;
}

/// <summary>What came of a text with holes whose lengths were not known.</summary>
/// <param name="Candidates">A candidate for each combination of lengths that can be filled, those of the first hole changing slowest.</param>
/// <param name="Best">The chosen one.</param>
public sealed record FilledHoles(IReadOnlyList<HoleCandidate> Candidates, HoleCandidate Best)
{
    /// <summary>Lengths at which a constraint has no text.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Unsatisfiable { get; init; } = [];

    /// <summary>How the chosen one was written.</summary>
    public Trajectory Trajectory => Best.Trajectory;

    /// <summary>
    /// The best of some candidates: those whose text a stop token cut come last; then the higher score, what decides among equals, the fewer tokens,
    /// and the earlier place.
    /// </summary>
    /// <param name="candidates">The candidates, at least one.</param>
    public static HoleCandidate BestOf(IReadOnlyList<HoleCandidate> candidates) => candidates
        .OrderBy(one => one.IsCut).ThenByDescending(one => one.Score).ThenByDescending(one => one.AmongEquals)
        .ThenBy(one => one.Tokens).First();

    /// <summary>The same candidates compared by the log-probability when written under another length prior, without sampling anew.</summary>
    /// <param name="prior">The length prior.</param>
    public FilledHoles By(LengthPrior prior)
    {
        HoleCandidate[] again = [.. Candidates.Select(one => one with
        {
            Score = prior.Score(one.LogProbability, one.Tokens),
            AmongEquals = one.LogProbability / one.Tokens,
        })];
        return this with { Candidates = again, Best = BestOf(again) };
    }
}
