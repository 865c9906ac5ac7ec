using System.Text.Json.Serialization;

namespace DiffuCoder.Sampling;

/// <summary>
/// The one record of a generation: everything a display, a metric, a chart or a trainer needs, and enough to repeat it.
/// </summary>
public sealed record Trajectory
{
    /// <summary>The canvas before the first step, without padding.</summary>
    public required IReadOnlyList<int> Initial { get; init; }

    /// <summary>The raw canvas after the last step: nothing is cut off.</summary>
    public required IReadOnlyList<int> Final { get; init; }

    /// <summary>Where the completion begins; 0 for infilling.</summary>
    public required int CompletionStart { get; init; }

    /// <summary>
    /// Where the text ends: the first position the model filled with a stop token, or the end of the canvas.
    /// </summary>
    public required int TextEnd { get; init; }

    /// <summary>The steps in order; a step may reveal none, one or many.</summary>
    public required IReadOnlyList<SamplingStep> Steps { get; init; }

    /// <summary>
    /// Forward passes the row took part in; steps that asked nothing of the model are none, and one with guidance is one. Null when unknown: older
    /// files do not say.
    /// </summary>
    [JsonIgnore]
    public int? Passes => Steps.All(step => step.Computed is not null) ? Steps.Count(step => step.Computed > 0) : null;

    /// <summary>How it was sampled.</summary>
    public required SamplerOptions Options { get; init; }

    /// <summary>Seed of this row: with the options and the initial canvas it repeats the generation.</summary>
    public required long Seed { get; init; }

    /// <summary>The parts of the canvas that were held to a language each (<see cref="Canvas.Holes"/>); null without any.</summary>
    public IReadOnlyList<ConstrainedHole>? Holes { get; init; }

    /// <summary>Known positions that a model had written before (<see cref="Canvas.Written"/>); null without any.</summary>
    public IReadOnlyList<int>? Written { get; init; }

    /// <summary>The decoded completion up to the stop token; null when the sampler had no tokenizer.</summary>
    public string? Text { get; init; }

    /// <summary>Tokens of the completion up to the stop token.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> Completion => [.. Final.Skip(CompletionStart).Take(Math.Max(0, TextEnd - CompletionStart))];

    /// <summary>What was revealed, in order of steps and from left to right within one.</summary>
    [JsonIgnore]
    public IEnumerable<Reveal> Reveals => Steps.SelectMany(step => step.Reveals);

    /// <summary>What constraints kept the model from, over all steps; null without a constraint.</summary>
    [JsonIgnore]
    public ConstraintCost? Forbidden => Steps.Any(step => step.Forbidden is not null) ? Steps.Select(step => step.Forbidden)
        .OfType<ConstraintCost>()
        .Aggregate(ConstraintCost.None, (sum, cost) => new(
            sum.Constrained + cost.Constrained, sum.Mass + cost.Mass, [.. sum.Refused, .. cost.Refused])) : null;

    /// <summary>Tokens committed, up to the end of the canvas, for each forward pass; null when the passes are unknown or none.</summary>
    [JsonIgnore]
    public double? TokensPerPass => Passes is > 0 and var passes ? (double)Reveals.Count() / passes : null;
}

/// <summary>One step of one row.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Reveals">What was committed, from left to right; may be empty.</param>
/// <param name="Candidates">Every position that was masked, where recording was asked for.</param>
public sealed record SamplingStep(int Index, IReadOnlyList<Reveal> Reveals, IReadOnlyList<Reveal>? Candidates = null)
{
    /// <summary>
    /// Positions that the model computed for it: the whole canvas, the window of a cache, or none when nothing was asked; null when it was not
    /// recorded.
    /// </summary>
    public int? Computed { get; init; }

    /// <summary>What a full pass says of it, where <see cref="SamplerOptions.DriftEvery"/> asked for one.</summary>
    public CacheDrift? Drift { get; init; }

    /// <summary>What a constraint kept the model from; null without one, and where nothing was asked of the model.</summary>
    public ConstraintCost? Forbidden { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        Reveals.Count == 0
            ? $"step {Index}: nothing"
            : $"step {Index}: {string.Join(", ", Reveals.Select(r => $"{r.Token} at {r.Position} ({r.Confidence:0.###})"))}";
}

/// <summary>A predicted token at a position.</summary>
/// <param name="Position">Index into the canvas.</param>
/// <param name="Token">Token id.</param>
/// <param name="Confidence">As the strategy scores it.</param>
/// <param name="Entropy">Entropy of the distribution it was drawn from (after temperature and filters), in nats.</param>
public readonly record struct Reveal(int Position, int Token, float Confidence, float Entropy);
