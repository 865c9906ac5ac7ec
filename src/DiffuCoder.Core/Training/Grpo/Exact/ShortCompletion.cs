using DiffuCoder.Datasets;
using DiffuCoder.Models;
using DiffuCoder.Sampling;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo.Exact;

/// <summary>One completion whose masks are few enough to look at all of them.</summary>
internal static class ShortCompletion
{
    /// <summary>The rows of a generation, or of an answer that is given; in the caller's dispose scope.</summary>
    /// <exception cref="TrainingException">It is too long, nothing was written, or a token is unknown to the model.</exception>
    public static Completions Of(MaskedLanguageModel model, Trajectory generation) =>
        Checked(model, RolloutBatch.Of([generation], model.Config, model.Device.Resolve()));

    /// <inheritdoc cref="Of(MaskedLanguageModel, Trajectory)"/>
    public static Completions Of(MaskedLanguageModel model, TokenRow row) =>
        Checked(model, LikelihoodEstimates.RowOf(row, model.Device.Resolve()));

    /// <summary>The masks of some bit sets, bool [masks, L]: bit i says whether token i of the completion is masked.</summary>
    public static Tensor Masks(Completions completion, IReadOnlyList<int> sets)
    {
        var (prompt, length) = (completion.PromptLength, completion.Length);
        return tensor([.. sets.SelectMany(set => Enumerable.Range(0, (int)length).Select(i => i >= prompt && (set >> (int)(i - prompt) & 1) == 1))],
            [sets.Count, length], device: completion.Tokens.device);
    }

    /// <summary>The completion as often as there are masks.</summary>
    public static Completions Repeated(this Completions one, long rows) =>
        new(one.Tokens.expand(rows, -1), one.PromptLength, one.Counted.expand(rows, -1)) { AttentionMask = one.AttentionMask?.expand(rows, -1) };

    private static Completions Checked(MaskedLanguageModel model, Completions completion)
    {
        var length = completion.CompletionLength;
        if (length > ExactLikelihood.MostTokens)
            throw new TrainingException(FormattableString.Invariant(
                $"The completion has {length} tokens, and all its masks are 2^{length} passes; the most is {ExactLikelihood.MostTokens} tokens, ")
                + FormattableString.Invariant($"{1 << ExactLikelihood.MostTokens} passes. Take a shorter completion, or draw masks."));
        LikelihoodEstimates.RequireWritten(model, completion);
        return completion;
    }
}
