using System.Globalization;
using DiffuCoder.Models;
using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// The log-probability that a masked diffusion model gives each token of a completion, estimated by a few forward passes. With lambda drawings:
/// (full + sum over drawings and their masks of w log p) / (lambda + 1), w = 1/r where a token is masked at ratio r (paper section 4).
/// </summary>
public sealed record LikelihoodEstimator
{
    /// <summary>The paper's: one coupled pair beside the full mask, ratios from [0.2, 0.8].</summary>
    public static LikelihoodEstimator Paper { get; } = new();

    /// <summary>d1's: the whole completion masked, and 0.15 of the prompt.</summary>
    public static LikelihoodEstimator D1 { get; } = new()
    {
        Variant = MaskVariant.RandomMask,
        LeastMaskRatio = 1,
        MostMaskRatio = 1,
        PromptMaskProbability = 0.15,
    };

    /// <summary>
    /// A causal model's own log-probability, which one pass gives exactly: GRPO of an autoregressive model, the paper's baseline (its table 2).
    /// </summary>
    public static LikelihoodEstimator NextToken { get; } = new() { Variant = MaskVariant.NextToken };

    /// <summary>How masks are drawn.</summary>
    public MaskVariant Variant { get; init; } = MaskVariant.Coupled;

    /// <summary>Drawings, lambda; 1 in the paper. Meaningless for the full mask alone.</summary>
    public int Drawings { get; init => field = (int)Require.AtLeast(value, 1); } = 1;

    /// <summary>Least mask ratio; 0.2 in the paper.</summary>
    public double LeastMaskRatio { get; init => field = Require.Within(value, 0.01, 1); } = 0.2;

    /// <summary>Largest mask ratio; 0.8 in the paper. Variants that mask a complement too need less than 1.</summary>
    public double MostMaskRatio { get; init => field = Require.Within(value, 0.01, 1); } = 0.8;

    /// <summary>Probability that a prompt token is masked, in every pass; 0 in the paper, 0.15 in d1.</summary>
    public double PromptMaskProbability { get; init => field = Require.Within(value, 0, 1); }

    /// <summary>
    /// Whether each group of completions draws mask ratios of its own. False, as in the release, where a batch shares them.
    /// </summary>
    public bool RatioPerGroup { get; init; }

    /// <summary>Forward passes of an estimate: the one in which all or nothing is masked, where there is one, and those of the drawings.</summary>
    public int Passes => Variant.PassesBeside + Drawings * Variant.PassesOfDrawing;

    /// <summary>All of it in words, for the run's options.</summary>
    public string Description => string.Create(CultureInfo.InvariantCulture,
        $"{Variant.Name} drawings={Drawings} ratio=[{LeastMaskRatio}, {MostMaskRatio}] promptMask={PromptMaskProbability}")
        + (RatioPerGroup ? " ratio of each group" : "");

    /// <summary>The same with as many drawings as make so many passes. The full mask alone has one, whatever is asked for.</summary>
    /// <param name="passes">Forward passes of an estimate.</param>
    /// <exception cref="TrainingException">No number of drawings makes so many.</exception>
    public LikelihoodEstimator WithPasses(int passes)
    {
        var (full, each) = (Variant.PassesBeside, Variant.PassesOfDrawing);
        if (each == 0) return this;
        var drawings = (passes - full) / each;
        return drawings >= 1 && full + drawings * each == passes
            ? this with { Drawings = drawings }
            : throw new TrainingException(
                $"An estimate by {Variant.Name} cannot have {passes} passes: a drawing has {each}"
                    + $"{(full == 1 ? ", and the full mask one more" : "")}. "
                    + $"Give {full + Math.Max(1, drawings) * each}{(drawings >= 1 ? $" or {full + (drawings + 1) * each}" : "")}.");
    }

    /// <summary>Draws the masks of all passes.</summary>
    /// <param name="completions">What is to be masked.</param>
    /// <param name="draws">Source of randomness; the same draws give the same masks, which the inner iterations on one set of rollouts need.</param>
    /// <param name="groupSize">
    /// Rows of a group, which lie side by side; null: all rows are one. Asked for by <see cref="RatioPerGroup"/> only.
    /// </param>
    /// <returns>One view per forward pass; their tensors belong to the caller's dispose scope.</returns>
    /// <exception cref="TrainingException">The range of ratios is empty, or the rows do not fill their groups.</exception>
    public IReadOnlyList<MaskedView> Draw(Completions completions, TrainingDraws draws, int? groupSize = null)
    {
        RequireRatios();
        var ratios = draws.For("mask ratio").Stream();
        var (rows, length) = (completions.Rows, completions.CompletionLength);
        var groups = RatioPerGroup && groupSize is { } size ? Groups(rows, size) : 1;
        using var scope = NewDisposeScope();
        var drawings = Enumerable.Range(0, Variant.Uniforms == 0 ? 0 : Drawings).Select(drawing => new MaskDrawing(
            [.. Enumerable.Range(0, groups).Select(_ => LeastMaskRatio + (MostMaskRatio - LeastMaskRatio) * ratios.NextDouble())],
            [.. Enumerable.Range(0, Variant.Uniforms).Select(i => draws.Uniform($"completion mask {drawing} {i}", rows, length))])).ToList();
        return [.. Views(completions, drawings, PromptMaskProbability > 0 ? PromptDraws() : null).Select(view => view.MoveToOuterDisposeScope())];

        // the first under the name it had when there was one for all
        IReadOnlyList<Tensor> PromptDraws() => [.. Enumerable.Range(0, Math.Max(1, drawings.Count)).Select(drawing =>
            draws.Uniform(drawing == 0 ? "prompt mask" : $"prompt mask {drawing}", rows, completions.PromptLength))];
    }

    /// <summary>Refuses an empty range of ratios, and weights that are infinite in it.</summary>
    /// <param name="length">Tokens of a completion.</param>
    internal void RequireRatios(int length = 2)
    {
        var given = FormattableString.Invariant($"{nameof(LeastMaskRatio)} is {LeastMaskRatio} and {nameof(MostMaskRatio)} {MostMaskRatio}");
        if (LeastMaskRatio > MostMaskRatio) throw new TrainingException($"{given}; the least must not be above the most.");
        foreach (var end in new[] { LeastMaskRatio, MostMaskRatio })
            if (Variant.Law?.Any(part => part.Passes(end, 1, Math.Max(2, length)).Any(pass => !double.IsFinite(pass.Weight))) == true)
                throw new TrainingException(
                    FormattableString.Invariant($"At the mask ratio {end} a weight of {Variant.Name} masks is infinite. ")
                    + $"Keep {nameof(MostMaskRatio)} below 1.");
    }

    private static int Groups(long rows, int size) => rows % size == 0
        ? (int)(rows / size)
        : throw new TrainingException($"{rows} completions do not fill groups of {size}, each of which would draw a mask ratio of its own.");

    /// <summary>The views of given draws; a pure function.</summary>
    /// <param name="completions">What is to be masked.</param>
    /// <param name="drawings">Ratio and uniform matrices of each drawing.</param>
    /// <param name="promptDraws">
    /// Uniform numbers, float32 [B, Lp], where the prompt is masked too: a matrix for each drawing, of which the full mask takes the first.
    /// </param>
    /// <exception cref="ArgumentException">There is not a matrix for each drawing.</exception>
    public IReadOnlyList<MaskedView> Views(
        Completions completions, IReadOnlyList<MaskDrawing> drawings, IReadOnlyList<Tensor>? promptDraws = null)
    {
        var prompts = Math.Max(1, drawings.Count);
        if (promptDraws is not null && promptDraws.Count != prompts)
            throw new ArgumentException($"{drawings.Count} drawings take {prompts} prompt masks, not {promptDraws.Count}.", nameof(promptDraws));
        using var scope = NewDisposeScope();
        if (Variant.ReadsForward) return [Forward(completions).MoveToOuterDisposeScope()];
        // held: TorchSharp frees a scalar that nobody holds while its native call may still read it
        using Scalar promptBound = (float)PromptMaskProbability;
        var (device, counted) = (completions.Tokens.device, completions.Counted.cpu());
        var masks = drawings.SelectMany((drawing, i) => drawing.Masks(Variant, counted).Select(mask => (Mask: mask, Drawing: i)));
        if (Variant.ShowsFullMask)
            masks = masks.Prepend((new(ones(completions.Rows, completions.CompletionLength, ScalarType.Bool, CPU), 1), 0));
        var share = 1.0 / (drawings.Count + (Variant.ShowsFullMask ? 1 : 0));
        Tensor Prompt(int drawing) => promptDraws is null
            ? zeros(completions.Rows, completions.PromptLength, ScalarType.Bool, CPU)
            : promptDraws[drawing].lt(promptBound);
        return [.. masks.Select(one => new MaskedView(cat([Prompt(one.Drawing), one.Mask.Masked], 1).to(device), one.Mask.Weight * share)
        {
            RowWeights = one.Mask.RowWeights?.Times(share).to(device),
        }.MoveToOuterDisposeScope())];
    }

    /// <summary>Refuses a model that does not predict as the masks want it to, and a masked prompt where nothing is masked.</summary>
    /// <exception cref="TrainingException">One of these.</exception>
    internal void RequireFitting(ModelConfig config)
    {
        MaskVariant.RequireFitting(config, Variant.ReadsForward);
        RequireWholePrompt();
    }

    private void RequireWholePrompt()
    {
        if (Variant.ReadsForward && PromptMaskProbability > 0)
            throw new TrainingException(FormattableString.Invariant(
                $"Prompt tokens are to be masked with probability {PromptMaskProbability}, and {Variant.Name} masks nothing; make it 0."));
    }

    private MaskedView Forward(Completions completions)
    {
        RequireWholePrompt();
        return new(zeros(completions.Tokens.shape, ScalarType.Bool, completions.Tokens.device), 1) { ReadsForward = true };
    }

    /// <summary>The estimate: per token, 0 where a token is not counted.</summary>
    /// <param name="model">The model.</param>
    /// <param name="completions">Prompts and completions.</param>
    /// <param name="views">The masks.</param>
    /// <returns>float32 [B, Lc], in nats, differentiable; belongs to the caller's dispose scope.</returns>
    /// <exception cref="TrainingException">The model has no mask token, or masks are for the other kind of model.</exception>
    public static Tensor Estimate(MaskedLanguageModel model, Completions completions, IReadOnlyList<MaskedView> views)
    {
        using var scope = NewDisposeScope();
        var counted = cat([zeros(completions.Rows, completions.PromptLength, ScalarType.Bool, completions.Tokens.device), completions.Counted], 1);
        var sum = zeros(completions.Rows * completions.Length, ScalarType.Float32, completions.Tokens.device);
        using Scalar one = 1;
        foreach (var view in views)
            if (view.LogProbabilities(model, completions, counted) is var (at, found))
                sum = sum.index_add(0, at, view.Weighted(found, at), one);
        return sum.view(completions.Rows, completions.Length).narrow(1, completions.PromptLength, completions.CompletionLength)
            .MoveToOuterDisposeScope();
    }
}
