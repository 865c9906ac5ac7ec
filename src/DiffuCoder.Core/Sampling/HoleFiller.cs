using DiffuCoder.Constraints;
using DiffuCoder.Models;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Sampling;

/// <summary>
/// Fills holes whose lengths are not known: a step above <see cref="DiffusionSampler"/>, which fills a canvas for each combination of lengths, and of
/// which the best is chosen. Every candidate is what that sampler writes for its lengths under the same options and seed.
/// </summary>
/// <remarks>
/// Candidates are sampled as the sampler samples any rows: as one batch, or side by side where the model is small. Attention goes both ways, so that
/// keys and values of the text that they share depend on what fills the hole, and on its length: each row has a cache of its own.
/// </remarks>
public sealed class HoleFiller
{
    private readonly MaskedLanguageModel model;
    private readonly CodeTokenizer? tokenizer;
    private readonly HoleOptions holes;
    private readonly DiffusionSampler sampler;

    /// <summary>A filler. It owns nothing.</summary>
    /// <param name="model">A masked diffusion model.</param>
    /// <param name="options">How to sample; <see cref="SamplerOptions.RecordProbabilities"/> is set whatever it says.</param>
    /// <param name="tokenizer">For texts, constraints and checkers.</param>
    /// <param name="holes">How lengths are chosen; <see cref="HoleOptions.Default"/> when null.</param>
    /// <exception cref="SamplerException">The options contradict each other.</exception>
    public HoleFiller(MaskedLanguageModel model, SamplerOptions options, CodeTokenizer? tokenizer = null, HoleOptions? holes = null)
    {
        (this.model, this.tokenizer, this.holes) = (model, tokenizer, holes ?? HoleOptions.Default);
        sampler = new(model, options with { RecordProbabilities = true }, tokenizer);
    }

    /// <summary>Fills one text.</summary>
    /// <param name="canvas">The text with holes.</param>
    /// <param name="seed">The seed of every candidate.</param>
    /// <param name="cancellation">Ends it between two blocks of the model.</param>
    /// <exception cref="SamplerException">There are too many combinations, or one is longer than the model's positions, or as for the sampler.
    /// </exception>
    /// <exception cref="ConstraintException">A constraint has no text at any of the lengths.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FilledHoles Fill(OpenCanvas canvas, long seed, CancellationToken cancellation = default) => Fill([canvas], [seed], cancellation)[0];

    /// <summary>Fills several texts, the candidates of all of them together.</summary>
    /// <param name="canvases">The texts.</param>
    /// <param name="seeds">A seed for each.</param>
    /// <param name="cancellation">Ends it between two blocks of the model.</param>
    /// <exception cref="SamplerException">As for one, or there is another number of seeds than of texts.</exception>
    /// <exception cref="ConstraintException">A constraint of one of them has no text at any of the lengths.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<FilledHoles> Fill(IReadOnlyList<OpenCanvas> canvases, IReadOnlyList<long> seeds, CancellationToken cancellation = default)
    {
        if (canvases.Count != seeds.Count)
            throw new SamplerException($"{canvases.Count} texts with holes came with {seeds.Count} seeds; give one for each.");
        var possible = canvases.Select(Possible).ToList();
        var rows = possible.SelectMany((text, i) => text.Canvases.Select(sized => (sized.Canvas, Seed: seeds[i])));
        var written = new Queue<Trajectory>(rows.Chunk(holes.Together).SelectMany(
            part => sampler.Generate([.. part.Select(row => row.Canvas)], [.. part.Select(row => row.Seed)], cancellation)));
        return [.. possible.Select(text =>
        {
            HoleCandidate[] candidates = [.. text.Canvases.Select(sized => Scored(sized, written.Dequeue(), cancellation))];
            return new FilledHoles(candidates, FilledHoles.BestOf(candidates)) { Unsatisfiable = text.Unsatisfiable };
        })];
    }

    private HoleCandidate Scored(SizedCanvas sized, Trajectory trajectory, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var filling = new HoleFilling(model, trajectory, [.. sized.Positions.Where(position => position <= trajectory.TextEnd)]);
        var score = holes.Score.Of(filling, holes.Prior, cancellation);
        if (double.IsNaN(score))
            throw new SamplerException($"The score \"{holes.Score.Name}\" of the lengths {string.Join(", ", sized.Lengths)} is no number.");
        return new(sized.Lengths, trajectory, score, filling.LogProbability, filling.Positions.Count)
        {
            AmongEquals = holes.Score.AmongEquals?.Of(filling, holes.Prior, cancellation) ?? filling.LogProbability / filling.Positions.Count,
            IsCut = sized.Canvas.Tokens.Skip(trajectory.TextEnd).Any(IsText),
            Texts = tokenizer is null ? null : [.. sized.Holes.Select(hole => TextOf(trajectory, hole.Start, hole.Length, tokenizer))],
        };
    }

    private bool IsText(int token) => token != Canvas.MaskOf(model.Config) && !sampler.TextEnds.Contains(token);

    private static string TextOf(Trajectory trajectory, int start, int length, CodeTokenizer tokenizer) =>
        tokenizer.Decode(trajectory.Final.Take(trajectory.TextEnd).Skip(start).Take(length), skipSpecialTokens: true);

    // lengths at which a constraint has no text are left out, as long as others remain
    private (IReadOnlyList<SizedCanvas> Canvases, IReadOnlyList<IReadOnlyList<int>> Unsatisfiable) Possible(OpenCanvas canvas)
    {
        if (canvas.Parts.All(part => part.Lengths.Count == 0))
            throw new SamplerException("There is nothing to fill in: the text has no hole.");
        var all = canvas.Candidates(Canvas.MaskOf(model.Config), holes.MostCandidates);
        var longest = all.MaxBy(sized => sized.Canvas.Tokens.Count)!;
        if (longest.Canvas.Tokens.Count > model.Config.MaxPositions)
            throw new SamplerException(
                $"Holes of {string.Join(" and ", longest.Lengths)} tokens make a canvas of {longest.Canvas.Tokens.Count}, longer than the model's "
                    + $"{model.Config.MaxPositions} positions; shorten the text or the longest length.");
        var (possible, left) = (new List<SizedCanvas>(), new List<IReadOnlyList<int>>());
        ConstraintException? reason = null;
        foreach (var sized in all)
        {
            if (ConstrainedRow.Against(sized.Canvas, sampler.Options, model.Config, tokenizer, sampler.TextEnds) is not { } unsatisfiable)
            {
                possible.Add(sized);
                continue;
            }
            reason = unsatisfiable;
            left.Add(sized.Lengths);
        }
        return possible.Count > 0 || reason is null ? (possible, left) : throw (all.Count == 1 ? reason : None(all, reason));
    }

    private static ConstraintException None(IReadOnlyList<SizedCanvas> all, ConstraintException last) =>
        new($"None of the {all.Count} lengths, {Words(all[0])} to {Words(all[^1])} tokens, can be filled; of the last: {last.Message}");

    private static string Words(SizedCanvas sized) => string.Join(" and ", sized.Lengths);
}
