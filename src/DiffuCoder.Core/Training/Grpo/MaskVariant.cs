using DiffuCoder.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>How the masks of one drawing come about: the variants of the paper's ablation, as values, and masks of later papers.</summary>
/// <param name="Name">Its name in options and logs.</param>
/// <param name="Uniforms">Independent matrices of uniform numbers that a drawing needs.</param>
/// <param name="ShowsFullMask">Whether the estimate includes the pass in which the whole completion is masked.</param>
/// <param name="Masks">From a mask ratio, the uniform matrices and the tokens that count to masks and their weights.</param>
public sealed record MaskVariant(
    string Name, int Uniforms, bool ShowsFullMask, Func<MaskDraw, IReadOnlyList<DrawnMask>> Masks)
{
    /// <summary>
    /// A mask and its complement (paper section 4; arXiv 2506.20639): every token is masked in exactly one of the two, u
    /// &lt; r in the first, u &gt;= r in the second. The release compares with u &gt; r, so that a tie belongs to neither.
    /// </summary>
    public static MaskVariant Coupled { get; } =
        new("coupled", 1, true, draw => [Below(draw, 0), NotBelow(draw, 0)]) { Law = [MaskPart.WithComplement] };

    /// <summary>As many passes with the same ratios, the two masks drawn independently: a token may be masked in both or in neither.</summary>
    public static MaskVariant Decoupled { get; } =
        new("decoupled", 2, true, draw => [Below(draw, 0), NotBelow(draw, 1)]) { Law = [MaskPart.Independent, MaskPart.OfTheRest] };

    /// <summary>Only the pass in which the whole completion is masked, as d1 (arXiv 2504.12216) without its masked prompt.</summary>
    public static MaskVariant FullMask { get; } = new("full mask", 0, true, _ => []) { Law = [] };

    /// <summary>A single mask. Over the ratios [1, 1], and with the prompt masked at 0.15, the estimate of d1.</summary>
    public static MaskVariant RandomMask { get; } =
        new("random mask", 1, false, draw => [Below(draw, 0)]) { Law = [MaskPart.Independent] };

    /// <summary>
    /// Nothing masked: each token is predicted from those before it, by a causal model, of which this is the likelihood itself and no estimate. GRPO
    /// of an autoregressive model (arXiv 2402.03300).
    /// </summary>
    public static MaskVariant NextToken { get; } = new("next token", 0, false, _ => []) { ReadsForward = true };

    /// <summary>All that mask and need no number of their own; <see cref="BlockMasks"/> does.</summary>
    public static IReadOnlyList<MaskVariant> All => [Coupled, Decoupled, FullMask, RandomMask, CountMasks.Coupled];

    /// <summary>What a drawing can mask and how likely, for exact expectations; null: it can only be drawn.</summary>
    public IReadOnlyList<MaskPart>? Law { get; init; }

    /// <summary>Whether nothing is masked and tokens are predicted from those before them, which needs a causal model.</summary>
    public bool ReadsForward { get; private init; }

    /// <summary>Forward passes of an estimate that no drawing has: with all masked, or with nothing.</summary>
    internal int PassesBeside => ShowsFullMask || ReadsForward ? 1 : 0;

    /// <summary>Refuses a model that does not predict as masks want it to.</summary>
    /// <param name="config">The model's.</param>
    /// <param name="readsForward">Whether tokens are predicted from those before them.</param>
    /// <exception cref="TrainingException">A causal model is to fill masks, or a bidirectional one, which sees every token, to predict the next.
    /// </exception>
    internal static void RequireFitting(ModelConfig config, bool readsForward)
    {
        var causal = config.Attention == AttentionKind.Causal;
        if (causal == readsForward) return;
        throw new TrainingException(causal
            ? $"A causal {config.ModelType} model does not see what follows a masked token. Its own likelihood is {nameof(MaskVariant)}."
                + $"{nameof(NextToken)}, where a variant can be chosen; else adapt it to masked diffusion first, or, if it is a diffusion model "
                + $"under its ancestor's name, load it as what it is ({nameof(ReadAs)})."
            : $"A {config.ModelType} model sees every token that it would predict, so that {NextToken.Name} tells nothing; choose a variant that "
                + $"masks, such as {nameof(MaskVariant)}.{nameof(Coupled)}, or a causal model.");
    }

    /// <summary>Forward passes of a drawing.</summary>
    internal int PassesOfDrawing
    {
        get
        {
            using var scope = NewDisposeScope();
            var counted = ones(1, 1, ScalarType.Bool);
            return Uniforms == 0 ? 0 : Masks(new(0.5, [.. Enumerable.Range(0, Uniforms).Select(_ => zeros(1, 1))], counted)).Count;
        }
    }

    private static DrawnMask Below(MaskDraw draw, int matrix)
    {
        using Scalar bound = (float)draw.Ratio; // held: TorchSharp frees a scalar that nobody holds while its native call may still read it
        return new(draw.Uniforms[matrix].lt(bound), 1 / draw.Ratio);
    }

    private static DrawnMask NotBelow(MaskDraw draw, int matrix)
    {
        using Scalar bound = (float)draw.Ratio;
        return new(draw.Uniforms[matrix].ge(bound), 1 / (1 - draw.Ratio));
    }
}
