using System.Globalization;
using DiffuCoder.Models;
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

    /// <summary>All of it in words, for the run's options.</summary>
    public string Description => string.Create(CultureInfo.InvariantCulture,
        $"{Variant.Name} drawings={Drawings} ratio=[{LeastMaskRatio}, {MostMaskRatio}] promptMask={PromptMaskProbability}");

    /// <summary>Draws the masks of all passes.</summary>
    /// <param name="completions">What is to be masked.</param>
    /// <param name="draws">Source of randomness; the same draws give the same masks, which the inner iterations on one set of rollouts need.</param>
    /// <returns>One view per forward pass; their tensors belong to the caller's dispose scope.</returns>
    /// <exception cref="TrainingException">The range of ratios is empty.</exception>
    public IReadOnlyList<MaskedView> Draw(Completions completions, TrainingDraws draws)
    {
        if (LeastMaskRatio > MostMaskRatio)
        {
            var given = FormattableString.Invariant($"{nameof(LeastMaskRatio)} is {LeastMaskRatio} and {nameof(MostMaskRatio)} {MostMaskRatio}");
            throw new TrainingException($"{given}; the least must not be above the most.");
        }
        var ratios = draws.For("mask ratio").Stream();
        var (rows, length) = (completions.Rows, completions.CompletionLength);
        using var scope = NewDisposeScope();
        var drawings = Enumerable.Range(0, Variant.Uniforms == 0 ? 0 : Drawings).Select(drawing => new MaskDrawing(
            LeastMaskRatio + (MostMaskRatio - LeastMaskRatio) * ratios.NextDouble(),
            [.. Enumerable.Range(0, Variant.Uniforms).Select(i => draws.Uniform($"completion mask {drawing} {i}", rows, length))])).ToList();
        var prompt = PromptMaskProbability > 0 ? draws.Uniform("prompt mask", rows, completions.PromptLength) : null;
        return [.. Views(completions, drawings, prompt).Select(view => view with { Masked = view.Masked.MoveToOuterDisposeScope() })];
    }

    /// <summary>The views of given draws; a pure function.</summary>
    /// <param name="completions">What is to be masked.</param>
    /// <param name="drawings">Ratio and uniform matrices of each drawing.</param>
    /// <param name="promptDraws">Uniform numbers, float32 [B, Lp], where the prompt is masked too.</param>
    public IReadOnlyList<MaskedView> Views(Completions completions, IReadOnlyList<MaskDrawing> drawings, Tensor? promptDraws = null)
    {
        using var scope = NewDisposeScope();
        // held: TorchSharp frees a scalar that nobody holds while its native call may still read it
        using Scalar promptBound = (float)PromptMaskProbability;
        var device = completions.Tokens.device;
        var masks = drawings.SelectMany(drawing => Variant.Masks(drawing.Ratio, drawing.Uniforms));
        if (Variant.ShowsFullMask) masks = masks.Prepend((ones(completions.Rows, completions.CompletionLength, ScalarType.Bool, CPU), 1.0));
        var share = 1.0 / (drawings.Count + (Variant.ShowsFullMask ? 1 : 0));
        var prompt = promptDraws is null
            ? zeros(completions.Rows, completions.PromptLength, ScalarType.Bool, CPU)
            : promptDraws.lt(promptBound);
        return [.. masks.Select(mask => new MaskedView(cat([prompt, mask.Masked], 1).to(device).MoveToOuterDisposeScope(), mask.Weight * share))];
    }

    /// <summary>The estimate: per token, 0 where a token is not counted.</summary>
    /// <param name="model">The model.</param>
    /// <param name="completions">Prompts and completions.</param>
    /// <param name="views">The masks.</param>
    /// <returns>float32 [B, Lc], in nats, differentiable; belongs to the caller's dispose scope.</returns>
    /// <exception cref="TrainingException">The model has no mask token.</exception>
    public static Tensor Estimate(MaskedLanguageModel model, Completions completions, IReadOnlyList<MaskedView> views)
    {
        using var scope = NewDisposeScope();
        var counted = cat([zeros(completions.Rows, completions.PromptLength, ScalarType.Bool, completions.Tokens.device), completions.Counted], 1);
        var sum = zeros(completions.Rows * completions.Length, ScalarType.Float32, completions.Tokens.device);
        using Scalar mask = TokenLoss.MaskToken(model), one = 1;
        foreach (var view in views)
        {
            var at = TokenLoss.Positions(view.Masked & counted);
            if (at.shape[0] == 0) continue;
            var canvas = new TokenBatch(completions.Tokens.masked_fill(view.Masked, mask)) { AttentionMask = completions.AttentionMask };
            using Scalar weight = view.Weight;
            sum = sum.index_add(0, at, model.LogProbabilities(canvas, at, completions.Tokens.reshape(-1).index_select(0, at)).mul(weight), one);
        }
        return sum.view(completions.Rows, completions.Length).narrow(1, completions.PromptLength, completions.CompletionLength)
            .MoveToOuterDisposeScope();
    }
}

/// <summary>The random numbers of one drawing.</summary>
/// <param name="Ratio">The mask ratio, r.</param>
/// <param name="Uniforms">Matrices of uniform numbers in [0, 1), float32 [B, Lc].</param>
public sealed record MaskDrawing(double Ratio, IReadOnlyList<Tensor> Uniforms);
