using DiffuCoder.Models;

namespace DiffuCoder.Sampling;

/// <summary>What fills the holes of one candidate, to be scored.</summary>
/// <param name="Model">The model that wrote it.</param>
/// <param name="Trajectory">How it was written; every reveal has its log-probability.</param>
/// <param name="Positions">The positions of all holes, up to the stop token where one ends the text.</param>
public sealed record HoleFilling(MaskedLanguageModel Model, Trajectory Trajectory, IReadOnlyList<int> Positions)
{
    /// <summary>
    /// S: the sum over the holes' tokens of log p(token | canvas when it was written), in nats. With one token a step it is the log-probability of
    /// what fills the holes in the order it was written.
    /// </summary>
    public double LogProbability
    {
        get
        {
            // of a position that was written twice, the last time
            var holes = Positions.ToHashSet();
            return Trajectory.Reveals.Where(reveal => holes.Contains(reveal.Position))
                .GroupBy(reveal => reveal.Position, reveal => (double)(reveal.LogProbability
                    ?? throw new SamplerException("The trajectory has no log-probabilities; sample it with RecordProbabilities.")))
                .Sum(times => times.Last());
        }
    }
}

/// <summary>How good what fills holes is; higher is better. A new one is a value of this type.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Of">The score of a candidate under a length prior.</param>
public sealed record HoleScore(string Name, Func<HoleFilling, LengthPrior, CancellationToken, double> Of)
{
    /// <summary>What decides among candidates of the same score; null: the mean log-probability when written.</summary>
    public HoleScore? AmongEquals { get; init; }

    /// <summary>The pseudo-likelihood of the holes and 24 tokens on either side, in four passes.</summary>
    public static HoleScore Default { get; } = PseudoLikelihood(24, 4);

    /// <summary>The log-probability of the holes' tokens when they were written, under the length prior: it costs no pass.</summary>
    public static HoleScore Written { get; } =
        new("log-probability when written", (filling, prior, _) => prior.Score(filling.LogProbability, filling.Positions.Count));

    /// <summary>
    /// The pseudo-log-likelihood of what fills the holes and of the known text around them, under the length prior with the number of all these
    /// tokens: each is told from the others, not from what stood there when it was written, so that a hole that is too short or too long shows at
    /// its edges. It costs so many passes a candidate.
    /// </summary>
    /// <param name="width">Known tokens on either side of each hole that count, 0 or more.</param>
    /// <param name="passes">m, 1 or more: every m-th token is masked in one pass; the more, the less is masked at a time.</param>
    /// <exception cref="SamplerException">One of them is out of its range.</exception>
    public static HoleScore PseudoLikelihood(int width, int passes)
    {
        Check.AtLeast(0, width, "The width of the text around a hole");
        Check.AtLeast(1, passes, "The passes of a pseudo-likelihood");
        return new($"pseudo-likelihood, {width} around, {passes} passes", (filling, prior, stop) =>
        {
            var (sum, count) = Sampling.PseudoLikelihood.Of(filling, width, passes, stop);
            return prior.Score(sum, count);
        });
    }

    /// <summary>What a function says of the whole text; among equals, <see cref="Default"/> decides. The length prior has no say in the former.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="check">From the text to its score. Called for one candidate after another, by one thread.</param>
    public static HoleScore Checked(string name, Func<string, double> check) => new(name, (filling, _, stop) =>
    {
        stop.ThrowIfCancellationRequested();
        return check(filling.Trajectory.Text
            ?? throw new SamplerException("A checker reads the text, and without a tokenizer there is none; give the filler the model's."));
    })
    {
        AmongEquals = Default,
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
